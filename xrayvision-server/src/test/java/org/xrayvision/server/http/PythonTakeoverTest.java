/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xrayvision.core.Databases;

/**
 * A thousand exams of the Python program, in the newest and in an older form of its database. What
 * the API answers after the take-over is compared, field by field, with what SQL read before. Else
 * than it was become only: a region that is none of the rules' (empty), what was being read
 * (queued), ids of strangers and missing ages (as the API shows them), and a text that is missing
 * (empty). Whether a reading is reviewed and correct is computed here anew, from the rows that SQL
 * read.
 */
@Timeout(120)
final class PythonTakeoverTest {
  private static final int EXAMS = 1_000;
  private static final Set<String> ASSESSED = Set.of("positive", "severity", "confidence");
  private static final Set<String> REGIONS = Set.of("chest", "hand", "knee", "lower_limb");

  @TempDir private Path folder;

  private Path database() {
    return folder.resolve("xrayvision.db");
  }

  @ParameterizedTest
  @EnumSource(PythonFile.Form.class)
  void whatTheApiAnswersIsWhatStoodThere(PythonFile.Form form) throws Exception {
    Path before = folder.resolveSibling(folder.getFileName() + "-before.db");
    SampleData.write(folder, 0, PythonFile.statements(form, EXAMS));
    Databases.backUp(database(), before);
    Map<String, Map<String, @Nullable Object>> rows = exams(before);
    assertThat(rows).hasSize(EXAMS);
    Files.delete(database());

    try (TestServer server =
        new TestServer(folder, 0, limits -> limits, PythonFile.statements(form, EXAMS))) {
      Map<String, JsonNode> answered = answered(server);

      assertThat(answered.keySet()).isEqualTo(rows.keySet());
      Map<String, Verdict> verdicts = verdicts(rows);
      rows.forEach(
          (uid, row) -> {
            JsonNode exam = Objects.requireNonNull(answered.get(uid));
            assertThat(fields(exam)).as(uid).isEqualTo(expected(row));
            Verdict verdict = Objects.requireNonNull(verdicts.get(reading(row)));
            assertThat(exam.path("report").path("reviewed").asInt())
                .as("reviewed of " + uid)
                .isEqualTo(verdict.truth() == null ? 0 : 1);
            assertThat(exam.path("report").path("correct").asInt())
                .as("correct of " + uid)
                .isEqualTo(verdict.correct());
          });
    }
    for (String table : List.of("patients", "ai_reports", "rad_reports")) {
      assertThat(table(database(), table, columns(before, table)))
          .as("every row and column of " + table)
          .isEqualTo(table(before, table, columns(before, table)));
    }
    Files.delete(before);
  }

  // ---- what SQL reads

