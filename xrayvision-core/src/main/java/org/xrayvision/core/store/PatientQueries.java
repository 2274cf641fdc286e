/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.PatientSummary;
import org.xrayvision.api.Sex;

/**
 * Patients and how many exams there are of each, in the order in which they came: that of names or
 * ids would tell something of them to those who see neither. Called inside one read transaction.
 */
final class PatientQueries {
  private static final String SELECT =
      """
      SELECT p.cnp, p.id, p.name, p.birthdate, p.sex,
        (SELECT count(*) FROM exam_state s WHERE s.patient = p.cnp) AS exams,
        (SELECT max(s.created) FROM exam_state s WHERE s.patient = p.cnp) AS last
      FROM patients p
      """;

  private static final String ALL =
      "SELECT patient FROM search_patients WHERE listed ORDER BY id LIMIT :limit OFFSET :offset";
  private static final String FOUND = " FROM search_patients WHERE %s AND listed";
  private static final String ORDER = " ORDER BY id LIMIT :limit OFFSET :offset";

  /** So many at most are found by one look and turned over in memory. */
  private static final int FEW = 1_000;

  private PatientQueries() {}

  static PatientPage page(Handle handle, @Nullable String text, int page, int pageSize) {
    Search search = Search.everywhere(text);
    long offset = (page - 1L) * pageSize;
    if (search.isEmpty()) {
      long total =
          handle
              .createQuery("SELECT count(*) FROM patients WHERE cnp IS NOT NULL")
              .mapTo(Long.class)
              .one();
      return page(handle, keys(handle.createQuery(ALL), offset, pageSize), total, pageSize);
    }
    String found = FOUND.formatted(search.matches("text"));
    // One look at all patients, where it finds few.
    List<String> first = keys(search(handle, "SELECT patient" + found + ORDER, search), 0, FEW);
    if (first.size() < FEW) {
      int from = (int) Math.min(offset, first.size());
      int to = Math.min(from + pageSize, first.size());
      return page(handle, first.subList(from, to), first.size(), pageSize);
    }
    long total = search(handle, "SELECT count(*)" + found, search).mapTo(Long.class).one();
    List<String> keys =
        keys(search(handle, "SELECT patient" + found + ORDER, search), offset, pageSize);
    return page(handle, keys, total, pageSize);
  }

  private static Query search(Handle handle, String sql, Search search) {
    return handle.createQuery(sql).bindMap(search.values());
  }

  private static List<String> keys(Query query, long offset, int max) {
    return query.bind("limit", max).bind("offset", offset).mapTo(String.class).list();
  }

  private static PatientPage page(Handle handle, List<String> keys, long total, int pageSize) {
    Map<String, PatientSummary> byKey = new HashMap<>();
    if (!keys.isEmpty()) {
      handle
          .createQuery(SELECT + "WHERE p.cnp IN (<keys>)")
          .bindList("keys", keys)
          .map((row, context) -> summary(row))
          .forEach(one -> byKey.put(one.patient().key(), one));
    }
    List<PatientSummary> patients = keys.stream().map(byKey::get).filter(Objects::nonNull).toList();
    long pages = Math.max(1, (total + pageSize - 1) / pageSize);
    return new PatientPage(patients, total, Math.toIntExact(pages));
  }

  static Optional<PatientSummary> one(Handle handle, String key) {
    return handle
        .createQuery(SELECT + "WHERE p.cnp = :key")
        .bind("key", key)
        .map((row, context) -> summary(row))
        .findOne();
  }

  static List<String> exams(Handle handle, String key, int max) {
    return handle
        .createQuery(
            "SELECT uid FROM exam_state WHERE patient = :key ORDER BY created DESC, uid DESC"
                + " LIMIT :max")
        .bind("key", key)
        .bind("max", max)
        .mapTo(String.class)
        .list();
  }

  static List<String> keys(Handle handle, String after, int max) {
    return handle
        .createQuery("SELECT cnp FROM patients WHERE cnp > :after ORDER BY cnp LIMIT :max")
        .bind("after", after)
        .bind("max", max)
        .mapTo(String.class)
        .list();
  }

  private static PatientSummary summary(ResultSet row) throws SQLException {
    String sex = row.getString("sex");
    String last = row.getString("last");
    return new PatientSummary(
        new Patient(
            row.getString("cnp"),
            row.getString("id"),
            row.getString("name"),
            Times.parseDate(row.getString("birthdate")),
            Optional.ofNullable(sex).flatMap(Sex::ofCode).orElse(null)),
        row.getInt("exams"),
        last == null ? null : Times.parse(last));
  }
}
