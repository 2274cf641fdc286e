/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the pages of statistics say beside what SQL counts over all facts, for any span, region,
 * model and unit, while exams come, are looked at again, reviewed, reported on, and erased.
 */
class StatPagesTest {
  private static final int EXAMS = 900;
  private static final int ROUNDS = 5;
  private static final int FILTERS = 25;

  @TempDir Path folder;
  private SqliteExamStore store;
  private Connection connection;
  private final Random random = new Random(7);

  @BeforeEach
  void open() throws SQLException {
    Path file = folder.resolve("xrayvision.db");
    store = SqliteExamStore.open(file, StoreOptions.defaults(folder.resolve("backup")));
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    store.close();
  }

  private void run(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String day() {
    return LocalDate.of(2022, 11, 20).plusDays(random.nextInt(1_400)).toString();
  }

  private void exam(int i) throws SQLException {
    String uid = "1.2." + (i + 1);
    run(
        "INSERT OR IGNORE INTO patients VALUES (?, NULL, 'Ionescu', '1950-02-03', 'F')",
        "P" + i / 3);
    run(
        "INSERT OR REPLACE INTO exams VALUES (?, ?, NULL, ?, 'x', ?, ?, ?, ?, NULL)",
        uid,
        "P" + i / 3,
        i % 40 == 0 ? null : day() + String.format(" %02d:10:00", random.nextInt(24)),
        one(List.of("chest", "hand", "knee", "")),
        one(List.of("CR", "DX", "")),
        one(List.of("queued", "ignore", "error", "check", "done", "done", "done", "done", "done")),
        i % 5 == 0 ? null : "1.9." + i / 2);
    look(uid);
    if (random.nextInt(3) > 0) {
      report(uid);
    }
    if (random.nextInt(6) == 0) {
      review(uid);
    }
  }

  private void look(String uid) throws SQLException {
    int severity = random.nextInt(12) - 1;
    int positive = severity >= 5 ? 1 : severity < 0 ? -1 : 0;
    double latency = one(List.of(-1.0, 3.44, 7.0, 12.75, 250.0));
    String model = one(List.of("m1", "m1", "m2", ""));
    run(
        "INSERT OR REPLACE INTO ai_reports VALUES (?, '2026-01-01', '2026-01-01', 'x', ?, ?, ?,"
            + " 'x', ?, ?)",
        uid,
        positive,
        random.nextInt(102) - 1,
        severity,
        model,
        latency);
    run(
        "INSERT INTO ai_runs (uid, started, prompt_version, model, latency, prompt_tokens,"
            + " completion_tokens, text, severity, confidence, summary)"
            + " VALUES (?, ?, ?, ?, ?, 1, 1, 'x', ?, 50, '')",
        uid,
        random.nextInt(1_000_000),
        one(List.of("p1", "p2", "")),
        model,
        latency,
        severity);
  }

  private void report(String uid) throws SQLException {
    run(
        "INSERT OR REPLACE INTO rad_reports (uid, id, updated, text, positive, severity, summary,"
            + " radiologist) VALUES (?, NULL, ?, 'Text.', -1, ?, ?, ?)",
        uid,
        day(),
        random.nextInt(12) - 1,
        one(List.of("fracture", "pneumonia", "normal", "")),
        one(List.of("Dr. A", "Dr. B", "")));
  }

  private void review(String uid) throws SQLException {
    Integer verdict = one(Arrays.asList(0, 1, null));
    run(
        "INSERT INTO reviews (uid, at, reviewer, abnormal) VALUES (?, ?, 'r', ?)",
        uid,
        random.nextInt(1_000_000),
        verdict);
  }

  private void change() throws SQLException {
    for (int i = 0; i < EXAMS / 6; i++) {
      String uid = "1.2." + (1 + random.nextInt(EXAMS));
      boolean known;
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT 1 FROM exams WHERE uid = '" + uid + "'")) {
        known = row.next();
      }
      int what = known ? random.nextInt(6) : -1;
      if (what == 0) {
        look(uid);
      } else if (what == 1) {
        report(uid);
      } else if (what == 2) {
        review(uid);
      } else if (what == 3) {
        run("DELETE FROM rad_reports WHERE uid = ?", uid);
      } else if (what == 4) {
        run("UPDATE exams SET status = 'requeue' WHERE uid = ?", uid);
      } else if (what == 5) {
        run("UPDATE exams SET status = 'done' WHERE uid = ?", uid);
      }
    }
    for (int i = 0; i < 8; i++) {
      store.upkeep().erase("P" + random.nextInt(EXAMS / 3), uid -> List.of(), Instant.EPOCH);
    }
  }

