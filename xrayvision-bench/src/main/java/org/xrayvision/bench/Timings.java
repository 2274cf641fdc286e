/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * The middle of several measurements and how far they lie apart.
 *
 * @param unit of all three
 */
record Timings(double median, double low, double high, String unit) {
  static Timings of(double[] values, String unit) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Timings(median, sorted[0], sorted[n - 1], unit);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8.2f %s (%.2f to %.2f)", median, unit, low, high);
  }
}
