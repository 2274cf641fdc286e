/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One question to a model about an exam, and what came of it. What models say of a patient may
 * quote what they were told. Immutable.
 *
 * @param started when it was asked
 * @param promptVersion a short hash of the prompt's texts; empty where nothing was asked
 * @param model the model's name as answered, or null
 * @param endpoint where it was asked, or null
 * @param latencySeconds from question to answer
 * @param promptTokens -1 where unknown
 * @param completionTokens -1 where unknown
 * @param text the report; null where the run failed, and for a check
 * @param severity 0 to 10, or -1
 * @param confidence 0 to 100, or -1
 * @param summary one to three words, or empty
 * @param rawAnswer the model's whole answer, or null
 * @param rawAssessment the whole answer of the reader that assessed it, or null
 * @param error why it failed, or what was doubtful, or null
 */
public record ModelRun(
    Kind kind,
    Instant started,
    String promptVersion,
    @Nullable String model,
    @Nullable String endpoint,
    double latencySeconds,
    int promptTokens,
    int completionTokens,
    @Nullable String text,
    int severity,
    int confidence,
    String summary,
    @Nullable String rawAnswer,
    @Nullable String rawAssessment,
    @Nullable String error) {
  /** What a model was asked for. */
  public enum Kind {
    /** To read the exam. */
    PRIMARY,
    /** To assess the report of such a reading. */
    CHECK,
    /** To read the exam for comparison only. */
    SHADOW,
    /** To assess a radiologist's report of the exam. */
    REPORT
  }

  /** Checks that all parts are there. */
  public ModelRun {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(promptVersion, "promptVersion");
    Objects.requireNonNull(summary, "summary");
  }
}
