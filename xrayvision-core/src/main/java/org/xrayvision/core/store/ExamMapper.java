/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;
import org.xrayvision.api.ReadingView;
import org.xrayvision.api.ReportState;
import org.xrayvision.api.Review;
import org.xrayvision.api.Sex;

/** Makes an {@link ExamView} of one row of {@link #SELECT}; takes what other programs left. */
final class ExamMapper {
  /** All columns of an exam; goes on with WHERE. {@code s} is exam_state. */
  static final String SELECT =
      """
      SELECT e.uid, e.cnp, e.id AS request, e.created, e.protocol, s.region, e.type, s.status,
        e.study, e.series, s.accession_number, s.projection, s.received, s.conflict, s.attempts, s.detail,
        s.reviewed, s.correct, s.positive, s.reading,
        (SELECT max(100 * o.positive + o.severity) FROM exam_state o
          WHERE o.reading = s.reading AND o.status = 'done') AS reading_ai,
        p.id AS p_id, p.name AS p_name, p.birthdate AS p_birthdate, p.sex AS p_sex,
        a.uid AS a_uid, a.created AS a_created, a.updated AS a_updated, a.text AS a_text,
        a.confidence AS a_confidence, a.severity AS a_severity, a.summary AS a_summary,
        a.model AS a_model, a.latency AS a_latency,
        r.uid AS r_uid, r.id AS r_id, r.created AS r_created, r.updated AS r_updated,
        r.text AS r_text, r.text_en AS r_text_en, r.severity AS r_severity,
        r.summary AS r_summary, r.type AS r_type, r.radiologist AS r_radiologist,
        r.justification AS r_justification, r.model AS r_model, r.latency AS r_latency,
        q.retracted AS q_retracted, coalesce(q.read_problem, q.problem) AS q_problem,
        v.at AS v_at, v.reviewer AS v_reviewer, v.abnormal AS v_abnormal,
      """
          + Alerts.COLUMNS
          + """
      FROM exam_state s
      JOIN exams e ON e.uid = s.uid
      LEFT JOIN patients p ON p.cnp = e.cnp
      LEFT JOIN ai_reports a ON a.uid = s.uid
      LEFT JOIN rad_reports r ON r.uid = s.uid
      LEFT JOIN report_state q ON q.uid = s.uid
      LEFT JOIN reviews v ON s.reviewed = 1 AND v.seq =
        (SELECT w.seq FROM exam_state o JOIN reviews w ON w.uid = o.uid AND w.at = o.review_at
          WHERE o.reading = s.reading AND o.review >= 0 AND w.abnormal = o.review
          ORDER BY w.at DESC, w.abnormal DESC, w.seq DESC LIMIT 1)
      LEFT JOIN alerts l ON l.id =
        (SELECT x.id FROM exam_state o JOIN alerts x ON x.uid = o.uid
          WHERE o.reading = s.reading ORDER BY x.at DESC, x.severity DESC LIMIT 1)
      """;

  private static final int MAX_SEVERITY = 10;
  private static final int MAX_CONFIDENCE = 100;

  /** What a verdict weighs beside a severity in {@code reading_ai}. */
  private static final int VERDICT = 100;

  private ExamMapper() {}

  static ExamView view(ResultSet row) throws SQLException {
    int correct = row.getInt("correct");
    return new ExamView(
        exam(row),
        row.getBoolean("reviewed"),
        correct < 0 ? null : Boolean.valueOf(correct == 1),
        reading(row),
        reportState(row),
        row.getString("l_id") == null ? null : Alerts.view(row));
  }

  private static ReportState reportState(ResultSet row) throws SQLException {
    Instant reviewed = instant(row, "v_at");
    Review review =
        reviewed == null
            ? null
            : new Review(reviewed, row.getString("v_reviewer"), row.getBoolean("v_abnormal"));
    return new ReportState(row.getBoolean("q_retracted"), row.getString("q_problem"), review);
  }

  /** Verdict before number: an older program's positive without a severity outweighs any below. */
  private static ReadingView reading(ResultSet row) throws SQLException {
    int both = row.getInt("reading_ai");
    boolean assessed = !row.wasNull() && both >= -1;
    int verdict = assessed && both >= VERDICT - 1 ? 1 : 0;
    int severity = assessed ? both - VERDICT * verdict : -1;
    return new ReadingView(
        row.getString("reading"),
        severity > MAX_SEVERITY ? -1 : severity,
        assessed ? Boolean.valueOf(verdict == 1) : null);
  }

  private static Exam exam(ResultSet row) throws SQLException {
    return new Exam(
        row.getString("uid"),
        patient(row),
        Times.parse(row.getString("created")),
        text(row, "protocol"),
        row.getString("region"),
        row.getString("projection"),
        text(row, "type"),
        ExamStatus.ofCode(row.getString("status")).orElse(ExamStatus.NONE),
        row.getString("study"),
        row.getString("series"),
        row.getString("request"),
        row.getString("accession_number"),
        instant(row, "received"),
        row.getBoolean("conflict"),
        row.getInt("attempts"),
        row.getString("detail"),
        row.getString("a_uid") == null ? null : aiReport(row),
        row.getString("r_uid") == null ? null : radReport(row));
  }

  private static Patient patient(ResultSet row) throws SQLException {
    String key = row.getString("cnp");
    if (key == null) {
      String study = row.getString("study");
      key = Patient.keyWithoutId(study == null ? row.getString("uid") : study);
    }
    String sex = row.getString("p_sex");
    return new Patient(
        key,
        row.getString("p_id"),
        row.getString("p_name"),
        Times.parseDate(row.getString("p_birthdate")),
        Optional.ofNullable(sex).flatMap(Sex::ofCode).orElse(null));
  }

  private static AiReport aiReport(ResultSet row) throws SQLException {
    return new AiReport(
        text(row, "a_text"),
        row.getInt("positive") == 1,
        assessed(row, "a_severity", MAX_SEVERITY),
        assessed(row, "a_confidence", MAX_CONFIDENCE),
        text(row, "a_summary"),
        row.getString("a_model"),
        seconds(row, "a_latency"),
        Times.parseUtc(row.getString("a_created")),
        Times.parseUtc(row.getString("a_updated")));
  }

  private static RadReport radReport(ResultSet row) throws SQLException {
    return new RadReport(
        row.getString("r_id"),
        row.getString("r_text"),
        row.getString("r_text_en"),
        assessed(row, "r_severity", MAX_SEVERITY),
        text(row, "r_summary"),
        row.getString("r_type"),
        row.getString("r_radiologist"),
        row.getString("r_justification"),
        row.getString("r_model"),
        seconds(row, "r_latency"),
        Times.parseUtc(row.getString("r_created")),
        Times.parseUtc(row.getString("r_updated")));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static double seconds(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull() ? -1 : seconds;
  }

  private static int assessed(ResultSet row, String column, int max) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() || value < 0 || value > max ? -1 : value;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
