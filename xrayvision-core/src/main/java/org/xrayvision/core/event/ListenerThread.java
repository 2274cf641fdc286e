package org.xrayvision.core.event;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.ExamListener;

/** Reads events behind a cursor and tells them to one listener. */
final class ListenerThread {
  private static final int BATCH = 256;
  private static final long POLL_SECONDS = 5;
  private static final long TROUBLE_MILLIS = 200;

  private final Thread thread;
  private final ExamStore store;
  private final ExamListener listener;
  private final LongAdder failures;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean ended;
  private long cursor;

  ListenerThread(
      String name, ExamStore store, ExamListener listener, long afterSeq, LongAdder failures) {
    this.failures = failures;
    this.store = store;
    this.listener = listener;
    this.cursor = afterSeq;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void wake() {
    news.release();
  }

  /** Tells the thread to end; returns at once. */
  void stop() {
    ended = true;
    if (Thread.currentThread() != thread) {
      thread.interrupt();
    }
  }

  /**
   * Waits for a call in progress, but not for itself.
   *
   * @param deadline how long at most: a moment of {@link System#nanoTime}
   */
  void join(long deadline) {
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!ended) {
      try {
        if (!deliver()) {
          // The poll makes up for a wake-up that was lost with its thread.
          boolean woken = news.tryAcquire(POLL_SECONDS, TimeUnit.SECONDS);
          if (woken) {
            news.drainPermits();
          }
        }
      } catch (InterruptedException e) {
        // Either it ends, or the listener has interrupted its own thread: the loop knows.
      }
    }
  }

  /** Tells one batch. Returns whether there may be more. */
  private boolean deliver() throws InterruptedException {
    List<ExamEvent> batch;
    try {
      batch = store.events(cursor, BATCH);
    } catch (RuntimeException | Error e) {
      // The database is busy or closing, or worse; the cursor stands where it stood.
      TimeUnit.MILLISECONDS.sleep(TROUBLE_MILLIS);
      return false;
    }
    for (ExamEvent event : batch) {
      if (ended) {
        return false;
      }
      tell(event);
      cursor = event.seq();
    }
    return batch.size() == BATCH;
  }

  private void tell(ExamEvent event) {
    try {
      listener.onEvent(event);
    } catch (Throwable e) {
      // A listener's fault is the listener's own; the next event is told all the same.
      failures.increment();
    }
  }
}
