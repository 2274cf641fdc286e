/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what is kept of exams and patients. Every table with a column {@code uid} is about exams,
 * also one that a later migration brings. Stateless.
 */
final class Forgetting {
  /** The kind of the event that tells of an erased patient; it names nobody. */
  private static final String ERASED = "erased";

  private Forgetting() {}

  /** The tables that hold something of an exam under its UID. */
  static List<String> tables(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND c.name = 'uid' AND t.name NOT LIKE 'sqlite_%'
              AND t.name NOT IN ('exam_changes', 'deletions', 'stat_facts')
            ORDER BY t.name
            """)
        .mapTo(String.class)
        .list();
  }

  static List<String> exams(Handle handle, String patientKey) {
    return handle
        .createQuery("SELECT uid FROM exams WHERE cnp = :key ORDER BY created, uid")
        .bind("key", patientKey)
        .mapTo(String.class)
        .list();
  }

  /** Forgets an exam, and its patient if it was the last one. */
  static void exam(Tx tx, String uid, List<String> files, Instant now) {
    Handle handle = tx.handle();
    Optional<String> patient =
        handle
            .createQuery("SELECT cnp FROM exams WHERE uid = :uid AND cnp IS NOT NULL")
            .bind("uid", uid)
            .mapTo(String.class)
            .findOne();
    rows(handle, uid, files, now);
    patient.ifPresent(
        key ->
            handle.execute(
                "DELETE FROM patients WHERE cnp = ? AND cnp NOT IN"
                    + " (SELECT cnp FROM exams WHERE cnp IS NOT NULL)",
                key));
  }

  private static void rows(Handle handle, String uid, List<String> files, Instant now) {
    for (String file : files) {
      handle.execute(
          "INSERT INTO deletions VALUES (?, ?, ?)"
              + " ON CONFLICT (file_name) DO UPDATE SET at = excluded.at",
          file,
          uid,
          now.toEpochMilli());
    }
    // Found by way of the alerts, which are among the tables below.
    handle.execute(
        "DELETE FROM alert_deliveries WHERE alert IN (SELECT id FROM alerts WHERE uid = ?)", uid);
    // exam_state follows by itself, and what is counted with it; exams come last, others name them.
    for (String table : tables(handle)) {
      if (!table.equals("exams") && !table.equals("exam_state")) {
        handle.execute("DELETE FROM \"" + table + "\" WHERE uid = ?", uid);
      }
    }
    handle.execute("DELETE FROM exams WHERE uid = ?", uid);
  }

  /** Forgets a patient; what is deleted is overwritten in the file. */
  static Optional<List<String>> patient(
      Tx tx, String key, Function<String, List<String>> files, Instant now) {
    Handle handle = tx.handle();
    List<String> uids = exams(handle, key);
    handle.execute(Connections.SECURE_DELETE + "ON");
    try {
      uids.forEach(uid -> rows(handle, uid, files.apply(uid), now));
      int patients = handle.execute("DELETE FROM patients WHERE cnp = ?", key);
      if (patients == 0 && uids.isEmpty()) {
        return Optional.empty();
      }
      tx.foldStatistics();
      SearchRows.forgetCopies(handle);
      tx.event(now, ERASED, null, Map.of("exams", Integer.toString(uids.size())));
      return Optional.of(uids);
    } finally {
      handle.execute(Connections.SECURE_DELETE + "FAST");
    }
  }

  /** A file that was to be deleted is gone; its name holds the UID. */
  static int deletion(Handle handle, String fileName) {
    handle.execute(Connections.SECURE_DELETE + "ON");
    try {
      return handle.execute("DELETE FROM deletions WHERE file_name = ?", fileName);
    } finally {
      handle.execute(Connections.SECURE_DELETE + "FAST");
    }
  }
}
