/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What workers sleep on: it rings when there is news, and when a time comes that was noted. It only
 * saves waiting; whoever sleeps looks into the store by himself now and then. Safe for threads.
 */
public final class Bell {
  private static final int MAX_NOTED = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final Queue<Instant> noted = new PriorityQueue<>();
  private final Clock clock;
  private long rings;

  public Bell(Clock clock) {
    this.clock = clock;
  }

  /** How often it has rung; to be asked before looking, and given to {@link #sleep}. */
  public long rings() {
    lock.lock();
    try {
      return rings;
    } finally {
      lock.unlock();
    }
  }

  public void ring() {
    lock.lock();
    try {
      rings++;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Rings at a time in the future. */
  void ringAt(Instant time) {
    lock.lock();
    try {
      if (noted.size() < MAX_NOTED) {
        noted.add(time);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sleeps until it rings, has rung since, or the time is over. */
  public void sleep(long since, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = Math.min(atMost.toNanos(), untilNoted());
      while (rings == since && left > 0) {
        left = rung.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private long untilNoted() {
    Instant now = clock.instant();
    while (!noted.isEmpty() && !noted.element().isAfter(now)) {
      noted.remove();
    }
    // A millisecond more, so that the store, which keeps milliseconds, agrees that it has come.
    return noted.isEmpty()
        ? Long.MAX_VALUE
        : Duration.between(now, noted.element()).toNanos() + TimeUnit.MILLISECONDS.toNanos(1);
  }
}
