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
      DELETE FROM search_patients WHERE patient IN (SELECT patient FROM search_changes)
        AND NOT EXISTS (SELECT 1 FROM patients WHERE cnp = search_patients.patient)
        AND NOT EXISTS (SELECT 1 FROM exam_state s WHERE s.patient = search_patients.patient)
      """;

  private static final String MAKE =
      """
      INSERT INTO search_patients (text, exams, readings, listed, patient)
      SELECT * FROM (
        SELECT xrv_fold(c.patient, p.id, p.name),
          (SELECT count(*) FROM exam_state s WHERE s.patient = c.patient) AS exams,
          (SELECT count(*) FROM readings r WHERE r.patient = c.patient),
          p.cnp IS NOT NULL AS listed,
          c.patient
        FROM search_changes c LEFT JOIN patients p ON p.cnp = c.patient
        ORDER BY p.rowid)
      WHERE listed OR exams > 0
      ON CONFLICT (patient) DO UPDATE SET (text, exams, readings, listed)
        = (excluded.text, excluded.exams, excluded.readings, excluded.listed)
      """;

  private static final int FAST = 2;

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
    followUids(handle);
  }

  /** Follows what was written since the last call, in the same transaction. */
  static void follow(Handle handle) {
    boolean changed =
        handle
            .createQuery("SELECT EXISTS (SELECT 1 FROM search_changes)")
            .mapTo(Boolean.class)
            .one();
    if (!changed) {
      return;
    }
    handle.execute(GONE);
    handle.execute(MAKE);
    forgetChanges(handle);
    followUids(handle);
  }

  /** Keys of patients must not stay behind in what is free of the file. */
  private static void forgetChanges(Handle handle) {
    int before = handle.createQuery("PRAGMA secure_delete").mapTo(Integer.class).one();
    handle.execute(Connections.SECURE_DELETE + "ON");
    try {
      handle.execute("DELETE FROM search_changes");
    } finally {
      // SQLite tells FAST as 2, and would take a 2 for ON.
      handle.execute(Connections.SECURE_DELETE + (before == FAST ? "FAST" : before));
    }
  }

  /**
   * Pages keep copies of what they once held when they are split; made anew they hold rows alone.
   */
  static void forgetCopies(Handle handle) {
    for (String index : List.of("readings_patient", "exam_state_patient", "search_patients")) {
      handle.execute("REINDEX " + index);
    }
  }

  private static void followUids(Handle handle) {
    int behind =
        handle
            .createQuery(
                """
                SELECT coalesce((SELECT max(rowid) FROM exam_state), 0) - place FROM search_through
                """)
            .mapTo(Integer.class)
            .one();
    if (behind < NEW_UIDS) {
      return;
    }
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
