/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The studies that are still coming in. An exam is claimed when no new object of its study has come
 * for a while, so that a reading is begun when all its views are there. What comes later opens the
 * study again; when it is quiet once more, the exams of the same reading that were looked at before
 * are to be looked at again, but for a reading that a person has reviewed: that verdict stands, and
 * is not to be compared with an answer that he did not see.
 *
 * <p>Another look that a person asks for waits for nobody. Immutable and safe for threads.
 */
final class OpenStudies {
  /** What the queue's queries ask besides, of exams in {@code exam_state}. */
  static final String QUIET =
      " AND coalesce((SELECT e.study FROM exams e WHERE e.uid = exam_state.uid), '')"
          + " NOT IN (SELECT study FROM open_studies)";

  /** Where the clock was set back by more than this, a study is not kept waiting for it. */
  private static final Duration CLOCK_SET_BACK = Duration.ofMinutes(1);

  private static final int AT_ONCE = 500;

  private final Duration quiet;

  /**
   * @param quiet zero for no waiting
   */
  OpenStudies(Duration quiet) {
    this.quiet = quiet;
  }

  /** Whether exams wait for the rest of their study. */
  boolean areWaitedFor() {
    return !quiet.isZero();
  }

  /** At opening: nobody waits any more where the site has set the time to zero. */
  void open(Handle handle) {
    if (!areWaitedFor()) {
      handle.execute("DELETE FROM open_studies");
    }
  }

  /** An object that was new has come. */
  void arrived(Handle handle, NewExam exam, Instant now) {
    String study = exam.studyUid();
    if (!areWaitedFor() || study == null || study.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            INSERT INTO open_studies (study, last_arrival) VALUES (:study, :now)
            ON CONFLICT (study) DO UPDATE SET last_arrival = excluded.last_arrival
            """)
        .bind("study", study)
        .bind("now", now.toEpochMilli())
        .execute();
    noteLateView(handle, exam.uid());
  }

  /** A queued exam was looked at if its report only waits for its assessment. */
  private static void noteLateView(Handle handle, String uid) {
    handle
        .createUpdate(
            """
            UPDATE exam_state SET late_view = 1
            WHERE reading = (SELECT reading FROM exam_state WHERE uid = :uid) AND uid <> :uid
              AND late_view = 0
              AND (status IN ('done', 'processing') OR (status = 'queued' AND EXISTS (
                SELECT 1 FROM ai_runs r
                WHERE r.uid = exam_state.uid AND r.kind = 'primary' AND r.text IS NOT NULL)))
            """)
        .bind("uid", uid)
        .execute();
  }

  /** When the next study becomes quiet, if nothing more comes; or empty if none is open. */
  Optional<Instant> nextQuiet(Handle handle) {
    return handle
        .createQuery("SELECT min(last_arrival) FROM open_studies")
        .mapTo(Long.class)
        .findOne()
        .map(last -> Instant.ofEpochMilli(last).plus(quiet));
  }

  /**
   * Closes the studies that are quiet now.
   *
   * @return the exams that were looked at without a view that has come since
   */
  List<String> close(Handle handle, Instant now) {
    if (!areWaitedFor()) {
      return List.of();
    }
    List<String> studies =
        handle
            .createQuery(
                """
                SELECT study FROM open_studies INDEXED BY open_studies_quiet
                WHERE last_arrival <= :quietSince OR last_arrival > :setBack
                ORDER BY last_arrival, study LIMIT :max
                """)
            .bind("quietSince", now.minus(quiet).toEpochMilli())
            .bind("setBack", now.plus(CLOCK_SET_BACK).toEpochMilli())
            .bind("max", AT_ONCE)
            .mapTo(String.class)
            .list();
    List<String> again = new ArrayList<>();
    for (String study : studies) {
      again.addAll(close(handle, study));
    }
    return again;
  }

  private static List<String> close(Handle handle, String study) {
    // The readings of a study: 'study:<UID> <region>'; the character after a space ends them.
    String readings = "study:" + study;
    List<String> again = lookedAtTooEarly(handle, readings + " ", readings + "!");
    handle
        .createUpdate(
            """
            UPDATE exam_state SET late_view = 0
            WHERE reading >= :from AND reading < :to AND late_view = 1
            """)
        .bind("from", readings + " ")
        .bind("to", readings + "!")
        .execute();
    handle
        .createUpdate("DELETE FROM open_studies WHERE study = :study")
        .bind("study", study)
        .execute();
    return again;
  }

  /** A view that cannot be looked at is no reason to look at the others again. */
  private static List<String> lookedAtTooEarly(Handle handle, String from, String to) {
    return handle
        .createQuery(
            """
            SELECT y.uid FROM exam_state y
            WHERE y.reading >= :from AND y.reading < :to AND y.late_view = 1
              AND y.status IN ('done', 'processing', 'queued')
              AND EXISTS (SELECT 1 FROM exam_state x
                WHERE x.reading = y.reading AND x.late_view = 0
                  AND x.status NOT IN ('error', 'ignore'))
              AND NOT EXISTS (SELECT 1 FROM exam_state r
                WHERE r.reading = y.reading AND r.review >= 0)
            ORDER BY y.created, y.uid
            """)
        .bind("from", from)
        .bind("to", to)
        .mapTo(String.class)
        .list();
  }
}
