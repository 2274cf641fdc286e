/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the workers are about. Immutable.
 *
 * @param processing the UIDs that are being read
 * @param lastLatencySeconds how long the model took for the last reading
 * @param trouble why nothing can be claimed, read or written, in one line; or null
 */
public record AnalysisProgress(
    List<String> processing, OptionalDouble lastLatencySeconds, @Nullable String trouble) {
  /** Copies the list. */
  public AnalysisProgress {
    processing = List.copyOf(processing);
  }
}
