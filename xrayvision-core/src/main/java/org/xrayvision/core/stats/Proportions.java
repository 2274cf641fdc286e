/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import org.xrayvision.core.Estimate;

/**
 * Intervals of proportions: Wilson's score method without continuity correction (E. B. Wilson, J.
 * Am. Stat. Assoc. 22, 1927, 209; method 3 of R. G. Newcombe, Stat. Med. 17, 1998, 857). Pure.
 */
public final class Proportions {
  /** The standard normal distribution's 97.5 % point. */
  static final double Z = 1.959963984540054;

  private Proportions() {}

  /** So many of n; undefined for none of none. */
  public static Estimate wilson(long count, long n) {
    if (count < 0 || count > n) {
      throw new IllegalArgumentException(count + " of " + n + " is no proportion");
    }
    if (n == 0) {
      return Estimate.undefined(0);
    }
    double p = (double) count / n;
    double square = Z * Z;
    double middle = (p + square / (2 * n)) / (1 + square / n);
    double half = Z * Math.sqrt(p * (1 - p) / n + square / (4.0 * n * n)) / (1 + square / n);
    // At the ends the interval reaches them exactly; rounding must not say otherwise.
    double low = count == 0 ? 0 : middle - half;
    double high = count == n ? 1 : middle + half;
    return Estimate.within(p, n, low, high, 0, 1);
  }
}
