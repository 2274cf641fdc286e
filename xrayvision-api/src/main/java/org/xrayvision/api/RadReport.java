/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The radiologist's report on one exam and its assessment. Immutable.
 *
 * @param id the report's id at its source; exams with the same id are views of one reading
 * @param text the report's own text
 * @param textTranslated its translation, where there is one
 * @param severity 0 to 10, or -1 where it was not assessed
 * @param latencySeconds how long the assessment took, in seconds
 */
public record RadReport(
    @Nullable String id,
    @Nullable String text,
    @Nullable String textTranslated,
    int severity,
    String summary,
    @Nullable String type,
    @Nullable String radiologist,
    @Nullable String justification,
    @Nullable String model,
    double latencySeconds,
    Instant created,
    Instant updated) {
  /** Checks the ranges. */
  public RadReport {
    Ranges.check("severity", severity, -1, 10);
  }
}
