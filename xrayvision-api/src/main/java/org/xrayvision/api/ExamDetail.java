/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of how an exam stands. Immutable.
 *
 * @param since when it came into its status, or null where no event says so
 * @param queuePlace how many exams are read up to and with it, if none comes meanwhile; 0 for one
 *     that does not wait for the model, -1 for one too far behind to be counted
 * @param conflicts when other objects with its UID came, oldest first
 * @param runs its latest model runs, newest first, without what models were told and said
 */
public record ExamDetail(
    @Nullable Instant since, int queuePlace, List<Instant> conflicts, List<Run> runs) {
  /** Nothing is known. */
  public static final ExamDetail NONE = new ExamDetail(null, 0, List.of(), List.of());

  /**
   * A model run in short.
   *
   * @param latencySeconds from question to answer
   * @param severity 0 to 10, or -1
   * @param confidence 0 to 100, or -1
   * @param failed whether it brought no report
   */
  public record Run(
      ModelRun.Kind kind,
      Instant started,
      @Nullable String model,
      String promptVersion,
      int severity,
      int confidence,
      double latencySeconds,
      boolean failed) {}

  /** Copies the lists. */
  public ExamDetail {
    conflicts = List.copyOf(conflicts);
    runs = List.copyOf(runs);
  }
}
