/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps what lists are searched by, which follows from the other tables. Stateless. */
final class SearchRows {
  /**
   * Whether a UID is none by the Standard (PS3.5 §9.1) or a text that ends early for SQLite; as in
   * the index {@code exam_state_strange}.
   */
  static final String STRANGE =
      "(uid GLOB '*[^0-9.]*' OR length(CAST(uid AS BLOB)) <> length(uid))";

  /** So many new UIDs are looked at one by one; to index each alone would cost each arrival. */
  static final int NEW_UIDS = 500;

  private static final String GONE =
      """
      DELETE FROM search_patients WHERE id IN (SELECT id FROM search_changed)
        AND NOT EXISTS (SELECT 1 FROM patients WHERE cnp = search_patients.patient)
        AND NOT EXISTS (SELECT 1 FROM exam_state s WHERE s.patient = search_patients.patient)
      """;

  private static final String MAKE =
      """
      UPDATE search_patients SET (text, listed) = (
        SELECT xrv_fold(search_patients.patient, p.id, p.name), p.cnp IS NOT NULL
        FROM (SELECT 1) LEFT JOIN patients p ON p.cnp = search_patients.patient)
      WHERE id IN (SELECT id FROM search_changed)
      """;

  /** What was written and not followed yet: of persons anything, of UIDs how many. */
  private record Behind(boolean persons, long uids) {}

  private SearchRows() {}

  /** At opening: an index whose places are no longer those of the exams is made anew. */
  static void check(Handle handle) {
    boolean moved =
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT 1 FROM search_through t
                  LEFT JOIN exam_state s ON s.rowid = t.place
                  WHERE t.place > 0 AND s.uid IS NOT t.newest)
                """)
            .mapTo(Boolean.class)
            .one();
    if (moved) {
      handle.execute("INSERT INTO search_uids (search_uids) VALUES ('delete-all')");
      handle.execute("UPDATE search_through SET place = 0, newest = NULL");
    }
    follow(handle);
  }

  /** Follows what was written since the last call, in the same transaction. */
  static void follow(Handle handle) {
    Behind behind =
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT 1 FROM search_changed) AS persons,
                  coalesce((SELECT max(rowid) FROM exam_state), 0)
                    - (SELECT place FROM search_through) AS uids
                """)
            .map((row, context) -> new Behind(row.getBoolean("persons"), row.getLong("uids")))
            .one();
    if (behind.persons) {
      handle.execute(GONE);
      handle.execute(MAKE);
      handle.execute("DELETE FROM search_changed");
    }
    if (behind.uids >= NEW_UIDS) {
      followUids(handle);
    }
  }

  /**
   * Pages keep copies of what they once held when they are split; made anew they hold rows alone.
   */
  static void forgetCopies(Handle handle) {
    for (String index : List.of("exam_state_patient", "search_patients")) {
      handle.execute("REINDEX " + index);
    }
  }

  private static void followUids(Handle handle) {
    handle.execute(
        "INSERT INTO search_uids (rowid, text) SELECT rowid, uid FROM exam_state"
            + " WHERE rowid > (SELECT place FROM search_through) AND NOT "
            + STRANGE
            + " ORDER BY rowid");
    handle.execute(
        """
        UPDATE search_through SET (place, newest) =
          (SELECT rowid, uid FROM exam_state ORDER BY rowid DESC LIMIT 1)
        """);
  }
}
