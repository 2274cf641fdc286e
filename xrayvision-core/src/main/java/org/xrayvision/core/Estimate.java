/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.jspecify.annotations.Nullable;

/**
 * A figure with its 95 % interval. Immutable.
 *
 * @param value null where it is not defined, for want of positives say
 * @param n of how many it was made
 * @param low the interval's lower end; null where there is none
 * @param high the interval's upper end; null where there is none
 */
public record Estimate(
    @Nullable Double value, long n, @Nullable Double low, @Nullable Double high) {
  /** A figure that is not defined. */
  public static Estimate undefined(long n) {
    return new Estimate(null, n, null, null);
  }

  /** A figure without an interval: the one at which its variance is nought tells nothing. */
  public static Estimate bare(double value, long n) {
    return new Estimate(value, n, null, null);
  }

  /** A figure and its interval, cut to the range of the figure. */
  public static Estimate within(
      double value, long n, double low, double high, double least, double most) {
    return new Estimate(value, n, Math.max(least, low), Math.min(most, high));
  }
}
