/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.Upkeep.KnownBy;
import org.xrayvision.core.Upkeep.KnownPatient;

/** The upkeep's part of the store: hands each call to the writer or to a reader. */
final class SqliteUpkeepStore implements UpkeepStore {
  /** Of a row of set_aside: nobody has read it ever, and nothing about it is open. */
  private static final String PURGEABLE =
      """
      a.since < :before AND s.conflict = 0
      AND NOT EXISTS (SELECT 1 FROM ai_reports WHERE uid = a.uid AND coalesce(text, '') <> '')
      AND NOT EXISTS (SELECT 1 FROM rad_reports WHERE uid = a.uid AND coalesce(text, '') <> '')
      AND NOT EXISTS (SELECT 1 FROM reviews WHERE uid = a.uid)
      """;

  /** How: what {@link #knownBy(int)} says, the closest of a patient's. */
  private static final String KNOWN_BY =
      """
      SELECT k.cnp, min(k.how) AS how,
        (SELECT count(*) FROM exams e WHERE e.cnp = k.cnp) AS exams
      FROM (
        SELECT cnp, 0 AS how FROM patients WHERE cnp = :id
        UNION SELECT cnp, 0 FROM exams WHERE cnp = :id
        UNION SELECT cnp, 1 FROM patients
          WHERE substr(cnp, -length(:id) - 1) = ':' || :id AND cnp NOT LIKE 'uid:%'
        UNION SELECT cnp, 2 FROM patients WHERE id = :id) k
      GROUP BY k.cnp ORDER BY how, k.cnp LIMIT 100
      """;

  private final SqliteDatabase database;
  private final GroupWriter writer;

  SqliteUpkeepStore(SqliteDatabase database) {
    this.database = database;
    this.writer = database.writer();
  }

  @Override
  public List<String> setAsideBefore(Instant before, int max) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT a.uid FROM set_aside a JOIN exam_state s ON s.uid = a.uid WHERE "
                        + PURGEABLE
                        + " ORDER BY a.since, a.uid LIMIT :max")
                .bind("before", before.toEpochMilli())
                .bind("max", max)
                .mapTo(String.class)
                .list());
  }

  @Override
  public boolean purge(String uid, Instant before, List<String> files, Instant now) {
    return writer.write(
        tx -> {
          boolean due =
              tx.handle()
                  .createQuery(
                      "SELECT EXISTS (SELECT 1 FROM set_aside a JOIN exam_state s ON s.uid = a.uid"
                          + " WHERE a.uid = :uid AND "
                          + PURGEABLE
                          + ")")
                  .bind("uid", uid)
                  .bind("before", before.toEpochMilli())
                  .mapTo(Boolean.class)
                  .one();
          if (due) {
            Forgetting.exam(tx, uid, files, now);
          }
          return due;
        });
  }

  @Override
  public Set<String> doneBefore(Collection<String> uids, Instant before) {
    return uids.isEmpty()
        ? Set.of()
        : database.read(
            handle ->
                new LinkedHashSet<>(
                    handle
                        .createQuery(
                            "SELECT uid FROM exam_state WHERE uid IN (<uids>) AND status = 'done'"
                                + " AND done_at < :before"
                                + " AND uid NOT IN (SELECT uid FROM shadow_waits)")
                        .bindList("uids", List.copyOf(uids))
                        .bind("before", before.toEpochMilli())
                        .mapTo(String.class)
                        .list()));
  }

  @Override
  public Set<String> known(Collection<String> uids) {
    return uids.isEmpty()
        ? Set.of()
        : database.read(
            handle ->
                new LinkedHashSet<>(
                    handle
                        .createQuery("SELECT uid FROM exams WHERE uid IN (<uids>)")
                        .bindList("uids", List.copyOf(uids))
                        .mapTo(String.class)
                        .list()));
  }

  @Override
  public List<String> unread() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT uid FROM exam_state"
                        + " WHERE status IN ('none', 'queued', 'requeue', 'processing')")
                .mapTo(String.class)
                .list());
  }

  @Override
  public List<Deletion> deletions(int max) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM deletions ORDER BY at, file_name LIMIT :max")
                .bind("max", max)
                .map(
                    (row, context) ->
                        new Deletion(
                            row.getString("file_name"),
                            row.getString("uid"),
                            Instant.ofEpochMilli(row.getLong("at"))))
                .list());
  }

  @Override
  public void endDeletion(String fileName) {
    int unused = writer.write(tx -> Forgetting.deletion(tx.handle(), fileName));
  }

  @Override
  public void analyze() {
    writer.run(
        tx -> {
          // Samples are enough, and a walk through everything would keep senders waiting.
          tx.handle().execute("PRAGMA analysis_limit = 1000");
          tx.handle().execute("ANALYZE");
        });
  }

  @Override
  public List<KnownPatient> knownBy(String id) {
    return database.read(
        handle ->
            handle
                .createQuery(KNOWN_BY)
                .bind("id", id)
                .map(
                    (row, context) ->
                        new KnownPatient(
                            row.getString("cnp"), knownBy(row.getInt("how")), row.getInt("exams")))
                .list());
  }

  private static KnownBy knownBy(int how) {
    return switch (how) {
      case 0 -> KnownBy.PATIENT_ID;
      case 1 -> KnownBy.PATIENT_ID_OF_A_NAMESPACE;
      default -> KnownBy.HIS_ID;
    };
  }

  @Override
  public Optional<Map<String, @Nullable Object>> patient(String key) {
    return database.read(
        handle -> rows(handle, "SELECT * FROM patients WHERE cnp = ?", key).stream().findFirst());
  }

  @Override
  public List<String> exams(String patientKey) {
    return database.read(handle -> Forgetting.exams(handle, patientKey));
  }

  @Override
  public Map<String, List<Map<String, @Nullable Object>>> rows(String uid) {
    return database.read(
        handle -> {
          Map<String, List<Map<String, @Nullable Object>>> tables = new LinkedHashMap<>();
          for (String table : Forgetting.tables(handle)) {
            tables.put(table, rows(handle, "SELECT * FROM \"" + table + "\" WHERE uid = ?", uid));
          }
          return tables;
        });
  }

  private static List<Map<String, @Nullable Object>> rows(Handle handle, String sql, String key) {
    return handle
        .createQuery(sql)
        .bind(0, key)
        .map(
            (row, context) -> {
              Map<String, @Nullable Object> columns = new LinkedHashMap<>();
              for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.put(row.getMetaData().getColumnName(i), row.getObject(i));
              }
              return columns;
            })
        .list();
  }

  @Override
  public Optional<List<String>> erase(
      String patientKey, Function<String, List<String>> files, Instant now) {
    Optional<List<String>> erased =
        writer.write(tx -> Forgetting.patient(tx, patientKey, files, now));
    if (erased.isPresent()) {
      database.read(database.searches()::forgetChanged);
      database.foldLog();
    }
    return erased;
  }
}
