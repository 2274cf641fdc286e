/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.ExamListener;

/** Reads events behind a cursor and tells them to one listener. */
final class ListenerThread extends CursorThread {
  private final ExamStore store;
  private final ExamListener listener;
  private final LongAdder failures;
  private long cursor;

  ListenerThread(
      String name, ExamStore store, ExamListener listener, long afterSeq, LongAdder failures) {
    super(name);
    this.failures = failures;
    this.store = store;
    this.listener = listener;
    this.cursor = afterSeq;
  }

  @Override
  void run() {
    while (!ended()) {
      if (!deliver()) {
        awaitNews();
      }
    }
  }

  /** Tells one batch. Returns whether there may be more. */
  private boolean deliver() {
    List<ExamEvent> batch;
    try {
      batch = store.events(cursor, BATCH);
    } catch (RuntimeException | Error e) {
      // The cursor stands where it stood.
      pause();
      return false;
    }
    for (ExamEvent event : batch) {
      if (ended()) {
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
