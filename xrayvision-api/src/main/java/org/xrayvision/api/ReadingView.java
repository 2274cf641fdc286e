/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one report answers, as the model has read it: over all exams of the reading, whichever of
 * them are shown. Immutable.
 *
 * @param key the same for all exams of one reading; it may hold a report's id
 * @param severity the highest of its {@code done} exams, or -1 where none was assessed with a
 *     number
 * @param positive the model's verdict, or null while no {@code done} exam is assessed
 */
public record ReadingView(String key, int severity, @Nullable Boolean positive) {
  /** Checks the range. */
  public ReadingView {
    Objects.requireNonNull(key, "key");
    Ranges.check("severity", severity, -1, 10);
  }
}
