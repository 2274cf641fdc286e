/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.event;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.Subscription;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.ExamListener;

/**
 * Tells listeners and subscribers what the store has committed. Each has a cursor and a thread of
 * its own, so that a slow one delays nobody. Safe for threads.
 */
public final class EventHub implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final ExamStore store;
  private final Set<CursorThread> threads = ConcurrentHashMap.newKeySet();
  private final LongAdder failures = new LongAdder();
  private final AtomicInteger numbers = new AtomicInteger();
  private boolean closed;

  /** A hub over the events of a store. */
  public EventHub(ExamStore store) {
    this.store = store;
    store.onCommit(() -> threads.forEach(CursorThread::wake));
  }

  /**
   * Tells the listener of all events after {@code afterSeq}, from now until the subscription is
   * closed.
   */
  public Subscription subscribe(long afterSeq, ExamListener listener) {
    ListenerThread thread =
        new ListenerThread(
            "xrv-listener-" + numbers.incrementAndGet(), store, listener, afterSeq, failures);
    if (!begin(thread)) {
      return () -> {};
    }
    return () -> {
      threads.remove(thread);
      thread.stop();
      thread.join(deadline());
    };
  }

  /** The events after {@code afterSeq}, each subscriber at its own pace. */
  public Flow.Publisher<ExamEvent> publisher(long afterSeq) {
    return subscriber -> publish(afterSeq, Objects.requireNonNull(subscriber, "subscriber"));
  }

  private void publish(long afterSeq, Flow.Subscriber<? super ExamEvent> subscriber) {
    SubscriberThread thread =
        new SubscriberThread(
            "xrv-publisher-" + numbers.incrementAndGet(),
            store,
            subscriber,
            afterSeq,
            failures,
            threads::remove);
    if (!begin(thread)) {
      // A subscription without a thread behind it: asking it for events does nothing.
      subscriber.onSubscribe(thread);
      subscriber.onError(new IllegalStateException("the engine is closed"));
    }
  }

  /** Starts a thread, unless none would end it any more. */
  private synchronized boolean begin(CursorThread thread) {
    if (closed) {
      return false;
    }
    threads.add(thread);
    thread.start();
    return true;
  }

  /** How often a listener or a subscriber has thrown. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    List<CursorThread> ending;
    synchronized (this) {
      closed = true;
      ending = List.copyOf(threads);
      threads.clear();
    }
    ending.forEach(CursorThread::stop);
    long deadline = deadline();
    ending.forEach(thread -> thread.join(deadline));
  }

  private static long deadline() {
    return System.nanoTime() + CLOSE.toNanos();
  }
}
