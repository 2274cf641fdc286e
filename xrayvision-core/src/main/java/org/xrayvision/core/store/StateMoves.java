/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.xrayvision.api.ExamStatus.CHECK;
import static org.xrayvision.api.ExamStatus.DONE;
import static org.xrayvision.api.ExamStatus.ERROR;
import static org.xrayvision.api.ExamStatus.IGNORE;
import static org.xrayvision.api.ExamStatus.NONE;
import static org.xrayvision.api.ExamStatus.PROCESSING;
import static org.xrayvision.api.ExamStatus.QUEUED;
import static org.xrayvision.api.ExamStatus.REQUEUE;

import java.util.Map;
import java.util.Set;
import org.xrayvision.api.ExamStatus;

/**
 * Where an exam may go from where it stands. The one table of moves: nothing writes a status that
 * is not in it.
 *
 * <p>Beside it stands one reset, {@link ExamMoves#beginAnew}: an exam in {@code error} of which no
 * picture was ever made is {@code none} again when its object is sent once more. That is no move of
 * an exam that was looked at, but a second arrival: the picture stage makes its picture and judges
 * its region, as it did not before.
 */
final class StateMoves {
  private static final Map<ExamStatus, Set<ExamStatus>> MOVES =
      Map.of(
          // The picture is made.
          NONE, Set.of(QUEUED, IGNORE, ERROR),
          // A worker claims it; a person asks for another look before the first.
          QUEUED, Set.of(PROCESSING, REQUEUE),
          REQUEUE, Set.of(PROCESSING),
          // Read; given up; handed back to where it came from; asked for again meanwhile.
          PROCESSING, Set.of(DONE, IGNORE, ERROR, QUEUED, REQUEUE),
          // A radiologist's report came; a person asks for another look.
          DONE, Set.of(REQUEUE, CHECK),
          CHECK, Set.of(DONE, REQUEUE),
          // Sent again; asked for again.
          ERROR, Set.of(QUEUED, REQUEUE),
          // Its region is supported now; asked for again.
          IGNORE, Set.of(QUEUED, REQUEUE));

  private StateMoves() {}

  /** Whether an exam may go from one state to the other. */
  static boolean allowed(ExamStatus from, ExamStatus to) {
    return MOVES.getOrDefault(from, Set.of()).contains(to);
  }
}
