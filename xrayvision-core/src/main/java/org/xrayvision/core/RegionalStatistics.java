/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of each region, and the load. Immutable.
 *
 * @param averageSeconds the mean of how long the model took; null without any answer
 * @param examsPerHour done in the last 24 hours, an hour
 * @param errors exams in error
 * @param ignored exams of regions that are not read
 * @param days the last thirty days of the site with exams, by region, oldest first
 * @param months the last twelve months of the site with exams
 */
public record RegionalStatistics(
    StatisticsTally tally,
    @Nullable Double averageSeconds,
    double examsPerHour,
    long errors,
    long ignored,
    Map<String, Region> regions,
    Map<String, List<Period>> days,
    Map<String, List<Period>> months) {
  /** A region: how many exams it has, and its figures in the stated unit. */
  public record Region(long exams, long readings, Agreement agreement) {}

  /**
   * A day or month.
   *
   * @param period YYYY-MM-DD or YYYY-MM
   * @param positive how many the model called positive, in the stated unit
   * @param hours how long it is at the site: a day has 23 to 25
   */
  public record Period(String period, long exams, long readings, long positive, long hours) {}
}
