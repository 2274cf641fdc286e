/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A thread that reads events behind a cursor of its own. Safe for threads but for {@link #run}, and
 * what only that calls.
 */
abstract class CursorThread {
  static final int BATCH = 256;
  private static final long POLL_SECONDS = 5;
  private static final long TROUBLE_MILLIS = 200;

  private final Thread thread;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean ended;

  CursorThread(String name) {
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** What the thread does, until {@link #ended()}. */
  abstract void run();

  final void start() {
    thread.start();
  }

  final void wake() {
    news.release();
  }

  /** Tells the thread to end; returns at once. */
  final void stop() {
    ended = true;
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  final boolean ended() {
    return ended;
  }

  /**
   * Waits for a call in progress, but not for itself.
   *
   * @param deadline how long at most: a moment of {@link System#nanoTime}
   */
  final void join(long deadline) {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there may be something to do; an interrupt ends the waiting. */
  final void awaitNews() {
    try {
      // The poll makes up for a wake-up that was lost with its thread.
      if (news.tryAcquire(POLL_SECONDS, TimeUnit.SECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      // Either it ends, or the listener has interrupted its own thread: the loop knows.
    }
  }

  /** After the database was busy or closing, or worse. */
  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(TROUBLE_MILLIS);
    } catch (InterruptedException e) {
      // As above.
    }
  }
}
