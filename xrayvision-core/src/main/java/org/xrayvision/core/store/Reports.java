/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The model's reports, and the earlier readings that a prompt may quote. */
final class Reports {
  private static final String PRIORS =
      """
      WITH earlier AS (
        SELECT p.uid, p.created, coalesce(nullif(r.text, ''), a.text) AS text,
          coalesce(r.text, '') <> '' AS radiologist,
          row_number() OVER (PARTITION BY p.reading ORDER BY coalesce(r.text, '') <> '' DESC,
            p.severity DESC, p.created DESC, p.uid DESC) AS place
        FROM exam_state me
        JOIN exams mine ON mine.uid = me.uid
        JOIN exam_state p ON p.patient = me.patient AND p.region = me.region
          AND p.created < me.created AND p.created >= :from
        JOIN exams e ON e.uid = p.uid
        LEFT JOIN ai_reports a ON a.uid = p.uid
        LEFT JOIN rad_reports r ON r.uid = p.uid
        WHERE me.uid = :uid AND me.region <> '' AND me.patient <> ''
          AND p.reading <> me.reading
          AND (p.status = 'done' OR (p.status = 'check' AND coalesce(r.text, '') <> ''))
          AND coalesce(nullif(r.text, ''), a.text, '') <> ''
          AND (substr(me.patient, 1, 4) <> 'uid:' OR e.study = mine.study)
          AND NOT coalesce(e.study = mine.study AND e.study <> ''
            AND (me.reading NOT LIKE 'report:%' OR p.reading NOT LIKE 'report:%'), 0))
      SELECT uid, created, text, radiologist FROM earlier WHERE place = 1
      ORDER BY created DESC, uid DESC LIMIT :max
      """;

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

  /**
   * Earlier readings. A key made of a study's UID names no person, so it must not reach beyond that
   * study even if a sender used such a text as PatientID. An exam whose report is not there yet may
   * turn out to belong to a reading of its own study that has one: that reading is none of the
   * past.
   */
  static List<PriorReading> priors(Handle handle, String uid, LocalDateTime from, int max) {
    return handle
        .createQuery(PRIORS)
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
