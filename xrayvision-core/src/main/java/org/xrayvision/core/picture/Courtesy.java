/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Pictures let arriving objects go first: a sender waits for its answer, a picture can be made
 * later. Patience is bounded, since a sender may never pause. Safe for threads.
 */
final class Courtesy {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BooleanSupplier arriving;
  private final LongSupplier nanoTime;
  private boolean holding;
  private long heldSince;

  /**
   * @param arriving whether objects are arriving
   */
  Courtesy(BooleanSupplier arriving, LongSupplier nanoTime) {
    this.arriving = arriving;
    this.nanoTime = nanoTime;
  }

  /** Whether a picture may be begun now. */
  synchronized boolean mayBegin() {
    if (!arriving.getAsBoolean()) {
      holding = false;
      return true;
    }
    long now = nanoTime.getAsLong();
    if (!holding) {
      holding = true;
      heldSince = now;
    }
    return now - heldSince >= PATIENCE.toNanos();
  }
}
