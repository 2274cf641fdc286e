/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Locale;

/** Why something is in no cell of a confusion matrix; the first that holds counts. */
public enum ExclusionReason {
  /** No exam of it is read yet. */
  NOT_DONE("not read yet"),
  /** None is read, and one could not be. */
  EXAM_ERROR("exam in error"),
  /** All are of regions that are not read. */
  REGION_NOT_SUPPORTED("region not supported"),
  /** It is read, but the answer could not be assessed. */
  AI_NOT_ASSESSED("AI severity not given"),
  /** There is neither a review nor a report. */
  NO_REPORT("no radiologist report yet"),
  /** There is a report, which could not be assessed, and no review. */
  REPORT_NOT_ASSESSED("report not assessed (reader failed)"),
  /** Its report was retracted, and there is no review. */
  REPORT_RETRACTED("report retracted");

  private final String text;

  ExclusionReason(String text) {
    this.text = text;
  }

  /** The word in the API: the name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In words. */
  public String text() {
    return text;
  }
}
