/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.store.ReportTextEnd.Assessed;
import org.xrayvision.spi.SourceReport;

/** Writes radiologists' reports and what is made of them. Immutable. */
final class RadReports {
  private final int threshold;

  RadReports(int severityThreshold) {
    this.threshold = severityThreshold;
  }

  /**
   * What stands of a report.
   *
   * @param text empty where there is none
   */
  private record Known(String text, @Nullable String version, boolean retracted) {
    static Known of(ResultSet row) throws SQLException {
      return new Known(
          row.getString("text"), row.getString("version"), row.getBoolean("retracted"));
    }
  }

  private static Optional<Known> known(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT coalesce(r.text, '') AS text, q.version, q.retracted
            FROM report_state q LEFT JOIN rad_reports r ON r.uid = q.uid WHERE q.uid = :uid
            """)
        .bind("uid", uid)
        .map((row, context) -> Known.of(row))
        .findOne();
  }

  ReportChange found(Tx tx, String uid, SourceReport report, Instant now, @Nullable Instant next) {
    Known known = known(tx.handle(), uid).orElse(null);
    if (known == null) {
      return ReportChange.NOTHING;
    }
    ReportChange change = change(known, report);
    boolean news = change != ReportChange.NOTHING && change != ReportChange.UNCHANGED;
    ReportSearches.end(tx.handle(), uid, null, !news, next);
    if (change == ReportChange.NOTHING) {
      return change;
    }
    if (change == ReportChange.RETRACTED) {
      retract(tx, uid, now);
    } else if (!report.retracted()) {
      if (change == ReportChange.AMENDED && !known.text().isEmpty()) {
        keepHistory(tx.handle(), uid, now);
      }
      write(tx.handle(), uid, report, now, news);
      if (news) {
        awaitReading(tx, uid, change, now);
      }
    }
    note(tx.handle(), uid, report, now, news);
    return change;
  }

  private static ReportChange change(Known known, SourceReport report) {
    boolean silent = known.text().isBlank() && !known.retracted();
    if (report.retracted()) {
      return silent
          ? ReportChange.NOTHING
          : known.retracted() ? ReportChange.UNCHANGED : ReportChange.RETRACTED;
    }
    if (report.text().isBlank()) {
      return ReportChange.NOTHING;
    }
    if (silent) {
      return ReportChange.NEW;
    }
    return known.text().strip().equals(report.text().strip())
        ? ReportChange.UNCHANGED
        : ReportChange.AMENDED;
  }

  private static void keepHistory(Handle handle, String uid, Instant now) {
    handle.execute(
        """
        INSERT INTO report_versions (uid, replaced, report_id, version, text, text_translated,
          radiologist, severity, summary, retracted)
        SELECT r.uid, ?, r.id, q.version, r.text, r.text_en, r.radiologist,
          coalesce(r.severity, -1), r.summary, q.retracted
        FROM rad_reports r JOIN report_state q ON q.uid = r.uid WHERE r.uid = ?
        """,
        now.toEpochMilli(),
        uid);
  }

  /** What was made of the old text is said of the old text only: it stays in the history. */
  private static void write(
      Handle handle, String uid, SourceReport report, Instant now, boolean isOtherText) {
    String forget =
        isOtherText
            ? ", text = excluded.text, text_en = NULL, positive = -1, severity = -1,"
                + " summary = NULL, model = NULL, latency = -1"
            : "";
    Instant issued = report.issued();
    handle
        .createUpdate(
            """
            INSERT INTO rad_reports (uid, id, created, updated, text, positive, severity, type,
              radiologist, justification, latency)
            VALUES (:uid, :id, :created, :now, :text, -1, -1, 'radio', :radiologist,
              :justification, -1)
            ON CONFLICT (uid) DO UPDATE SET id = excluded.id, updated = excluded.updated,
              radiologist = coalesce(excluded.radiologist, radiologist),
              justification = coalesce(excluded.justification, justification)"""
                + forget)
        .bind("uid", uid)
        .bind("id", report.id())
        .bind("created", Times.utcText(issued == null || issued.isAfter(now) ? now : issued))
        .bind("now", Times.utcText(now))
        .bind("text", report.text())
        .bind("radiologist", report.radiologist())
        .bind("justification", report.justification())
        .execute();
    if (report.requestId() != null) {
      handle.execute("UPDATE exams SET id = ? WHERE uid = ?", report.requestId(), uid);
    }
  }

  private static void note(
      Handle handle, String uid, SourceReport report, Instant now, boolean news) {
    handle
        .createUpdate(
            """
            UPDATE report_state SET version = :version, retracted = :retracted,
              found_at = coalesce(found_at, :now),
              attempts = CASE WHEN :news THEN 0 ELSE attempts END
            WHERE uid = :uid
            """)
        .bind("uid", uid)
        .bind("version", report.version())
        .bind("retracted", report.retracted())
        .bind("now", now.toEpochMilli())
        .bind("news", news)
        .execute();
  }

  private static void awaitReading(Tx tx, String uid, ReportChange change, Instant now) {
    tx.handle()
        .execute(
            "UPDATE report_state SET read_not_before = ?, read_attempts = 0, read_problem = NULL"
                + " WHERE uid = ?",
            now.toEpochMilli(),
            uid);
    Map<String, String> payload =
        ExamMoves.payload("change", change == ReportChange.NEW ? "new" : "amended");
    if (!ExamMoves.move(
        tx, uid, ExamStatus.DONE, ExamStatus.CHECK, now, ExamEvent.CHECK, payload)) {
      // It waits to be checked already, or is looked at once more: the text's turn comes after.
      tx.event(now, ExamEvent.CHECK, uid, payload);
    }
  }

  private static void retract(Tx tx, String uid, Instant now) {
    keepHistory(tx.handle(), uid, now);
    tx.handle()
        .execute(
            """
            UPDATE rad_reports SET text = '', text_en = NULL, positive = -1, severity = -1,
              summary = NULL, model = NULL, latency = -1, updated = ?
            WHERE uid = ?
            """,
            Times.utcText(now),
            uid);
    tx.handle().execute("UPDATE report_state SET read_not_before = NULL WHERE uid = ?", uid);
    Map<String, String> payload = Map.of();
    if (!ExamMoves.move(
        tx, uid, ExamStatus.CHECK, ExamStatus.DONE, now, ExamEvent.RETRACTED, payload)) {
      tx.event(now, ExamEvent.RETRACTED, uid, payload);
    }
  }

  void endReading(Tx tx, ReportText text, ReportTextEnd end, Instant now) {
    String current = known(tx.handle(), text.uid()).map(Known::text).orElse(null);
    if (current == null || !current.equals(text.text())) {
      return;
    }
    if (end.run() != null) {
      RunRows.report(tx.handle(), text.uid(), end.run());
    }
    if (end.translation() != null || end.assessment() != null) {
      keep(tx.handle(), text.uid(), end.translation(), end.assessment());
    }
    String before = problem(tx.handle(), text.uid());
    schedule(tx.handle(), text, end);
    Map<String, String> payload = payload(end);
    if (end.again() == null) {
      if (!ExamMoves.move(
          tx, text.uid(), ExamStatus.CHECK, ExamStatus.DONE, now, ExamEvent.CHECKED, payload)) {
        tx.event(now, ExamEvent.CHECKED, text.uid(), payload);
      }
    } else if (!Objects.equals(before, end.problem())) {
      // Told once, not with each try.
      tx.event(now, "check_waits", text.uid(), payload);
    }
  }

  /** When it is read again, if it is. */
  private static void schedule(Handle handle, ReportText text, ReportTextEnd end) {
    Instant again = end.again();
    handle
        .createUpdate(
            """
            UPDATE report_state SET read_not_before = :again, read_attempts = :attempts,
              read_problem = :problem
            WHERE uid = :uid
            """)
        .bind("uid", text.uid())
        .bind("again", again == null ? null : again.toEpochMilli())
        .bind("attempts", again == null ? 0 : text.attempts() + (end.countsAttempt() ? 1 : 0))
        .bind("problem", end.problem())
        .execute();
  }

  private static Map<String, String> payload(ReportTextEnd end) {
    Assessed assessed = end.assessment();
    return ExamMoves.payload(
        "severity",
        assessed == null ? null : Integer.toString(assessed.severity()),
        "reason",
        end.problem());
  }

  private static @Nullable String problem(Handle handle, String uid) {
    return handle
        .createQuery("SELECT coalesce(read_problem, '') FROM report_state WHERE uid = :uid")
        .bind("uid", uid)
        .mapTo(String.class)
        .findOne()
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }

  private void keep(
      Handle handle, String uid, @Nullable String translation, @Nullable Assessed assessed) {
    if (translation != null) {
      handle.execute("UPDATE rad_reports SET text_en = ? WHERE uid = ?", translation, uid);
    }
    if (assessed != null) {
      handle.execute(
          """
          UPDATE rad_reports SET severity = ?, positive = ?, summary = ?, model = ?, latency = ?
          WHERE uid = ?
          """,
          assessed.severity(),
          assessed.severity() < 0 ? -1 : assessed.severity() >= threshold ? 1 : 0,
          assessed.summary(),
          assessed.model(),
          assessed.seconds(),
          uid);
    }
  }
}