  private static List<Map<String, @Nullable Object>> query(Path file, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String columns(Path file, String table) {
    List<String> names = new ArrayList<>();
    query(file, "SELECT name FROM pragma_table_info('" + table + "')")
        .forEach(row -> names.add("\"" + row.get("name") + "\""));
    return String.join(", ", names);
  }

  /** Numbers as such, whatever their column was declared as; -1 and nothing are "not assessed". */
  private static List<Map<String, @Nullable Object>> table(
      Path file, String table, String columns) {
    List<Map<String, @Nullable Object>> rows =
        query(file, "SELECT " + columns + " FROM " + table + " ORDER BY 1");
    for (Map<String, @Nullable Object> row : rows) {
      row.replaceAll(
          (name, value) ->
              value instanceof Number number
                  ? (Double) number.doubleValue()
                  : value == null && ASSESSED.contains(name) ? (Double) (-1.0) : value);
    }
    return rows;
  }

  /** Each exam with its patient (p_), model's report (a_) and radiologist's (r_). */
  private static Map<String, Map<String, @Nullable Object>> exams(Path file) {
    Map<String, Map<String, @Nullable Object>> exams = new TreeMap<>();
    for (Map<String, @Nullable Object> exam : query(file, "SELECT * FROM exams")) {
      exams.put(String.valueOf(exam.get("uid")), exam);
    }
    Map<@Nullable Object, Map<String, @Nullable Object>> patients = new HashMap<>();
    query(file, "SELECT * FROM patients").forEach(row -> patients.put(row.get("cnp"), row));
    exams
        .values()
        .forEach(
            exam ->
                patients
                    .getOrDefault(exam.get("cnp"), Map.of())
                    .forEach((name, value) -> exam.put("p_" + name, value)));
    query(file, "SELECT * FROM ai_reports")
        .forEach(
            row ->
                row.forEach(
                    (name, value) ->
                        Objects.requireNonNull(exams.get(String.valueOf(row.get("uid"))))
                            .put("a_" + name, value)));
    query(file, "SELECT * FROM rad_reports")
        .forEach(
            row ->
                row.forEach(
                    (name, value) ->
                        Objects.requireNonNull(exams.get(String.valueOf(row.get("uid"))))
                            .put("r_" + name, value)));
    return exams;
  }

  // ---- what they say

  private static @Nullable String text(Map<String, @Nullable Object> row, String name) {
    Object value = row.get(name);
    return value == null ? null : value.toString();
  }

  private static String orEmpty(Map<String, @Nullable Object> row, String name) {
    return Objects.requireNonNullElse(text(row, name), "");
  }

  private static double number(Map<String, @Nullable Object> row, String name) {
    return row.get(name) instanceof Number number ? number.doubleValue() : -1;
  }

  private static String region(Map<String, @Nullable Object> row) {
    String region = orEmpty(row, "region");
    return REGIONS.contains(region) ? region : "";
  }

  private static boolean aiPositive(Map<String, @Nullable Object> row) {
    double severity = number(row, "a_severity");
    return severity >= 0 ? severity >= 5 : number(row, "a_positive") == 1;
  }

  private static Map<String, @Nullable Object> expected(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> fields = new TreeMap<>();
    String cnp = text(row, "cnp");
    String birth = text(row, "p_birthdate");
    String created = orEmpty(row, "created");
    fields.put("patient.name", text(row, "p_name"));
    fields.put("patient.cnp", cnp == null || cnp.startsWith("uid:") ? null : cnp);
    fields.put("patient.id", text(row, "p_id"));
    fields.put("patient.birthdate", birth);
    fields.put("patient.sex", text(row, "p_sex"));
    LocalDate day = LocalDate.parse(created.substring(0, 10));
    fields.put(
        "patient.age",
        birth == null || LocalDate.parse(birth).isAfter(day)
            ? "-1.0"
            : (double) Period.between(LocalDate.parse(birth), day).getYears() + "");
    fields.put("exam.created", created);
    fields.put("exam.date", created.substring(0, 10).replace("-", ""));
    fields.put("exam.time", created.substring(11).replace(":", ""));
    fields.put("exam.protocol", orEmpty(row, "protocol"));
    fields.put("exam.region", region(row));
    String status = orEmpty(row, "status");
    fields.put("exam.status", status.equals("processing") ? "queued" : status);
    fields.put("exam.type", orEmpty(row, "type"));
    for (String name : List.of("study", "series", "id")) {
      fields.put("exam." + name, text(row, name));
    }
    boolean ai = row.get("a_uid") != null;
    for (String name : List.of("text", "summary")) {
      fields.put("ai." + name, ai ? orEmpty(row, "a_" + name) : null);
    }
    for (String name : List.of("created", "updated", "model")) {
      fields.put("ai." + name, text(row, "a_" + name));
    }
    fields.put("ai.short", ai ? aiPositive(row) ? "yes" : "no" : null);
    fields.put("ai.positive", String.valueOf(aiPositive(row)));
    boolean rad = row.get("r_uid") != null;
    fields.put("rad.summary", rad ? orEmpty(row, "r_summary") : null);
    for (String name :
        List.of(
            "text",
            "text_en",
            "created",
            "updated",
            "id",
            "type",
            "radiologist",
            "justification",
            "model")) {
      fields.put("rad." + name, text(row, "r_" + name));
    }
    fields.put("rad.positive", String.valueOf(number(row, "r_severity") >= 5));
    for (String name : List.of("severity", "latency", "confidence")) {
      fields.put("ai." + name, String.valueOf(number(row, "a_" + name)));
    }
    fields.put("rad.severity", String.valueOf(number(row, "r_severity")));
    fields.put("rad.latency", String.valueOf(number(row, "r_latency")));
    return fields;
  }

  /** All members of the answer but those that tell of the reading. */
  private static Map<String, @Nullable Object> fields(JsonNode exam) {
    Map<String, @Nullable Object> fields = new TreeMap<>();
    add(fields, "patient.", exam.path("patient"));
    add(fields, "exam.", exam.path("exam"));
    add(fields, "ai.", exam.path("report").path("ai"));
    add(fields, "rad.", exam.path("report").path("rad"));
    return fields;
  }

  private static void add(Map<String, @Nullable Object> fields, String prefix, JsonNode object) {
    object
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              fields.put(
                  prefix + member.getKey(),
                  value.isNull()
                      ? null
                      : value.isNumber() ? String.valueOf(value.doubleValue()) : value.asText());
            });
  }

  // ---- readings, as the design defines them

  /** What holds for one reading. */
  private record Verdict(@Nullable Boolean truth, @Nullable Boolean model) {
    int correct() {
      return truth == null || model == null ? -1 : truth.equals(model) ? 1 : 0;
    }
  }

  private static String reading(Map<String, @Nullable Object> row) {
    String report = text(row, "r_id");
    String study = text(row, "study");
    return report != null
        ? "report " + report
        : study != null ? "study " + study + " " + region(row) : "exam " + row.get("uid");
  }

  private static Map<String, Verdict> verdicts(Map<String, Map<String, @Nullable Object>> rows) {
    Map<String, List<Map<String, @Nullable Object>>> readings = new HashMap<>();
    rows.values()
        .forEach(row -> readings.computeIfAbsent(reading(row), key -> new ArrayList<>()).add(row));
    Map<String, Verdict> verdicts = new HashMap<>();
    readings.forEach((key, exams) -> verdicts.put(key, new Verdict(truth(exams), model(exams))));
    return verdicts;
  }

  /** The latest manual review of any of its exams, else the newest report that is assessed. */
  private static @Nullable Boolean truth(List<Map<String, @Nullable Object>> exams) {
    String reviewed = "";
    String assessed = "";
    Boolean review = null;
    Boolean report = null;
    for (Map<String, @Nullable Object> exam : exams) {
      String at = orEmpty(exam, "r_updated");
      double severity = number(exam, "r_severity");
      double positive = number(exam, "r_positive");
      if (severity < 0 && positive >= 0 && at.compareTo(reviewed) > 0) {
        reviewed = at;
        review = positive == 1;
      }
      if (severity >= 0 && at.compareTo(assessed) > 0) {
        assessed = at;
        report = severity >= 5;
      }
    }
    return review != null ? review : report;
  }

  /** Whether any of its exams that are done is positive; null where none has a verdict. */
  private static @Nullable Boolean model(List<Map<String, @Nullable Object>> exams) {
    Boolean positive = null;
    for (Map<String, @Nullable Object> exam : exams) {
      boolean assessed =
          exam.get("a_uid") != null
              && (number(exam, "a_severity") >= 0 || number(exam, "a_positive") >= 0);
      if (assessed && orEmpty(exam, "status").equals("done")) {
        positive = Boolean.TRUE.equals(positive) || aiPositive(exam);
      }
    }
    return positive;
  }

  // ---- what the API answers

  private static Map<String, JsonNode> answered(TestServer server) {
    Map<String, JsonNode> exams = new TreeMap<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode json = server.as("admin").get("/api/exams?page=" + page).json();
      assertThat(json.path("total").asInt()).isEqualTo(EXAMS);
      pages = json.path("pages").asInt();
      json.path("exams").forEach(exam -> exams.put(exam.path("uid").asText(), exam));
    }
    return exams;
  }
}
