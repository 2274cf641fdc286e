/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Counts what a database of exams holds, of whatever form. Changes nothing. Stateless. */
public final class Survey {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> TABLES =
      List.of("patients", "exams", "ai_reports", "rad_reports", "reviews");
  private static final List<String> STATUSES =
      List.of("none", "queued", "requeue", "processing", "check", "done", "ignore", "error");

  private Survey() {}

  /**
   * The figures by name, in the order in which a person reads them.
   *
   * @throws StoreException if it cannot be read
   */
  public static Map<String, Long> of(Path database) {
    try (Connection connection = Connections.bare(database, PATIENCE);
        Handle handle = Jdbi.open(connection)) {
      handle.execute("PRAGMA query_only = ON");
      Map<String, Long> figures = new LinkedHashMap<>();
      TABLES.forEach(table -> figures.put(table, count(handle, table, "uid", "true")));
      for (String status : STATUSES) {
        figures.put("exams that are " + status, count(handle, "exams", "status", is(status)));
      }
      figures.put(
          "exams of another status",
          count(
              handle,
              "exams",
              "status",
              "coalesce(status, '') NOT IN ('" + String.join("', '", STATUSES) + "')"));
      figures.put("exams with a region", filled(handle, "exams", "region"));
      figures.put("patients with a birth date", filled(handle, "patients", "birthdate"));
      figures.put("patients with a sex", filled(handle, "patients", "sex"));
      figures.put("model reports with a severity", assessed(handle, "ai_reports"));
      figures.put("radiologists' reports with a text", filled(handle, "rad_reports", "text"));
      figures.put("radiologists' reports translated", filled(handle, "rad_reports", "text_en"));
      figures.put("radiologists' reports with a severity", assessed(handle, "rad_reports"));
      return figures;
    } catch (SQLException | JdbiException e) {
      throw StoreErrors.of(database, e);
    }
  }

  private static String is(String status) {
    return "status = '" + status + "'";
  }

  private static long filled(Handle handle, String table, String column) {
    return count(handle, table, column, "coalesce(" + column + ", '') <> ''");
  }

  private static long assessed(Handle handle, String table) {
    return count(handle, table, "severity", "severity >= 0 AND typeof(severity) <> 'text'");
  }

  /** None where an older form has no such table or column. */
  private static long count(Handle handle, String table, String column, String which) {
    long columns =
        handle
            .createQuery(
                "SELECT count(*) FROM pragma_table_info(:table)"
                    + " WHERE lower(name) = :column OR :column = 'uid'")
            .bind("table", table)
            .bind("column", column)
            .mapTo(Long.class)
            .one();
    return columns == 0
        ? 0
        : handle
            .createQuery("SELECT count(*) FROM " + table + " WHERE " + which)
            .mapTo(Long.class)
            .one();
  }
}
