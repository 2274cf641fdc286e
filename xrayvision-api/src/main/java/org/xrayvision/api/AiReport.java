/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the vision model said of one exam, and what the report reader made of it. Immutable.
 *
 * @param text the report as the model wrote it
 * @param positive the verdict: severity at or above the engine's threshold; where an older program
 *     assessed without a severity, what it said; false where it was not assessed
 * @param severity 0 to 10, or -1 where it was not assessed
 * @param confidence 0 to 100, or -1 where it was not assessed
 * @param summary one to three words, empty where there is none
 * @param model the model's name as the endpoint answered it
 * @param latencySeconds how long the model took, in seconds
 */
public record AiReport(
    String text,
    boolean positive,
    int severity,
    int confidence,
    String summary,
    @Nullable String model,
    double latencySeconds,
    Instant created,
    Instant updated) {
  /** Checks the ranges. */
  public AiReport {
    Objects.requireNonNull(text, "text");
    Ranges.check("severity", severity, -1, 10);
    Ranges.check("confidence", confidence, -1, 100);
  }
}
