/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a reader made of a report. Immutable.
 *
 * @param severity 0 (nothing found) to 10, or -1 where it cannot tell: then the engine asks again,
 *     as after a failure, and takes the -1 when the attempts are used up
 * @param confidence 0 to 100, or -1 where it cannot tell
 * @param summary one to three words, empty where it has none
 * @param model the model's name as the backend answered it
 * @param usage tokens, where the backend counts them
 * @param rawAnswer the whole answer as it came, for the record
 */
public record Assessment(
    int severity,
    int confidence,
    String summary,
    @Nullable String model,
    TokenUsage usage,
    @Nullable String rawAnswer) {
  /** Checks the ranges. */
  public Assessment {
    Objects.requireNonNull(summary, "summary");
    Objects.requireNonNull(usage, "usage");
    Ranges.severity(severity);
    Ranges.confidence(confidence);
  }
}
