/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamStatus;

/**
 * What waits, what is at work and what was given up, as of one moment. Immutable.
 *
 * @param states one for each state but {@code done}
 * @param inWork what models read now
 * @param reasons why exams were given up, the most frequent first; at most twenty
 * @param errors the exams that were given up, the newest first
 */
public record QueueOverview(
    List<State> states, List<InWork> inWork, List<Reason> reasons, List<GivenUp> errors) {
  /** Copies the lists. */
  public QueueOverview {
    states = List.copyOf(states);
    inWork = List.copyOf(inWork);
    reasons = List.copyOf(reasons);
    errors = List.copyOf(errors);
  }

  /**
   * The exams in one state.
   *
   * @param since when the oldest of them came into it; of those in {@code none} and {@code queued}
   *     when it was received. Null where there is none, or an earlier program put it there.
   */
  public record State(ExamStatus status, long exams, @Nullable Instant since) {}

  /** An exam that a model reads, and since when. */
  public record InWork(String uid, @Nullable Instant since) {}

  /** So many exams were given up for this reason; empty where none is known. */
  public record Reason(String reason, long exams) {}

  /**
   * An exam that was given up.
   *
   * @param created its own time, at the site
   * @param at when it was given up, or null if an earlier program did it
   * @param hasPicture whether its object could be decoded
   */
  public record GivenUp(
      String uid,
      LocalDateTime created,
      String protocol,
      String region,
      @Nullable Instant at,
      int attempts,
      String reason,
      boolean hasPicture) {}
}