  /** Any write of the store follows what was written beside it. */
  private void follow() {
    store.suspend(null);
    store.foldStatistics();
  }

  // ---- what the pages say, each row as its names and its sums

  private static final class Rows {
    private final Map<String, long[]> rows = new TreeMap<>();

    void add(List<?> names, long... sums) {
      String key = names.stream().map(String::valueOf).collect(Collectors.joining("|"));
      long[] all = rows.computeIfAbsent(key, name -> new long[sums.length]);
      for (int i = 0; i < sums.length; i++) {
        all[i] += sums[i];
      }
    }

    List<String> text() {
      return rows.entrySet().stream()
          .map(
              row ->
                  row.getKey()
                      + " = "
                      + LongStream.of(row.getValue())
                          .mapToObj(Long::toString)
                          .collect(Collectors.joining(", ")))
          .toList();
    }
  }

  private static void cells(Rows rows, List<StatTables.Cell> cells) {
    for (StatTables.Cell of : cells) {
      rows.add(List.of(String.join("|", of.names()), of.reason(), of.ai(), of.truth()), of.n());
    }
  }

  private static void reports(Rows rows, List<StatTables.Reports> reports) {
    for (StatTables.Reports of : reports) {
      rows.add(
          List.of(of.name()), of.n(), of.assessed(), of.severities(), of.compared(), of.agreed());
    }
  }

  private static void pairs(Rows rows, List<StatTables.Pair> pairs) {
    pairs.forEach(of -> rows.add(List.of(of.name(), of.other()), of.n()));
  }

  private static Map<String, Rows> pages(StatTables of, int unit, String from, String to) {
    Map<String, Rows> all = new LinkedHashMap<>();
    for (String name : SQL.keySet()) {
      all.put(name, new Rows());
    }
    cells(all.get("regions"), of.regions(unit, from, to));
    cells(all.get("profiles"), of.profiles(unit, from, to));
    cells(all.get("radiologists"), of.radiologists(unit, from, to));
    of.severities(unit, from, to)
        .forEach(
            row ->
                all.get("severities")
                    .add(
                        List.of(row.ai(), row.truth(), row.severity(), row.radSeverity()),
                        row.n()));
    of.confidences(unit, from, to)
        .forEach(
            row ->
                all.get("confidences")
                    .add(List.of(row.confidence(), row.correct() ? 1 : 0), row.n()));
    StatTables.Seen seen = of.days(unit, from, to);
    all.get("seen").add(List.of(seen.first() + "|" + seen.last()));
    all.get("total").add(List.of(), of.total(unit, from, to));
    reports(all.get("radiologist reports"), of.radiologistReports(unit, from, to));
    if (unit == 1) {
      StatTables within = of.within(from, to);
      within
          .latencies()
          .forEach(
              row ->
                  all.get("latencies")
                      .add(List.of(row.region(), row.latency()), row.n(), row.total()));
      within.hours().forEach((hour, n) -> all.get("hours").add(List.of(hour), n));
      within
          .looks()
          .forEach(
              row ->
                  all.get("looks")
                      .add(
                          List.of(row.firstAi(), row.ai(), row.truth()),
                          row.n(),
                          row.looks(),
                          row.gainMillis()));
    }
    return all;
  }

  private static void reportPages(
      Map<String, Rows> all, StatTables of, int unit, String from, String to) {
    reports(all.get("diagnostic reports"), of.diagnosticReports(unit, from, to));
    pairs(all.get("radiologist months"), of.radiologistMonths(unit, from, to));
    pairs(all.get("diagnostic months"), of.diagnosticMonths(unit, from, to));
    StatTables within = of.within(from, to);
    pairs(all.get("radiologist diagnostics"), within.radiologistDiagnostics(unit));
    pairs(all.get("diagnostic regions"), within.diagnosticRegions(unit));
    if (from.length() == 10 && to.length() == 10) {
      LocalDate first = LocalDate.parse(from);
      LocalDate last = LocalDate.parse(to);
      for (StatTables.Period day : of.days(unit, first, last)) {
        all.get("days").add(List.of(day.region(), day.period()), day.n(), day.positive());
      }
      for (StatTables.Period month : of.months(unit, first, last)) {
        all.get("months")
            .add(
                List.of(month.region(), month.period().substring(0, 7)),
                month.n(),
                month.positive());
      }
    }
  }

