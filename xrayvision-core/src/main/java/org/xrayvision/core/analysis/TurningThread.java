/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.store.StoreException;

/**
 * A thread that does one thing after the other and outlives each failure. Safe for threads.
 *
 * <p>What fails is the database, or a fault of ours: it is shown, and tried again.
 */
public abstract class TurningThread {
  private static final Duration TROUBLE = Duration.ofSeconds(1);
  private static final long END_MILLIS = 2_000;

  private final Thread thread;
  private final Bell bell;
  private volatile boolean closing;
  private volatile @Nullable String trouble;

  /** A thread of this name that does nothing before {@link #start}. */
  protected TurningThread(String name, Bell bell) {
    this.bell = bell;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** One turn; returns how long to rest after it, unless the bell rings. */
  protected abstract Duration turn();

  /** Call it once. */
  public final void start() {
    thread.start();
  }

  /** There may be something to do. Returns at once. */
  public final void wake() {
    bell.ring();
  }

  /** What keeps the thread from its work, or null. */
  public final @Nullable String trouble() {
    return trouble;
  }

  /** No further turn begins. Returns at once. */
  public final void stop() {
    closing = true;
    bell.ring();
  }

  /** Waits for the turn in progress, two seconds at most. */
  public final void join() {
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      try {
        long rings = bell.rings();
        Duration rest = turnSafely();
        if (!closing && !rest.isZero()) {
          bell.sleep(rings, rest);
        }
      } catch (InterruptedException e) {
        // Nobody but us interrupts these threads, and we close by the flag.
        closing = true;
      }
    }
  }

  private Duration turnSafely() {
    try {
      Duration rest = turn();
      trouble = null;
      return rest;
    } catch (StoreException e) {
      trouble = e.getMessage();
      return TROUBLE;
    } catch (RuntimeException | Error e) {
      // Class only: a message may quote anything.
      trouble = "internal fault: " + e.getClass().getName();
      return TROUBLE;
    }
  }
}
