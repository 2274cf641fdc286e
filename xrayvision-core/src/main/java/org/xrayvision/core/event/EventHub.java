package org.xrayvision.core.event;

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
      thread.end();
    };
  }

  /** How often a listener has thrown. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    listeners.forEach(ListenerThread::end);
    listeners.clear();
  }
}
