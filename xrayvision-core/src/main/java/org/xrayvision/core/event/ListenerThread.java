package org.xrayvision.core.event;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.ExamListener;

/** Reads events behind a cursor and tells them to one listener. */
final class ListenerThread {
  private static final int BATCH = 256;
  private static final long POLL_SECONDS = 5;
  private static final long CLOSE_MILLIS = 2_000;

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

  /** Ends the thread; waits for a call in progress, but not for ever, and not for itself. */
  void end() {
    ended = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!ended) {
        if (!deliver()) {
          // The poll makes up for a wake-up that was lost with its thread.
          boolean woken = news.tryAcquire(POLL_SECONDS, TimeUnit.SECONDS);
          if (woken) {
            news.drainPermits();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells one batch. Returns whether there may be more. */
  private boolean deliver() throws InterruptedException {
    List<ExamEvent> batch;
    try {
      batch = store.events(cursor, BATCH);
    } catch (XRayVisionException e) {
      // The database is busy or closing; the cursor stands where it stood.
      TimeUnit.MILLISECONDS.sleep(200);
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
    } catch (RuntimeException e) {
      // A listener's fault is the listener's own; the next event is told all the same.
      failures.increment();
    }
  }
}
