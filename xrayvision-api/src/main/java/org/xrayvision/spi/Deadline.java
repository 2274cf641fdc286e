/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.Duration;

/**
 * The moment by which a call must have ended, on the monotonic clock of this JVM. Immutable.
 *
 * @param nanoTime the moment, in terms of {@link System#nanoTime()}
 */
public record Deadline(long nanoTime) {
  /** A deadline that lies a time ahead. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /** Whether nothing is left. */
  public boolean isOver() {
    return nanoTime - System.nanoTime() <= 0;
  }
}
