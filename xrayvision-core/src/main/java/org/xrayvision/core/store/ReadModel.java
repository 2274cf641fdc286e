/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the part of {@code exam_state} that follows from the other tables: copies that the queue
 * and the list are indexed by, and what an exam's reading says.
 *
 * <p>A reading is what one report answers: exams with the same report id, else the same
 * StudyInstanceUID and region, else the one exam. Its AI severity is the maximum over its {@code
 * done} exams; its truth is the latest manual review of any of its exams, else the assessed
 * severity of the newest report.
 */
final class ReadModel {
  /** An SQL function of all connections: its arguments as they are searched for. */
  static final String FOLD_FUNCTION = "xrv_fold";

  /** From so many readings on, one pass over all is cheaper than one for each. */
  private static final int MANY = 1_000;

  private static final String COLUMNS =
      "status, created, patient, region, reading, severity, positive, severity_order, done_at,"
          + " rad_verdict, rad_at, review, review_at, diagnostic, radiologist, search, model";

  // A severity that an older program did not write is told by its positive, for the model's
  // reports;
  // in a radiologist's it is a manual review, which stands in reviews.
  private static final String DERIVE =
      """
      INSERT INTO exam_state (uid, %s)
      SELECT e.uid, coalesce(e.status, 'none'), coalesce(e.created, ''), e.cnp,
        coalesce(e.region, ''),
        CASE
          WHEN coalesce(r.id, '') <> '' THEN 'report:' || r.id
          WHEN coalesce(e.study, '') <> '' THEN
            'study:' || e.study || ' ' || coalesce(e.region, '')
          ELSE 'exam:' || e.uid END,
        coalesce(a.severity, -1),
        CASE
          WHEN coalesce(a.severity, -1) >= 0 THEN a.severity >= :threshold
          ELSE coalesce(a.positive, -1) END,
        CASE
          WHEN coalesce(a.severity, -1) < 0 OR coalesce(r.severity, -1) < 0 THEN 2
          ELSE sign(a.severity - r.severity) END,
        1000 * CAST(strftime('%%s', a.updated) AS INTEGER),
        CASE WHEN coalesce(r.severity, -1) < 0 THEN -1 ELSE r.severity >= :threshold END,
        coalesce(CAST(strftime('%%s', r.updated) AS INTEGER), 0),
        coalesce(v.abnormal, -1),
        coalesce(v.at, 0),
        nullif(r.summary, ''),
        nullif(r.radiologist, ''),
        xrv_fold(e.uid, e.cnp, p.id, p.name),
        nullif(a.model, '')
      FROM exams e
      LEFT JOIN patients p ON p.cnp = e.cnp
      LEFT JOIN ai_reports a ON a.uid = e.uid
      LEFT JOIN rad_reports r ON r.uid = e.uid
      LEFT JOIN reviews v ON v.seq =
        (SELECT seq FROM reviews WHERE uid = e.uid ORDER BY at DESC, seq DESC LIMIT 1)
      WHERE %s
      ON CONFLICT (uid) DO UPDATE SET (%s) = (%s)
      WHERE (%s) IS NOT (%s)
      """;

  // The newest of several verdicts by one maximum: its time doubled, plus the verdict.
  private static final String JUDGE =
      """
      UPDATE exam_state AS s SET (reviewed, correct) = (j.truth >= 0,
        CASE WHEN j.truth < 0 OR j.ai < 0 THEN -1 ELSE j.truth = j.ai END)
      FROM (
        SELECT reading, ai, coalesce(review %% 2, report %% 2, -1) AS truth
        FROM (
          SELECT reading,
            max(CASE status WHEN 'done' THEN positive ELSE -1 END) AS ai,
            max(CASE WHEN review >= 0 THEN 2 * review_at + review END) AS review,
            max(CASE WHEN rad_verdict >= 0 THEN 2 * rad_at + rad_verdict END) AS report
          FROM exam_state WHERE %s GROUP BY reading)) AS j
      WHERE s.reading = j.reading
        AND (s.reviewed, s.correct) IS NOT (j.truth >= 0,
          CASE WHEN j.truth < 0 OR j.ai < 0 THEN -1 ELSE j.truth = j.ai END)
      """;

  private final int threshold;
  private final StatFold statistics;

  ReadModel(int severityThreshold) {
    this.threshold = severityThreshold;
    this.statistics = new StatFold(severityThreshold);
  }

  /** The sums over what this class derives. */
  StatFold statistics() {
    return statistics;
  }

  /**
   * Follows what was written since the last call, in the same transaction: triggers note each exam
   * whose rows were touched, by us or by another program.
   */
  void refresh(Handle handle) {
    // An exam that is new has no reading yet, nor has a patient: null, which tells that something
    // was touched.
    Set<@Nullable String> readings = changedReadings(handle);
    if (readings.isEmpty()) {
      return;
    }
    handle.execute(
        "DELETE FROM exam_state WHERE uid IN (SELECT uid FROM exam_changes)"
            + " AND uid NOT IN (SELECT uid FROM exams)");
    derive(handle, "e.uid IN (SELECT uid FROM exam_changes)").execute();
    readings.addAll(changedReadings(handle));
    readings.remove(null);
    if (readings.size() < MANY) {
      readings.forEach(reading -> judge(handle, reading));
    } else {
      judgeAll(handle);
    }
    handle.execute("DELETE FROM exam_changes");
    SearchRows.follow(handle);
    statistics.note(handle, readings);
  }

  /** Everything anew, where it differs. */
  private void refreshAll(Handle handle) {
    handle.execute("DELETE FROM exam_state WHERE uid NOT IN (SELECT uid FROM exams)");
    derive(handle, "e.uid IS NOT NULL").execute();
    judgeAll(handle);
    handle.execute("DELETE FROM exam_changes");
    SearchRows.follow(handle);
    StatFold.noteAll(handle);
  }

  /** At opening: what was written meanwhile, or all if the threshold is another one now. */
  void refreshAtOpening(Handle handle) {
    SearchRows.check(handle);
    int changed =
        handle
            .createUpdate(
                """
                UPDATE store_facts SET value = :threshold
                WHERE name = 'severity_threshold' AND value <> :threshold
                """)
            .bind("threshold", threshold)
            .execute();
    StatFold.noteIfOtherwisePlain(handle);
    if (changed > 0) {
      refreshAll(handle);
    } else {
      refresh(handle);
    }
  }

  private Update derive(Handle handle, String which) {
    String excluded = "excluded." + COLUMNS.replace(", ", ", excluded.");
    String stored = "exam_state." + COLUMNS.replace(", ", ", exam_state.");
    return handle
        .createUpdate(DERIVE.formatted(COLUMNS, which, COLUMNS, excluded, stored, excluded))
        .bind("threshold", threshold);
  }

  private static Set<@Nullable String> changedReadings(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT s.reading FROM exam_changes c LEFT JOIN exam_state s ON s.uid = c.uid
            UNION SELECT NULL FROM search_changed
            """)
        .map((row, context) -> row.getString("reading"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void judgeAll(Handle handle) {
    handle.createUpdate(JUDGE.formatted("true")).execute();
    ReadingRows.makeAll(handle);
  }

  private static void judge(Handle handle, String reading) {
    handle.createUpdate(JUDGE.formatted("reading = :reading")).bind("reading", reading).execute();
    ReadingRows.make(handle, reading);
  }
}
