/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.SourceReport;

/**
 * What the source has answered about one exam; a refusal is an answer too, for it says nothing
 * about the source's health.
 *
 * @param report null if there is none, or it was refused
 * @param refusal why it can never be found, or null
 */
record SourceAnswer(@Nullable SourceReport report, @Nullable String refusal) {
  private static final int MAX_TEXT = 64 * 1024;
  private static final int MAX_LINE = 300;
  private static final int MAX_JUSTIFICATION = 4_000;

  /** Whatever the source sends, the database keeps so much of it. */
  static SourceReport bounded(SourceReport report) {
    return new SourceReport(
        cut(report.id(), MAX_LINE),
        cutOrNull(report.requestId(), MAX_LINE),
        cut(report.text(), MAX_TEXT),
        cutOrNull(report.radiologist(), MAX_LINE),
        cutOrNull(report.justification(), MAX_JUSTIFICATION),
        report.issued(),
        cut(report.version(), MAX_LINE),
        report.retracted());
  }

  private static @Nullable String cutOrNull(@Nullable String text, int max) {
    return text == null || text.isBlank() ? null : cut(text, max);
  }

  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end);
  }
}
