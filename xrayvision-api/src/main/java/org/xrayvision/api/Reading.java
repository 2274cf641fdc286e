/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one report answers, with all its exams. Immutable.
 *
 * @param uid its newest exam, which gives it its place in the list
 * @param created that exam's own time, in the site's zone
 * @param radSeverity of the newest assessed report of its exams, or -1
 * @param reviewed whether it has a truth
 * @param correct whether AI and truth agree, or null where one of them is missing
 * @param exams all its views, oldest first
 */
public record Reading(
    ReadingView view,
    String uid,
    LocalDateTime created,
    int radSeverity,
    boolean reviewed,
    @Nullable Boolean correct,
    List<ExamView> exams) {
  /** Checks the parts and copies the list. */
  public Reading {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(created, "created");
    Ranges.check("radSeverity", radSeverity, -1, 10);
    exams = List.copyOf(exams);
  }
}
