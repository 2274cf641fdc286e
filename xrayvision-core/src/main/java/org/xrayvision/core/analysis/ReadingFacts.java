/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.store.PriorReading;

/**
 * What a reading's prompt is made of, not scrubbed yet. Immutable.
 *
 * @param clinicalInformation why the exam was asked for, or null
 * @param priors earlier readings, newest first
 * @param previousAnswer what the model said before, where this is a second look; else null
 * @param scrubber for all of it
 */
public record ReadingFacts(
    Exam exam,
    @Nullable String clinicalInformation,
    List<PriorReading> priors,
    @Nullable String previousAnswer,
    Scrubber scrubber) {
  /** Copies the list. */
  public ReadingFacts {
    priors = List.copyOf(priors);
  }
}
