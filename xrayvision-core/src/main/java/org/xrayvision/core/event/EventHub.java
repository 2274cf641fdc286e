package org.xrayvision.core.event;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.xrayvision.core.Subscription;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.ExamListener;

/**
 * Tells listeners what the store has committed. Each listener has a cursor and a thread of its own,
 * so that a slow one delays nobody. Safe for threads.
 */
public final class EventHub implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final ExamStore store;
  private final Set<ListenerThread> listeners = ConcurrentHashMap.newKeySet();
  private final LongAdder failures = new LongAdder();
  private final AtomicInteger numbers = new AtomicInteger();

  /** A hub over the events of a store. */
  public EventHub(ExamStore store) {
    this.store = store;
    store.onCommit(() -> listeners.forEach(ListenerThread::wake));
  }

  /**
   * Tells the listener of all events after {@code afterSeq}, from now until the subscription is
   * closed.
   */
  public Subscription subscribe(long afterSeq, ExamListener listener) {
    ListenerThread thread =
        new ListenerThread(
            "xrv-listener-" + numbers.incrementAndGet(), store, listener, afterSeq, failures);
    listeners.add(thread);
    thread.start();
    return () -> {
      listeners.remove(thread);
      thread.stop();
      thread.join(deadline());
    };
  }

  /** How often a listener has thrown. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    List<ListenerThread> ending = List.copyOf(listeners);
    listeners.clear();
    ending.forEach(ListenerThread::stop);
    long deadline = deadline();
    ending.forEach(thread -> thread.join(deadline));
  }

  private static long deadline() {
    return System.nanoTime() + CLOSE.toNanos();
  }
}
