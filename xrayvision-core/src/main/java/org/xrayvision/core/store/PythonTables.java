/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/**
 * Takes over the tables of the Python program. Tables in its newest form stay as they are. If one
 * is older, all four are rebuilt in the newest form, since an older one may forbid what a newer
 * program writes; a column that the newest form does not have is kept beside.
 */
final class PythonTables {
  private static final String ASIDE = "python_old_";
  private static final Map<String, List<String>> NEWEST = newest();
  private static final String STATUSES =
      "('none', 'queued', 'requeue', 'processing', 'check', 'done', 'ignore', 'error')";

  private final Handle handle;
  private final StoreOptions options;
  private final Map<String, Map<String, String>> setAside = new LinkedHashMap<>();

  PythonTables(Handle handle, StoreOptions options) {
    this.handle = handle;
    this.options = options;
  }

  private static Map<String, List<String>> newest() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("patients", words("cnp id name birthdate sex"));
    columns.put("exams", words("uid cnp id created protocol region type status study series"));
    columns.put(
        "ai_reports",
        words("uid created updated text positive confidence severity summary model latency"));
    columns.put(
        "rad_reports",
        words(
            "uid id created updated text text_en positive severity summary type radiologist"
                + " justification model latency"));
    return columns;
  }

  private static List<String> words(String text) {
    return List.of(text.split(" ", -1));
  }

  /** Before the migrations: moves older tables out of the way. */
  void setAside() {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    boolean older = false;
    for (String table : NEWEST.keySet()) {
      if (Migrations.hasTable(handle, table)) {
        Map<String, String> columns = columns(table);
        found.put(table, columns);
        older |= !columns.keySet().containsAll(NEWEST.getOrDefault(table, List.of()));
      }
    }
    if (!older) {
      return;
    }
    for (String table : found.keySet()) {
      handle.execute("ALTER TABLE " + table + " RENAME TO " + ASIDE + table);
    }
    setAside.putAll(found);
  }

  /** Column names, lower case, with their declared types. */
  private Map<String, String> columns(String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    handle
        .createQuery("SELECT lower(name) AS name, type FROM pragma_table_info(:table)")
        .bind("table", table)
        .map((row, context) -> Map.entry(row.getString("name"), row.getString("type")))
        .forEach(column -> columns.put(column.getKey(), column.getValue()));
    return columns;
  }

  /** After the migrations: fills the new tables, and cleans what stands in them. */
  void takeOver() {
    setAside.forEach(this::copy);
    identifyPatients();
  }

  private void copy(String table, Map<String, String> columns) {
    List<String> newest = NEWEST.getOrDefault(table, List.of());
    List<String> targets = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    columns.forEach(
        (column, type) -> {
          String quoted = '"' + column.replace("\"", "\"\"") + '"';
          if (!newest.contains(column)) {
            handle.execute(
                "ALTER TABLE " + table + " ADD COLUMN " + quoted + " " + plainType(type));
          }
          targets.add(quoted);
          sources.add(clean(table, column, quoted));
        });
    handle.execute(
        "INSERT OR IGNORE INTO "
            + table
            + " ("
            + String.join(", ", targets)
            + ") SELECT "
            + String.join(", ", sources)
            + " FROM "
            + ASIDE
            + table
            + " WHERE "
            + newest.get(0)
            + " IS NOT NULL");
    // Who is erased later must not lie about in what this leaves.
    handle.execute(Connections.SECURE_DELETE + "ON");
    handle.execute("DROP TABLE " + ASIDE + table);
    handle.execute(Connections.SECURE_DELETE + "FAST");
  }

  private static String plainType(String declared) {
    return declared.replaceAll("[^A-Za-z0-9_ ]", "").toUpperCase(Locale.ROOT);
  }

  /** What an older form let stand and the newest forbids. */
  private static String clean(String table, String column, String quoted) {
    return switch (table + "." + column) {
      case "patients.sex" -> "CASE WHEN sex IN ('M', 'F', 'O') THEN sex END";
      case "exams.status" -> "CASE WHEN status IN " + STATUSES + " THEN status ELSE 'none' END";
      case "ai_reports.positive", "rad_reports.positive" -> whole(quoted, 1);
      case "ai_reports.severity", "rad_reports.severity" -> whole(quoted, 10);
      case "ai_reports.confidence" -> whole(quoted, 100);
      default -> quoted;
    };
  }

  private static String whole(String column, int max) {
    return "CASE WHEN CAST("
        + column
        + " AS INTEGER) BETWEEN 0 AND "
        + max
        + " AND "
        + column
        + " IS NOT NULL AND typeof("
        + column
        + ") <> 'text' THEN CAST("
        + column
        + " AS INTEGER) ELSE -1 END";
  }

  /** An older form kept an age, as of nobody knows when; a valid id tells the birth date. */
  private void identifyPatients() {
    PatientIdScheme scheme = options.patientIds();
    if (scheme == null) {
      return;
    }
    List<String> unknown =
        handle
            .createQuery("SELECT cnp FROM patients WHERE coalesce(birthdate, '') = ''")
            .mapTo(String.class)
            .list();
    for (String key : unknown) {
      scheme.parse(key).ifPresent(identity -> fill(key, identity));
    }
  }

  private void fill(String key, PatientIdentity identity) {
    handle
        .createUpdate(
            """
            UPDATE patients SET birthdate = coalesce(:birthdate, birthdate),
              sex = coalesce(sex, :sex)
            WHERE cnp = :cnp
            """)
        .bind("cnp", key)
        .bind("birthdate", text(identity.birthDate()))
        .bind("sex", identity.sex() == null ? null : identity.sex().name())
        .execute();
  }

  private static @Nullable String text(@Nullable LocalDate date) {
    return date == null ? null : date.toString();
  }
}
