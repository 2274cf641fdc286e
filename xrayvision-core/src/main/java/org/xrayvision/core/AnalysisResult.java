/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamView;

/**
 * What came of an exam that was waited for. Immutable.
 *
 * @param ingested what became of the object at the door, or null where none was offered
 * @param exam the exam as it is now; null where it was refused, or the engine was closed too early
 *     to ask
 * @param reason why there is no report, in one line without patient data; null where there is one
 */
public record AnalysisResult(
    Outcome outcome,
    @Nullable IngestResult ingested,
    @Nullable ExamView exam,
    @Nullable String reason) {

  /** How the waiting ended. */
  public enum Outcome {
    /** It was read: the exam has its report. */
    DONE,
    /** It was set aside: its region is not supported. */
    IGNORED,
    /** It was given up. */
    ERROR,
    /** It was not taken: {@link AnalysisResult#ingested} says why. */
    REFUSED,
    /** The time was over, or the engine was closed; the exam is durable and stays queued. */
    PENDING
  }
}