  // ---- what SQL says: names; sums; which facts

  private static final String REPORTS =
      "count(*), sum(rad_severity >= 0), sum(max(rad_severity, 0)), sum(reason = 0),"
          + " sum(reason = 0 AND ai = truth)";
  private static final String ROUNDED =
      "CASE WHEN latency < 10000 THEN (latency + 50) / 100 * 100"
          + " WHEN latency < 100000 THEN (latency + 500) / 1000 * 1000"
          + " ELSE (latency + 5000) / 10000 * 10000 END";
  private static final String MONTH = "substr(day, 1, 7)";
  private static final Map<String, List<String>> SQL = new LinkedHashMap<>();

  static {
    sql("regions", "count(*)", "1", "region", MONTH, "reason", "ai", "truth");
    sql(
        "profiles",
        "count(*)",
        "1",
        "modality",
        "model",
        "prompt",
        "band",
        "reason",
        "ai",
        "truth");
    sql("radiologists", "count(*)", "1", "radiologist", "reason", "ai", "truth");
    String rated = "(severity >= 0 OR rad_severity >= 0)";
    sql("severities", "count(*)", rated, "ai", "truth", "severity", "rad_severity");
    sql("confidences", "count(*)", "reason = 0 AND confidence >= 0", "confidence", "(ai = truth)");
    sql("seen", "", "", "", "");
    sql("total", "", "", "", "");
    sql("radiologist reports", REPORTS, "radiologist <> ''", "radiologist");
    sql("latencies", "count(*), sum(latency)", "latency >= 0", "region", ROUNDED);
    sql("hours", "count(*)", "unit = 1", "hour");
    sql("looks", "count(*), sum(looks), sum(gain)", "looks > 1", "first_ai", "ai", "truth");
    sql("diagnostic reports", REPORTS, "diagnostic <> ''", "diagnostic");
    sql("radiologist months", "count(*)", "radiologist <> ''", MONTH, "radiologist");
    sql("diagnostic months", "count(*)", "diagnostic <> ''", MONTH, "diagnostic");
    String both = "radiologist <> '' AND diagnostic <> ''";
    sql("radiologist diagnostics", "count(*)", both, "radiologist", "diagnostic");
    sql("diagnostic regions", "count(*)", "diagnostic <> ''", "diagnostic", "region");
    sql(
        "days",
        "count(*), sum(ai = 1)",
        "length(:from) = 10 AND length(:to) = 10",
        "region",
        "day");
    sql(
        "months",
        "count(*), sum(ai = 1)",
        "length(:from) = 10 AND length(:to) = 10",
        "region",
        MONTH);
  }

  private static void sql(String name, String sums, String which, String... names) {
    SQL.put(name, List.of(String.join(" || '|' || ", names), sums, which));
  }

  /** A row of SQL, counted over the facts that the filter leaves. */
  private List<String> facts(String name, int unit, StatFilter filter) throws SQLException {
    List<String> sql = SQL.get(name);
    String which =
        " FROM stat_facts WHERE unit = :unit AND day >= :from AND day <= :to || '~'"
            + (filter.region() == null ? "" : " AND region = :region")
            + (filter.model() == null ? "" : " AND trim(model || ' ' || prompt) = :model");
    return store.read(
        handle -> {
          String text =
              switch (name) {
                case "seen" ->
                    "SELECT coalesce(min(day), 'null') || '|' || coalesce(max(day), 'null') || ' = '"
                        + which
                        + " AND day <> ''";
                case "total" -> "SELECT ' = ' || count(*)" + which;
                default ->
                    "SELECT "
                        + sql.get(0)
                        + " || ' = ' || "
                        + sql.get(1).replaceAll(", (?=sum)", " || ', ' || ")
                        + which
                        + " AND "
                        + sql.get(2)
                        + " GROUP BY "
                        + sql.get(0);
              };
          var query = handle.createQuery(text).bind("unit", unit);
          query.bind("from", filter.from()).bind("to", filter.to());
          if (filter.region() != null) {
            query.bind("region", filter.region());
          }
          if (filter.model() != null) {
            query.bind("model", filter.model());
          }
          return query.mapTo(String.class).list();
        });
  }

