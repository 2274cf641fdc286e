/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
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

  private PatientQueries() {}

  static PatientPage page(Handle handle, @Nullable String search, int page, int pageSize) {
    Map<String, String> words = new LinkedHashMap<>();
    StringBuilder condition = new StringBuilder("cnp IS NOT NULL");
    for (String word : search == null ? List.<String>of() : Folding.words(search)) {
      String name = "w" + words.size();
      words.put(name, word);
      condition
          .append(" AND instr(" + ReadModel.FOLD_FUNCTION + "(cnp, id, name), :")
          .append(name)
          .append(") > 0");
    }
    long total =
        handle
            .createQuery("SELECT count(*) FROM patients WHERE " + condition)
            .bindMap(words)
            .mapTo(Long.class)
            .one();
    List<PatientSummary> patients =
        handle
            .createQuery(
                SELECT
                    + "WHERE p.cnp IN (SELECT cnp FROM patients WHERE "
                    + condition
                    + " ORDER BY rowid LIMIT :limit OFFSET :offset) ORDER BY p.rowid")
            .bindMap(words)
            .bind("limit", pageSize)
            .bind("offset", (page - 1L) * pageSize)
            .map((row, context) -> summary(row))
            .list();
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
