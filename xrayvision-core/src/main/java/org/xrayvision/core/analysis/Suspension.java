/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.store.ExamStore;

/**
 * Whether a person has suspended the work of models: nothing new is claimed for them then. The
 * store keeps it, so that a restart does not end it. Safe for threads.
 */
public final class Suspension {
  private final ExamStore store;
  private final ReadWriteLock gate = new ReentrantReadWriteLock();
  private volatile @Nullable Instant since;

  /** As the store has it. */
  public Suspension(ExamStore store) {
    this.store = store;
    this.since = store.suspendedSince().orElse(null);
  }

  /** Since when, or empty while the work goes on. */
  public Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  public boolean isOn() {
    return since != null;
  }

  /** Claims, or gets nothing; once {@link #begin} has returned nobody is inside any more. */
  public <T> Optional<T> claim(Supplier<Optional<T>> claiming) {
    gate.readLock().lock();
    try {
      return isOn() ? Optional.empty() : claiming.get();
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Suspends.
   *
   * @return false if it was so already
   */
  public boolean begin(Instant now) {
    return set(now);
  }

  /**
   * Lets the work go on; who sleeps has to be woken.
   *
   * @return false if it was going on
   */
  public boolean end() {
    return set(null);
  }

  private boolean set(@Nullable Instant at) {
    gate.writeLock().lock();
    try {
      if (isOn() == (at != null)) {
        return false;
      }
      store.suspend(at);
      since = at;
      return true;
    } finally {
      gate.writeLock().unlock();
    }
  }
}
