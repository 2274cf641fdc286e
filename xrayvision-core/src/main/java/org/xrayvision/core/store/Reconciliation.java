/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;

/**
 * Run at each opening: the Python program may have worked on the file since, for the first time or
 * after a step back to it. What it wrote is taken over; our own tables follow.
 */
final class Reconciliation {
  private final ReadModel readModel;
  private final Set<String> regions;
  private final Clock clock;

  Reconciliation(ReadModel readModel, Set<String> regions, Clock clock) {
    this.readModel = readModel;
    this.regions = regions;
    this.clock = clock;
  }

  void run(Tx tx) {
    cleanNewRows(tx.handle());
    takeOverReviews(tx.handle());
    readModel.refreshAtOpening(tx.handle());
    handBackUnclaimed(tx);
  }

  /** Where no rule matched, the Python program kept the whole protocol as the region. */
  private void cleanNewRows(Handle handle) {
    List<String> strange =
        handle
            .createQuery(
                """
                SELECT DISTINCT region FROM exams
                WHERE region <> '' AND uid IN (SELECT uid FROM exam_changes)
                  AND uid NOT IN (SELECT uid FROM exam_state)
                """)
            .mapTo(String.class)
            .filter(region -> !regions.contains(region))
            .list();
    for (String region : strange) {
      handle
          .createUpdate(
              """
              UPDATE exams SET region = ''
              WHERE region = :region AND uid IN (SELECT uid FROM exam_changes)
                AND uid NOT IN (SELECT uid FROM exam_state)
              """)
          .bind("region", region)
          .execute();
    }
  }

  /**
   * A radiologist's row without severity but with positive 0 or 1 is a manual review. It is taken
   * unless the exam's latest review says the same.
   */
  private static void takeOverReviews(Handle handle) {
    handle.execute(
        """
        INSERT INTO reviews (uid, at, reviewer, abnormal)
        SELECT r.uid, 1000 * coalesce(CAST(strftime('%s', r.updated) AS INTEGER),
            CAST(strftime('%s', r.created) AS INTEGER), 0), nullif(r.radiologist, ''), r.positive
        FROM rad_reports r
        WHERE r.uid IN (SELECT uid FROM exam_changes)
          AND coalesce(r.severity, -1) < 0 AND r.positive IN (0, 1)
          AND r.positive IS NOT (SELECT v.abnormal FROM reviews v WHERE v.uid = r.uid
            ORDER BY v.at DESC, v.seq DESC LIMIT 1)
        """);
  }

  /** What the Python program was at when it ended waits again. */
  private void handBackUnclaimed(Tx tx) {
    Instant now = clock.instant();
    List<String> unclaimed =
        tx.handle()
            .createQuery(
                "SELECT uid FROM exam_state WHERE status = 'processing' AND claim_token IS NULL")
            .mapTo(String.class)
            .list();
    for (String uid : unclaimed) {
      ExamMoves.move(
          tx,
          uid,
          ExamStatus.PROCESSING,
          ExamStatus.QUEUED,
          now,
          ExamEvent.HANDED_BACK,
          ExamMoves.payload("to", ExamStatus.QUEUED.code()));
    }
  }
}
