/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;
import java.util.Objects;

/**
 * How the radiologists' reports are looked for and read. Immutable.
 *
 * @param poll before the source is asked again about an exam without report; doubles from there to
 *     half a day
 * @param deadline around one call of the source
 * @param watch how long after it was found a report is looked at for amendments, and up to which
 *     age an exam without report is asked for again
 * @param requests how many reports the source is asked for at the same time, 1 to 16
 * @param sourceLanguage of the reports, a BCP 47 tag such as {@code ro}
 * @param targetLanguage into which they are translated; the same: they are not
 * @param translateExisting whether reports that were there before are translated as well
 */
public record ReportOptions(
    Duration poll,
    Duration deadline,
    Duration watch,
    int requests,
    String sourceLanguage,
    String targetLanguage,
    boolean translateExisting) {
  private static final int MOST_REQUESTS = 16;

  /** Checks that all parts are there. */
  public ReportOptions {
    Objects.requireNonNull(poll, "poll");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(watch, "watch");
    if (requests < 1 || requests > MOST_REQUESTS) {
      throw new IllegalArgumentException("requests must be 1 to 16, not " + requests);
    }
    Objects.requireNonNull(sourceLanguage, "sourceLanguage");
    Objects.requireNonNull(targetLanguage, "targetLanguage");
  }

  /** Every minute, 60 s, 30 days, one at a time, Romanian into English. */
  public static ReportOptions defaults() {
    return new ReportOptions(
        Duration.ofMinutes(1), Duration.ofSeconds(60), Duration.ofDays(30), 1, "ro", "en", false);
  }

  /** Whether reports are translated at all. */
  public boolean translates() {
    return !sourceLanguage.equalsIgnoreCase(targetLanguage);
  }
}
