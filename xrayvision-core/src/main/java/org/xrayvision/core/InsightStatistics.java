/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What else the data tell. Immutable.
 *
 * @param times how long the model took, by region, in exams
 * @param radSeverities by severity 0 to 10, in the stated unit
 * @param aiSeverities the same of the model
 * @param differences AI severity less the report's
 * @param ages by band, youngest first
 * @param hours exams by hour of the day at the site, 0 to 23; -1 where it is not known
 * @param days the last days of the site with exams, oldest first
 * @param months the last months
 */
public record InsightStatistics(
    StatisticsTally tally,
    Map<String, Times> times,
    Map<Integer, Long> radSeverities,
    Map<Integer, Long> aiSeverities,
    Map<Integer, Long> differences,
    Map<String, AgeBand> ages,
    Map<Integer, Long> hours,
    List<RegionalStatistics.Period> days,
    List<RegionalStatistics.Period> months,
    Looks looks,
    Map<String, ReportStatistics.Entry> radiologists) {
  /** In seconds; median and percentiles of two digits, or to a tenth of a second. */
  public record Times(long n, double mean, double median, double p90, double p95, double p99) {}

  /** Exams of an age, and how many of those that the model has assessed it called positive. */
  public record AgeBand(long exams, long readings, long positive, Estimate rate) {}

  /**
   * Exams that the model has looked at more than once.
   *
   * @param averageGain the mean of first less last latency in seconds; null without any
   * @param sameVerdict the verdict stayed
   * @param turnedRight it changed to what the truth says
   * @param turnedWrong it changed away from it
   * @param changed it changed, and there is no truth
   * @param notComparable a verdict is missing
   */
  public record Looks(
      long exams,
      long looks,
      @Nullable Double averageGain,
      long sameVerdict,
      long turnedRight,
      long turnedWrong,
      long changed,
      long notComparable) {}
}
