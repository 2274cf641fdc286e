/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.ResyncException;
import org.xrayvision.core.store.ExamStore;

/**
 * Reads events behind a cursor, as many as one subscriber asks for. All its methods are called on
 * this thread.
 */
final class SubscriberThread extends CursorThread implements Flow.Subscription {
  private final ExamStore store;
  private final Flow.Subscriber<? super ExamEvent> subscriber;
  private final LongAdder failures;
  private final Consumer<SubscriberThread> onEnd;
  private final AtomicLong demand = new AtomicLong();
  private volatile boolean cancelled;
  private volatile @Nullable IllegalArgumentException misuse;
  private long cursor;

  /**
   * @param failures counts subscribers that have thrown
   * @param onEnd told when the thread is about to end
   */
  SubscriberThread(
      String name,
      ExamStore store,
      Flow.Subscriber<? super ExamEvent> subscriber,
      long afterSeq,
      LongAdder failures,
      Consumer<SubscriberThread> onEnd) {
    super(name);
    this.store = store;
    this.subscriber = subscriber;
    this.failures = failures;
    this.onEnd = onEnd;
    this.cursor = afterSeq;
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      misuse = new IllegalArgumentException("at least one event must be requested, not " + n);
    } else {
      demand.accumulateAndGet(n, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
    }
    wake();
  }

  /** Does not wait for a call in progress. */
  @Override
  public void cancel() {
    cancelled = true;
    wake();
  }

  @Override
  void run() {
    try {
      subscriber.onSubscribe(this);
      Throwable trouble = publish();
      // An interrupt that was to end the reading is not meant for the subscriber's last call.
      boolean unused = Thread.interrupted();
      if (cancelled) {
        return;
      }
      if (trouble == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(trouble);
      }
    } catch (Throwable e) {
      // A subscriber that throws has cancelled (Reactive Streams §2.13).
      failures.increment();
    } finally {
      onEnd.accept(this);
    }
  }

  /** Returns why the stream ended before its time, or null. */
  private @Nullable Throwable publish() {
    boolean first = true;
    while (!over()) {
      long wanted = Math.min(demand.get(), BATCH);
      if (wanted == 0 && !first) {
        awaitNews();
        continue;
      }
      List<ExamEvent> batch;
      try {
        batch = store.events(cursor, (int) wanted);
        // After the reading: what is purged in between is noticed.
        if (cursor < store.resyncBefore() || (first && cursor > store.lastSeq())) {
          return new ResyncException(store.lastSeq());
        }
      } catch (RuntimeException | Error e) {
        pause(); // the cursor stands where it stood
        continue;
      }
      first = false;
      tell(batch);
      if (batch.size() < wanted) {
        awaitNews();
      }
    }
    return misuse;
  }

  private boolean over() {
    return cancelled || ended() || misuse != null;
  }

  private void tell(List<ExamEvent> batch) {
    for (ExamEvent event : batch) {
      if (over()) {
        return;
      }
      demand.decrementAndGet();
      cursor = event.seq();
      subscriber.onNext(event);
    }
  }
}