  private StatFilter filter() {
    List<String> ends = List.of(day(), day().substring(0, 7), day().substring(0, 4) + "-01-01");
    String from = random.nextInt(4) == 0 ? StatTables.FIRST : one(ends);
    String to =
        random.nextInt(4) == 0 ? StatTables.LAST : one(List.of(day(), day().substring(0, 7)));
    if (random.nextInt(3) == 0) {
      return StatFilter.days(from, to);
    }
    return new StatFilter(
        from,
        to,
        one(Arrays.asList("chest", "", null)),
        one(Arrays.asList("m1 p1", "m2", "p2", null)));
  }

  private int compare(StatFilter filter, int unit) throws SQLException {
    boolean parts = filter.region() != null || filter.model() != null;
    Map<String, Rows> pages =
        store.statistics(
            tables -> {
              StatTables of = parts ? tables.only(filter) : tables;
              Map<String, Rows> all = pages(of, unit, filter.from(), filter.to());
              if (!parts) {
                reportPages(all, of, unit, filter.from(), filter.to());
              }
              return all;
            });
    int rows = 0;
    for (Map.Entry<String, Rows> page : pages.entrySet()) {
      String name = page.getKey();
      boolean read =
          switch (name) {
            case "latencies", "hours", "looks" -> unit == 1;
            case "diagnostic reports",
                "radiologist months",
                "diagnostic months",
                "radiologist diagnostics",
                "diagnostic regions",
                "days",
                "months" ->
                !parts;
            default -> true;
          };
      if (read) {
        List<String> found = page.getValue().text();
        assertThat(found)
            .as("%s of unit %s, %s", name, unit, filter)
            .containsExactlyInAnyOrderElementsOf(facts(name, unit, filter));
        rows += found.size();
      }
    }
    return rows;
  }

  @Test
  void thePagesSayOfAnyPartWhatTheFactsSayWhateverChanges() throws SQLException {
    int rows = 0;
    for (int round = 0; round < ROUNDS; round++) {
      connection.setAutoCommit(false);
      for (int i = round * EXAMS / ROUNDS; i < (round + 1) * EXAMS / ROUNDS; i++) {
        exam(i);
      }
      connection.commit();
      connection.setAutoCommit(true);
      change();
      follow();
      for (int i = 0; i < FILTERS; i++) {
        StatFilter filter = i == 0 ? StatFilter.NONE : filter();
        rows += compare(filter, 0) + compare(filter, 1);
      }
    }
    assertThat(rows).isGreaterThan(10_000);
  }

  private long count(String table) {
    return store.read(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one());
  }

  @Test
  void ofNothingNoPageAndNoNameIsLeft() throws SQLException {
    for (int i = 0; i < 30; i++) {
      exam(i);
    }
    follow();
    assertThat(count("stat_pages")).isGreaterThan(100);
    assertThat(count("stat_names")).isGreaterThan(3);
    for (int i = 0; i < 10; i++) {
      store.upkeep().erase("P" + i, uid -> List.of(), Instant.EPOCH);
    }
    follow();
    assertThat(count("stat_pages")).isZero();
    assertThat(count("stat_names")).isZero();
  }

  @Test
  void theDiagnosisOfAnErasedPatientIsForgottenAtOnce() throws SQLException {
    for (int i = 0; i < 6; i++) {
      exam(i);
      report("1.2." + (i + 1));
    }
    run("UPDATE rad_reports SET summary = 'osteopetrosis' WHERE uid = '1.2.2'");
    follow();
    assertThat(count("stat_names WHERE name = 'osteopetrosis'")).isOne();
    store.upkeep().erase("P0", uid -> List.of(), Instant.EPOCH);
    assertThat(count("stat_names WHERE name = 'osteopetrosis'")).isZero();
    assertThat(count("stat_names WHERE name = 'CR' OR name = 'DX'")).isPositive();
  }
}
