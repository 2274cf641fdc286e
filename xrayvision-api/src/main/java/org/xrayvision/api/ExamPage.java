/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.util.List;

/**
 * One page of exams, newest first. Immutable.
 *
 * @param total how many exams match
 * @param pages how many pages they fill, at least 1
 */
public record ExamPage(List<ExamView> exams, long total, int pages) {
  /** Copies the list. */
  public ExamPage {
    exams = List.copyOf(exams);
  }
}
