/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of the search for radiologists' reports. Stateless. */
final class ReportSearches {
  // Named, since the planner would rather take the index of all statuses, and sort.
  static final String NEXT_NEWEST =
      "SELECT q.* FROM report_state q INDEXED BY report_state_newest"
          + " JOIN exam_state s ON s.uid = q.uid"
          + " WHERE q.not_before <= :now AND s.status = 'done'"
          + " ORDER BY q.taken DESC, q.uid DESC LIMIT :max";
  static final String NEXT_OLDEST =
      "SELECT q.* FROM report_state q INDEXED BY report_state_oldest"
          + " JOIN exam_state s ON s.uid = q.uid"
          + " WHERE q.not_before <= :now AND s.status = 'done'"
          + " ORDER BY q.not_before, q.uid LIMIT :max";

  private ReportSearches() {}

  static List<ReportSearch> next(Handle handle, Instant now, boolean oldest, int max) {
    return handle
        .createQuery(oldest ? NEXT_OLDEST : NEXT_NEWEST)
        .bind("now", now.toEpochMilli())
        .bind("max", max)
        .map((row, context) -> search(row))
        .list();
  }

  static Optional<ReportSearch> of(Handle handle, String uid) {
    return handle
        .createQuery("SELECT * FROM report_state WHERE uid = :uid")
        .bind("uid", uid)
        .map((row, context) -> search(row))
        .findOne();
  }

  private static ReportSearch search(ResultSet row) throws SQLException {
    long found = row.getLong("found_at");
    Instant foundAt = row.wasNull() ? null : Instant.ofEpochMilli(found);
    return new ReportSearch(row.getString("uid"), row.getInt("attempts"), foundAt);
  }

  static void end(
      Handle handle,
      String uid,
      @Nullable String problem,
      boolean countsAttempt,
      @Nullable Instant next) {
    handle
        .createUpdate(
            """
            UPDATE report_state SET problem = :problem, attempts = attempts + :counted,
              not_before = :next
            WHERE uid = :uid
            """)
        .bind("uid", uid)
        .bind("problem", problem)
        .bind("counted", countsAttempt ? 1 : 0)
        .bind("next", next == null ? null : next.toEpochMilli())
        .execute();
  }
}
