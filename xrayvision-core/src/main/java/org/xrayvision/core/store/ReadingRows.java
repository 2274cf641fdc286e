/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.xrayvision.api.ExamStatus;

/** Keeps the table {@code readings}, which follows from {@code exam_state}. Stateless. */
final class ReadingRows {
  private static final List<ExamStatus> BITS = List.of(ExamStatus.values());

  private static final String COLUMNS =
      "created, uid, statuses, regions, projections, models, severity, positive, rad_severity,"
          + " severity_order, reviewed, correct";

  // Severity and verdict as one number, as ExamMapper has them; the newest assessed report's
  // severity by one maximum, as the verdicts of ReadModel.
  private static final String MAKE =
      """
      INSERT INTO readings (reading, %s)
      SELECT reading, created,
        (SELECT o.uid FROM exam_state o WHERE o.reading = g.reading
          ORDER BY o.created DESC, o.uid DESC LIMIT 1),
        statuses, regions, projections, models,
        CASE WHEN ai >= 99 THEN ai - 100 WHEN ai >= -1 THEN ai ELSE -1 END,
        CASE WHEN ai >= 99 THEN 1 WHEN ai >= -1 THEN 0 ELSE -1 END,
        rad,
        CASE WHEN rad < 0 OR coalesce(ai, -2) IN (-2, -1, 99) OR ai < -1 THEN 2
          ELSE sign(CASE WHEN ai >= 99 THEN ai - 100 ELSE ai END - rad) END,
        reviewed, correct
      FROM (
        SELECT s.reading, max(s.created) AS created,
          %s AS statuses,
          ',' || group_concat(DISTINCT s.region) || ',' AS regions,
          ',' || group_concat(DISTINCT s.projection) || ',' AS projections,
          ',' || coalesce(group_concat(DISTINCT s.model), '') || ',' AS models,
          max(CASE s.status WHEN 'done' THEN 100 * s.positive + s.severity END) AS ai,
          coalesce(max(CASE WHEN s.rad_verdict >= 0 AND r.severity >= 0
            THEN 16 * (2 * s.rad_at + s.rad_verdict) + r.severity END) %% 16, -1) AS rad,
          max(s.reviewed) AS reviewed, max(s.correct) AS correct
        FROM exam_state s LEFT JOIN rad_reports r ON r.uid = s.uid
        WHERE %s GROUP BY s.reading) AS g
      WHERE true
      ON CONFLICT (reading) DO UPDATE SET (%s) = (%s)
      WHERE (%s) IS NOT (%s)
      """;

  private ReadingRows() {}

  /** The bits of these statuses. */
  static int mask(Collection<ExamStatus> statuses) {
    return statuses.stream().mapToInt(status -> 1 << BITS.indexOf(status)).sum();
  }

  /** One reading anew; without exams its row goes. */
  static void make(Handle handle, String reading) {
    handle.execute(
        "DELETE FROM readings WHERE reading = ?"
            + " AND reading NOT IN (SELECT reading FROM exam_state WHERE reading = ?)",
        reading,
        reading);
    handle.createUpdate(sql("s.reading = :reading")).bind("reading", reading).execute();
  }

  /** All of them anew, where they differ. */
  static void makeAll(Handle handle) {
    handle.execute("DELETE FROM readings WHERE reading NOT IN (SELECT reading FROM exam_state)");
    handle.execute(sql("true"));
  }

  private static String sql(String which) {
    String excluded = "excluded." + COLUMNS.replace(", ", ", excluded.");
    String stored = "readings." + COLUMNS.replace(", ", ", readings.");
    return MAKE.formatted(COLUMNS, statuses(), which, COLUMNS, excluded, stored, excluded);
  }

  private static String statuses() {
    StringBuilder sum = new StringBuilder("0");
    for (ExamStatus status : BITS) {
      sum.append(" + ")
          .append(1 << BITS.indexOf(status))
          .append(" * max(s.status = '")
          .append(status.code())
          .append("')");
    }
    return sum.toString();
  }
}
