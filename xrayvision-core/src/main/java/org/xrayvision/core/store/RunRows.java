/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.xrayvision.api.ModelRun;

/**
 * The table {@code ai_runs}: what models were asked and what they answered, each check pass and
 * each shadow's run as a row of its own.
 */
final class RunRows {
  private static final String PRIMARY = "primary";
  private static final String CHECK = "check";
  private static final String SHADOW = "shadow";
  private static final String REPORT = "report";
  private static final int MAX = 100;

  /** What stays when a run is assessed, or told of once more. */
  private static final String SAME =
      "uid = :uid AND kind = :kind AND started = :startedMillis AND text IS :text"
          + " AND raw_answer IS :rawAnswer";

  private RunRows() {}

  /** Writes a run and its check pass; the row that waited for its assessment is the same run. */
  static void write(Handle handle, String uid, AiRun run) {
    if (!assess(handle, uid, run)) {
      insert(handle, uid, PRIMARY, run);
    }
    if (run.check() != null) {
      insert(handle, uid, CHECK, run.check());
    }
  }

  /** Keeps a run whose claim is lost, and its check pass: not twice, and not without its exam. */
  static void keep(Handle handle, String uid, AiRun run) {
    if (ExamMoves.status(handle, uid).isEmpty()) {
      return;
    }
    if (!assess(handle, uid, run) && !isThere(handle, uid, PRIMARY, run)) {
      insert(handle, uid, PRIMARY, run);
    }
    if (run.check() != null && !isThere(handle, uid, CHECK, run.check())) {
      insert(handle, uid, CHECK, run.check());
    }
  }

  /** Writes the run of a shadow model. */
  static void shadow(Handle handle, String uid, AiRun run) {
    insert(handle, uid, SHADOW, run);
  }

  /** Writes a reader's run over a radiologist's report. */
  static void report(Handle handle, String uid, AiRun run) {
    insert(handle, uid, REPORT, run);
  }

  private static boolean assess(Handle handle, String uid, AiRun run) {
    return bind(
                handle.createUpdate(
                    """
                    UPDATE ai_runs SET prompt_version = :promptVersion, severity = :severity,
                      confidence = :confidence, summary = :summary,
                      raw_assessment = :rawAssessment, error = :error
                    WHERE text IS NOT NULL AND severity < 0 AND\s"""
                        + SAME),
                uid,
                PRIMARY,
                run)
            .execute()
        > 0;
  }

  private static boolean isThere(Handle handle, String uid, String kind, AiRun run) {
    return bind(
            handle.createQuery("SELECT EXISTS (SELECT 1 FROM ai_runs WHERE " + SAME + ")"),
            uid,
            kind,
            run)
        .mapTo(Boolean.class)
        .one();
  }

  private static void insert(Handle handle, String uid, String kind, AiRun run) {
    bind(
            handle.createUpdate(
                """
                INSERT INTO ai_runs (uid, kind, started, prompt_version, model, endpoint, latency,
                  prompt_tokens, completion_tokens, text, severity, confidence, summary, raw_answer,
                  raw_assessment, error)
                VALUES (:uid, :kind, :startedMillis, :promptVersion, :model, :endpoint,
                  :latencySeconds, :promptTokens, :completionTokens, :text, :severity, :confidence,
                  :summary, :rawAnswer, :rawAssessment, :error)
                """),
            uid,
            kind,
            run)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, String uid, String kind, AiRun run) {
    return statement
        .bind("uid", uid)
        .bind("kind", kind)
        .bind("startedMillis", run.started().toEpochMilli())
        .bindMethods(run);
  }

  static List<AiRun> runs(Handle handle, String uid) {
    return newest(handle, uid, PRIMARY);
  }

  static List<AiRun> checks(Handle handle, String uid) {
    return newest(handle, uid, CHECK);
  }

  static List<AiRun> shadows(Handle handle, String uid) {
    return newest(handle, uid, SHADOW);
  }

  /** By their start: the answer of a lost claim comes late. */
  private static List<AiRun> newest(Handle handle, String uid, String kind) {
    return handle
        .createQuery(
            "SELECT * FROM ai_runs WHERE uid = :uid AND kind = :kind"
                + " ORDER BY started DESC, id DESC LIMIT :max")
        .bind("uid", uid)
        .bind("kind", kind)
        .bind("max", MAX)
        .map((row, context) -> run(row))
        .list();
  }

  static List<ModelRun> all(Handle handle, String uid, int max) {
    return handle
        .createQuery(
            "SELECT * FROM ai_runs WHERE uid = :uid ORDER BY started DESC, id DESC LIMIT :max")
        .bind("uid", uid)
        .bind("max", max)
        .map((row, context) -> modelRun(row))
        .list();
  }

  private static ModelRun modelRun(ResultSet row) throws SQLException {
    AiRun run = run(row);
    return new ModelRun(
        ModelRun.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        run.started(),
        run.promptVersion(),
        run.model(),
        run.endpoint(),
        run.latencySeconds(),
        run.promptTokens(),
        run.completionTokens(),
        run.text(),
        run.severity(),
        run.confidence(),
        run.summary(),
        run.rawAnswer(),
        run.rawAssessment(),
        run.error());
  }

  private static AiRun run(ResultSet row) throws SQLException {
    Instant started = Instant.ofEpochMilli(row.getLong("started"));
    return AiRun.of(started, row.getString("prompt_version"))
        .answeredBy(row.getString("model"), row.getString("endpoint"))
        .latencySeconds(row.getDouble("latency"))
        .tokens(row.getInt("prompt_tokens"), row.getInt("completion_tokens"))
        .text(row.getString("text"))
        .graded(row.getInt("severity"), row.getInt("confidence"), row.getString("summary"))
        .raw(row.getString("raw_answer"), row.getString("raw_assessment"))
        .error(row.getString("error"))
        .build();
  }
}
