/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a radiologist's text.
 *
 * @param translation new, or null
 * @param assessment new, or null
 * @param run the reader's run, failed or not, for the record; null if none was made
 * @param problem why something is missing, or null
 * @param again when to try again; null if this was the end of it
 * @param countsAttempt whether this try counts; an outage's does not
 */
public record ReportTextEnd(
    @Nullable String translation,
    @Nullable Assessed assessment,
    @Nullable AiRun run,
    @Nullable String problem,
    @Nullable Instant again,
    boolean countsAttempt) {
  /** What a reader made of a report. */
  public record Assessed(int severity, String summary, @Nullable String model, double seconds) {}
}
