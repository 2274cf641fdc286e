package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The model's reports and runs, and the earlier readings that a prompt may quote. */
final class Reports {
  private static final int MAX_RUNS = 100;

  private final int threshold;

  Reports(int severityThreshold) {
    this.threshold = severityThreshold;
  }

  /** Writes the report that counts; the time of a first one stays. */
  void write(Handle handle, String uid, AiRun run, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO ai_reports (uid, created, updated, text, positive, confidence, severity,
              summary, model, latency)
            VALUES (:uid, :now, :now, :text, :positive, :confidence, :severity, :summary, :model,
              :latency)
            ON CONFLICT (uid) DO UPDATE SET updated = excluded.updated, text = excluded.text,
              positive = excluded.positive, confidence = excluded.confidence,
              severity = excluded.severity, summary = excluded.summary, model = excluded.model,
              latency = excluded.latency
            """)
        .bind("uid", uid)
        .bind("now", Times.utcText(now))
        .bind("text", run.text())
        .bind("positive", positive(run.severity()))
        .bind("confidence", run.confidence())
        .bind("severity", run.severity())
        .bind("summary", run.summary())
        .bind("model", run.model())
        .bind("latency", run.latencySeconds())
        .execute();
  }

  private int positive(int severity) {
    if (severity < 0) {
      return -1;
    }
    return severity >= threshold ? 1 : 0;
  }

  void addRun(Handle handle, String uid, AiRun run) {
    handle
        .createUpdate(
            """
            INSERT INTO ai_runs (uid, started, prompt_version, model, endpoint, latency,
              prompt_tokens, completion_tokens, text, severity, confidence, summary, raw_answer,
              raw_assessment, error)
            VALUES (:uid, :startedMillis, :promptVersion, :model, :endpoint, :latencySeconds,
              :promptTokens, :completionTokens, :text, :severity, :confidence, :summary, :rawAnswer,
              :rawAssessment, :error)
            """)
        .bind("uid", uid)
        .bind("startedMillis", run.started().toEpochMilli())
        .bindMethods(run)
        .execute();
  }

  static List<AiRun> runs(Handle handle, String uid) {
    return handle
        .createQuery("SELECT * FROM ai_runs WHERE uid = :uid ORDER BY id DESC LIMIT :max")
        .bind("uid", uid)
        .bind("max", MAX_RUNS)
        .map((row, context) -> run(row))
        .list();
  }

  private static AiRun run(ResultSet row) throws SQLException {
    return new AiRun(
        Instant.ofEpochMilli(row.getLong("started")),
        row.getString("prompt_version"),
        row.getString("model"),
        row.getString("endpoint"),
        row.getDouble("latency"),
        row.getInt("prompt_tokens"),
        row.getInt("completion_tokens"),
        row.getString("text"),
        row.getInt("severity"),
        row.getInt("confidence"),
        row.getString("summary"),
        row.getString("raw_answer"),
        row.getString("raw_assessment"),
        row.getString("error"));
  }

  /**
   * Earlier readings. A key made of a study's UID names no person, so it must not reach beyond that
   * study even if a sender used such a text as PatientID.
   */
  static List<PriorReading> priors(Handle handle, String uid, LocalDateTime from, int max) {
    return handle
        .createQuery(
            """
            SELECT p.uid, p.created, coalesce(nullif(r.text, ''), a.text) AS text,
              coalesce(r.text, '') <> '' AS radiologist
            FROM exam_state me
            JOIN exams mine ON mine.uid = me.uid
            JOIN exam_state p ON p.patient = me.patient AND p.region = me.region
              AND p.created < me.created AND p.created >= :from
            JOIN exams e ON e.uid = p.uid
            LEFT JOIN ai_reports a ON a.uid = p.uid
            LEFT JOIN rad_reports r ON r.uid = p.uid
            WHERE me.uid = :uid AND me.region <> '' AND me.patient <> '' AND p.uid <> me.uid
              AND p.status = 'done'
              AND coalesce(nullif(r.text, ''), a.text, '') <> ''
              AND (substr(me.patient, 1, 4) <> 'uid:' OR e.study = mine.study)
            ORDER BY p.created DESC, p.uid DESC LIMIT :max
            """)
        .bind("uid", uid)
        .bind("from", Times.text(from))
        .bind("max", max)
        .map(
            (row, context) ->
                new PriorReading(
                    row.getString("uid"),
                    Times.parse(row.getString("created")),
                    row.getString("text"),
                    row.getBoolean("radiologist")))
        .list();
  }
}
