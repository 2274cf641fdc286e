/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.store.ReportTextEnd.Assessed;

/** SQL of what waits to be translated and assessed. Stateless. */
final class ReportReadings {
  static final String NEXT =
      """
      SELECT q.uid, q.read_attempts, s.status, coalesce(r.text, '') AS text,
        nullif(r.text_en, '') AS translation, coalesce(r.severity, -1) AS severity
      FROM report_state q INDEXED BY report_state_unread
      JOIN exam_state s ON s.uid = q.uid
      LEFT JOIN rad_reports r ON r.uid = q.uid
      WHERE q.read_not_before <= :now AND s.status IN ('check', 'done')
      ORDER BY q.read_not_before, q.uid LIMIT 1
      """;

  private ReportReadings() {}

  static void resume(Handle handle, boolean translateExisting) {
    handle.execute(
        """
        UPDATE report_state SET read_not_before = 0
        WHERE read_not_before IS NULL
          AND uid IN (SELECT uid FROM exam_state WHERE status = 'check')
        """);
    if (translateExisting) {
      handle.execute(
          """
          UPDATE report_state SET read_not_before = 0, read_attempts = 0
          WHERE read_not_before IS NULL AND uid IN (SELECT uid FROM rad_reports
            WHERE coalesce(text, '') <> '' AND coalesce(text_en, '') = '')
          """);
    }
  }

  static Optional<ReportText> next(Tx tx, Instant now) {
    Optional<Waiting> waiting =
        tx.handle()
            .createQuery(NEXT)
            .bind("now", now.toEpochMilli())
            .map((row, context) -> Waiting.of(row))
            .findOne();
    waiting.ifPresent(found -> take(tx, found, now));
    return waiting.map(Waiting::text);
  }

  private record Waiting(ReportText text, boolean isDone) {
    static Waiting of(ResultSet row) throws SQLException {
      return new Waiting(
          new ReportText(
              row.getString("uid"),
              row.getString("text"),
              row.getString("translation"),
              row.getInt("severity"),
              row.getInt("read_attempts")),
          ExamStatus.DONE.code().equals(row.getString("status")));
    }
  }

  private static void take(Tx tx, Waiting waiting, Instant now) {
    String uid = waiting.text().uid();
    tx.handle()
        .execute("UPDATE report_state SET read_attempts = read_attempts + 1 WHERE uid = ?", uid);
    if (waiting.isDone()) {
      ExamMoves.move(
          tx,
          uid,
          ExamStatus.DONE,
          ExamStatus.CHECK,
          now,
          ExamEvent.CHECK,
          ExamMoves.payload("change", "waiting"));
    }
  }

  static Optional<ReportTextEnd> assessedElsewhere(Handle handle, ReportText text) {
    return handle
        .createQuery(
            """
            SELECT r.* FROM exam_state me
            JOIN exam_state o ON o.reading = me.reading AND o.uid <> me.uid
            JOIN rad_reports r ON r.uid = o.uid
            WHERE me.uid = :uid AND me.reading LIKE 'report:%' AND r.text = :text
              AND r.severity >= 0
            ORDER BY r.updated DESC, r.uid LIMIT 1
            """)
        .bind("uid", text.uid())
        .bind("text", text.text())
        .map((row, context) -> end(row))
        .findOne();
  }

  private static ReportTextEnd end(ResultSet row) throws SQLException {
    String summary = row.getString("summary");
    Assessed assessed =
        new Assessed(
            row.getInt("severity"),
            summary == null ? "" : summary,
            row.getString("model"),
            row.getDouble("latency"));
    return new ReportTextEnd(row.getString("text_en"), assessed, null, null, null, false);
  }
}
