/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Whether objects are arriving: one is at the door, or was a moment ago, as between two objects of
 * one association. Safe for threads.
 */
public final class Traffic {
  private static final long LINGER_NANOS = Duration.ofMillis(60).toNanos();

  private final LongSupplier nanoTime;
  private final AtomicInteger atTheDoor = new AtomicInteger();
  private volatile long quietFrom;

  /** Nobody at the door yet. */
  public Traffic() {
    this(System::nanoTime);
  }

  Traffic(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    quietFrom = nanoTime.getAsLong();
  }

  void enters() {
    atTheDoor.incrementAndGet();
  }

  void leaves() {
    quietFrom = nanoTime.getAsLong() + LINGER_NANOS;
    atTheDoor.decrementAndGet();
  }

  /** Whether an object is arriving, or the next one may follow at once. */
  public boolean isArriving() {
    return atTheDoor.get() > 0 || nanoTime.getAsLong() - quietFrom < 0;
  }
}
