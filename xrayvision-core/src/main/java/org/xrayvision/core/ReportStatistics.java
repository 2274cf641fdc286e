/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports by radiologist or by diagnosis, most frequent first. Immutable.
 *
 * @param leftOut how many more names there are than those in the map
 */
public record ReportStatistics(StatisticsTally tally, Map<String, Entry> entries, int leftOut) {
  /**
   * One radiologist or diagnosis.
   *
   * @param reports how many, in the stated unit
   * @param exams how many exams
   * @param assessed how many of them, in the stated unit, have a severity
   * @param averageSeverity of those; null without any
   * @param agreement how often the model agrees with the truth
   * @param top the most frequent diagnoses, or regions
   * @param firstSeen of a diagnosis: the exam's date and time
   * @param lastSeen of a diagnosis
   */
  public record Entry(
      long reports,
      long exams,
      long assessed,
      @Nullable Double averageSeverity,
      Estimate agreement,
      Map<String, Long> top,
      @Nullable String firstSeen,
      @Nullable String lastSeen) {}
}
