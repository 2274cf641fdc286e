/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How exams are read. Immutable.
 *
 * @param workers how many exams are read at once, 1 to 64
 * @param deadline around the whole exchange with a model
 * @param attempts how many failed answers make an {@code error}
 * @param firstBackoff before the second attempt; doubles, with jitter
 * @param healthInterval between two health checks of an endpoint
 * @param lease after which a worker that says nothing is taken for stuck
 * @param priorMonths how far back earlier readings are quoted
 * @param maxPriors how many are quoted at most
 * @param severityThreshold from which a finding is positive, 1 to 10
 * @param promptDirectory where {@code rep_prompt.txt} and its sisters may stand instead of ours
 * @param studyQuiet how long no object of a study must have come before its exams are read; zero
 *     for at once. Where it is above zero, an object that comes later has the exams of its reading
 *     that were read without it read once more, but for those that a person has reviewed
 */
public record AnalysisOptions(
    int workers,
    Duration deadline,
    int attempts,
    Duration firstBackoff,
    Duration healthInterval,
    Duration lease,
    int priorMonths,
    int maxPriors,
    int severityThreshold,
    @Nullable Path promptDirectory,
    Duration studyQuiet) {
  /** The same without waiting for the rest of a study. */
  public AnalysisOptions(
      int workers,
      Duration deadline,
      int attempts,
      Duration firstBackoff,
      Duration healthInterval,
      Duration lease,
      int priorMonths,
      int maxPriors,
      int severityThreshold,
      @Nullable Path promptDirectory) {
    this(
        workers,
        deadline,
        attempts,
        firstBackoff,
        healthInterval,
        lease,
        priorMonths,
        maxPriors,
        severityThreshold,
        promptDirectory,
        Duration.ZERO);
  }

  /**
   * One worker, 300 s, three attempts from 5 s, health every 60 s, three months and three priors,
   * threshold 5.
   */
  public static AnalysisOptions defaults() {
    return new AnalysisOptions(
        1,
        Duration.ofSeconds(300),
        3,
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        Duration.ofMinutes(15),
        3,
        3,
        5,
        null);
  }

  /** The same with another time that a study must be quiet for. */
  public AnalysisOptions withStudyQuiet(Duration quiet) {
    return new AnalysisOptions(
        workers,
        deadline,
        attempts,
        firstBackoff,
        healthInterval,
        lease,
        priorMonths,
        maxPriors,
        severityThreshold,
        promptDirectory,
        quiet);
  }
}
