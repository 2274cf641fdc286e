/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.xrayvision.api.ExamDetail;
import org.xrayvision.api.ModelRun;

/** What stands beside exams. Each is called inside one read transaction. */
final class Details {
  private static final int MOST_RUNS = 20;

  /** Those before an exam that are counted at all. */
  static final int MOST_BEFORE = 1000;

  /** The last event that brought an exam where it is. */
  private static final String SINCE =
      """
      SELECT s.uid, (SELECT max(e.at) FROM events e WHERE e.uid = s.uid
        AND (e.kind = CASE s.status WHEN 'none' THEN 'received' ELSE s.status END
          OR (e.kind = 'handed_back' AND s.status IN ('queued', 'requeue')))) AS at
      FROM exam_state s WHERE s.uid IN (<uids>)
      """;

  private static final String RUNS =
      """
      SELECT * FROM (
        SELECT uid, id, kind, started, model, prompt_version, severity, confidence, latency,
          text IS NULL AS failed, error,
          row_number() OVER (PARTITION BY uid ORDER BY started DESC, id DESC) AS n
        FROM ai_runs WHERE uid IN (<uids>))
      WHERE n <= :most ORDER BY uid, n
      """;

  static final String BEFORE_REQUEUED =
      """
      SELECT count(*) FROM (SELECT 1 FROM exam_state INDEXED BY exam_state_requeued
        WHERE status = 'requeue' AND (requeued_at, uid) < (:at, :uid) LIMIT :most)
      """;

  static final String BEFORE_QUEUED =
      """
      SELECT count(*) FROM (
        SELECT 1 FROM exam_state INDEXED BY exam_state_requeued WHERE status = 'requeue'
        UNION ALL SELECT 1 FROM exam_state INDEXED BY exam_state_queued_newest
          WHERE status = 'queued' AND (created, uid) > (:created, :uid) LIMIT :most)
      """;

  private Details() {}

  static Map<String, ExamDetail> of(Handle handle, List<String> uids) {
    if (uids.isEmpty()) {
      return Map.of();
    }
    Map<String, Instant> since = since(handle, uids);
    Map<String, Integer> places = places(handle, uids);
    Map<String, List<Instant>> conflicts = conflicts(handle, uids);
    Map<String, List<ExamDetail.Run>> runs = runs(handle, uids);
    Map<String, ExamDetail> details = new HashMap<>();
    for (String uid : uids) {
      details.put(
          uid,
          new ExamDetail(
              since.get(uid),
              places.getOrDefault(uid, 0),
              conflicts.getOrDefault(uid, List.of()),
              runs.getOrDefault(uid, List.of())));
    }
    return details;
  }

  private static Map<String, Instant> since(Handle handle, List<String> uids) {
    Map<String, Instant> since = new HashMap<>();
    handle
        .createQuery(SINCE)
        .bindList("uids", uids)
        .map((row, context) -> Map.entry(row.getString("uid"), row.getLong("at")))
        .filter(entry -> entry.getValue() > 0)
        .forEach(entry -> since.put(entry.getKey(), Instant.ofEpochMilli(entry.getValue())));
    return since;
  }

  private static Map<String, Integer> places(Handle handle, List<String> uids) {
    record Waiting(String uid, String status, String created, long requeuedAt) {}

    List<Waiting> waiting =
        handle
            .createQuery(
                "SELECT uid, status, created, requeued_at FROM exam_state"
                    + " WHERE uid IN (<uids>) AND status IN ('queued', 'requeue')")
            .bindList("uids", uids)
            .map(
                (row, context) ->
                    new Waiting(
                        row.getString("uid"),
                        row.getString("status"),
                        row.getString("created"),
                        row.getLong("requeued_at")))
            .list();
    Map<String, Integer> places = new HashMap<>();
    for (Waiting one : waiting) {
      boolean again = one.status().equals("requeue");
      int before =
          handle
              .createQuery(again ? BEFORE_REQUEUED : BEFORE_QUEUED)
              .bind("at", one.requeuedAt())
              .bind("created", one.created())
              .bind("uid", one.uid())
              .bind("most", MOST_BEFORE)
              .mapTo(Integer.class)
              .one();
      places.put(one.uid(), before < MOST_BEFORE ? before + 1 : -1);
    }
    return places;
  }

  private static Map<String, List<Instant>> conflicts(Handle handle, List<String> uids) {
    Map<String, List<Instant>> conflicts = new HashMap<>();
    handle
        .createQuery(
            "SELECT uid, received FROM conflicts WHERE uid IN (<uids>) ORDER BY received LIMIT 100")
        .bindList("uids", uids)
        .map((row, context) -> Map.entry(row.getString("uid"), row.getLong("received")))
        .forEach(
            entry ->
                conflicts
                    .computeIfAbsent(entry.getKey(), uid -> new ArrayList<>())
                    .add(Instant.ofEpochMilli(entry.getValue())));
    return conflicts;
  }

  private static Map<String, List<ExamDetail.Run>> runs(Handle handle, List<String> uids) {
    Map<String, List<ExamDetail.Run>> runs = new HashMap<>();
    handle
        .createQuery(RUNS)
        .bindList("uids", uids)
        .bind("most", MOST_RUNS)
        .map((row, context) -> Map.entry(row.getString("uid"), run(row)))
        .forEach(
            entry ->
                runs.computeIfAbsent(entry.getKey(), uid -> new ArrayList<>())
                    .add(entry.getValue()));
    return runs;
  }

  private static ExamDetail.Run run(ResultSet row) throws SQLException {
    ModelRun.Kind kind = ModelRun.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
    boolean assessing = kind == ModelRun.Kind.CHECK || kind == ModelRun.Kind.REPORT;
    boolean failed =
        assessing
            ? row.getString("error") != null && row.getInt("severity") < 0
            : row.getBoolean("failed");
    return new ExamDetail.Run(
        kind,
        Instant.ofEpochMilli(row.getLong("started")),
        row.getString("model"),
        row.getString("prompt_version"),
        row.getInt("severity"),
        row.getInt("confidence"),
        row.getDouble("latency"),
        failed);
  }

  static List<RecordStore.ReviewRow> reviews(Handle handle, String uid) {
    return handle
        .createQuery("SELECT at, reviewer, abnormal FROM reviews WHERE uid = :uid ORDER BY at, seq")
        .bind("uid", uid)
        .map(
            (row, context) -> {
              int abnormal = row.getInt("abnormal");
              Boolean verdict = row.wasNull() ? null : Boolean.valueOf(abnormal == 1);
              return new RecordStore.ReviewRow(
                  Instant.ofEpochMilli(row.getLong("at")), row.getString("reviewer"), verdict);
            })
        .list();
  }
}
