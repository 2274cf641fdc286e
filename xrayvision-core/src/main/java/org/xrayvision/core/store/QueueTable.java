/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.QueueOverview;
import org.xrayvision.core.QueueOverview.GivenUp;
import org.xrayvision.core.QueueOverview.InWork;
import org.xrayvision.core.QueueOverview.Reason;
import org.xrayvision.core.QueueOverview.State;

/** What an operator asks about the queue, and whether its work is suspended. */
final class QueueTable {
  private static final String SUSPENDED = "analysis_suspended";
  private static final int MAX_IN_WORK = 64;
  private static final int MAX_REASONS = 20;

  /** More are not counted by their reasons: it would walk over all of them. */
  private static final int MAX_COUNTED = 10_000;

  private QueueTable() {}

  static Optional<Instant> suspendedSince(Handle handle) {
    return handle
        .createQuery("SELECT value FROM store_facts WHERE name = :name")
        .bind("name", SUSPENDED)
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  /** Keeps since when, or forgets it. */
  static void suspend(Handle handle, @Nullable Instant since) {
    handle.execute("DELETE FROM store_facts WHERE name = ?", SUSPENDED);
    if (since != null) {
      handle.execute("INSERT INTO store_facts VALUES (?, ?)", SUSPENDED, since.toEpochMilli());
    }
  }

  static QueueOverview overview(Handle handle, int maxErrors) {
    Map<ExamStatus, Long> counts = ExamQueries.byStatus(handle);
    List<State> states = new ArrayList<>();
    for (ExamStatus status : ExamStatus.values()) {
      if (status != ExamStatus.DONE) {
        long exams = counts.getOrDefault(status, 0L);
        states.add(new State(status, exams, exams == 0 ? null : since(handle, status)));
      }
    }
    return new QueueOverview(states, inWork(handle), reasons(handle), errors(handle, maxErrors));
  }

  private static @Nullable Instant since(Handle handle, ExamStatus status) {
    return switch (status) {
      case NONE -> earliest(handle, "received", "exam_state_unprepared", status);
      case QUEUED -> earliest(handle, "received", "exam_state_queued_oldest", status);
      case REQUEUE -> earliest(handle, "requeued_at", "exam_state_requeued", status);
      default -> oldest(handle, status).map(uid -> cameInto(handle, uid, status)).orElse(null);
    };
  }

  /** The status stands as text in the statement: only then a partial index serves it. */
  private static @Nullable Instant earliest(
      Handle handle, String column, String index, ExamStatus status) {
    return handle
        .createQuery(
            "SELECT min(%s) FROM exam_state INDEXED BY %s WHERE status = '%s'"
                .formatted(column, index, status.code()))
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  private static Optional<String> oldest(Handle handle, ExamStatus status) {
    return handle
        .createQuery(
            "SELECT uid FROM exam_state WHERE status = :status ORDER BY created, uid LIMIT 1")
        .bind("status", status.code())
        .mapTo(String.class)
        .findOne();
  }

  /** The last event of the kind that is called like the state. */
  private static @Nullable Instant cameInto(Handle handle, String uid, ExamStatus status) {
    return handle
        .createQuery(
            "SELECT at FROM events WHERE uid = :uid AND kind = :kind ORDER BY seq DESC LIMIT 1")
        .bind("uid", uid)
        .bind("kind", status.code())
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  private static List<InWork> inWork(Handle handle) {
    return handle
        .createQuery(
            "SELECT uid FROM exam_state WHERE status = 'processing' ORDER BY created, uid"
                + " LIMIT :max")
        .bind("max", MAX_IN_WORK)
        .mapTo(String.class)
        .list()
        .stream()
        .map(uid -> new InWork(uid, cameInto(handle, uid, ExamStatus.PROCESSING)))
        .toList();
  }

  private static List<Reason> reasons(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT reason, count(*) AS n FROM (
              SELECT coalesce(detail, '') AS reason FROM exam_state
              WHERE status = 'error' LIMIT :counted)
            GROUP BY reason ORDER BY n DESC, reason LIMIT :max
            """)
        .bind("counted", MAX_COUNTED)
        .bind("max", MAX_REASONS)
        .map((row, context) -> new Reason(row.getString("reason"), row.getLong("n")))
        .list();
  }

  private static List<GivenUp> errors(Handle handle, int max) {
    return handle
        .createQuery(
            """
            SELECT s.uid, s.created, coalesce(e.protocol, '') AS protocol, s.region, s.attempts,
              coalesce(s.detail, '') AS detail, s.pixel_sha256 IS NOT NULL AS has_picture
            FROM exam_state s JOIN exams e ON e.uid = s.uid
            WHERE s.status = 'error' ORDER BY s.created DESC, s.uid DESC LIMIT :max
            """)
        .bind("max", max)
        .map((row, context) -> givenUp(handle, row))
        .list();
  }

  private static GivenUp givenUp(Handle handle, ResultSet row) throws SQLException {
    String uid = row.getString("uid");
    return new GivenUp(
        uid,
        Times.parse(row.getString("created")),
        row.getString("protocol"),
        row.getString("region"),
        cameInto(handle, uid, ExamStatus.ERROR),
        row.getInt("attempts"),
        row.getString("detail"),
        row.getBoolean("has_picture"));
  }

  /** The exams in {@code error}, and whether each has a picture. */
  static Map<String, Boolean> inError(Handle handle, int max) {
    return handle
        .createQuery(
            "SELECT uid, pixel_sha256 IS NOT NULL AS has_picture FROM exam_state"
                + " WHERE status = 'error' LIMIT :max")
        .bind("max", max)
        .collectRows(
            Collectors.toMap(
                row -> row.getColumn("uid", String.class),
                row -> row.getColumn("has_picture", Boolean.class)));
  }
}
