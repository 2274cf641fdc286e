/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import org.jspecify.annotations.Nullable;

/**
 * An exam as it is shown: with what its reading says. Immutable.
 *
 * @param reviewed whether the exam's reading has a truth
 * @param correct whether AI and truth agree, or null where one of them is missing
 * @param reading what the model says of the reading that the exam belongs to
 * @param report how it stands with the radiologist's report and the review
 * @param alert the newest alert of the reading, or null where none was raised
 */
public record ExamView(
    Exam exam,
    boolean reviewed,
    @Nullable Boolean correct,
    ReadingView reading,
    ReportState report,
    @Nullable AlertView alert) {
  /** A view of which no alert is known. */
  public ExamView(
      Exam exam,
      boolean reviewed,
      @Nullable Boolean correct,
      ReadingView reading,
      ReportState report) {
    this(exam, reviewed, correct, reading, report, null);
  }

  /** A view of which no report or review is known. */
  public ExamView(Exam exam, boolean reviewed, @Nullable Boolean correct, ReadingView reading) {
    this(exam, reviewed, correct, reading, ReportState.NONE);
  }
}
