/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Locale;

/** What is counted. */
public enum StatisticsUnit {
  /**
   * What one report answers: exams with the same report id, else of the same study and region, else
   * the one exam. Its AI severity is the highest of its exams that are done, its truth the latest
   * manual review, else the assessed severity of the newest report.
   */
  READING,
  /** One image: its own AI severity and report, and the truth of its reading. */
  EXAM;

  /** The word in the API: the name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
