/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.Statistics.Part;
import org.xrayvision.core.Statistics.Span;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StatFilter;
import org.xrayvision.core.store.StatTables;
import org.xrayvision.core.store.StoreOptions;

/** Figures beside a computation of their own over the rows of a random database. */
class StatisticsTest {
  private static final int EXAMS = 3_000;
  private static final String[] STATUSES = {
    "none", "queued", "requeue", "check", "ignore", "error", "done", "done", "done", "done", "done",
    "done"
  };

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("xrayvision.db");
  }

  private SqliteExamStore open() {
    return SqliteExamStore.open(file(), StoreOptions.defaults(folder.resolve("backup")));
  }

  private static Statistics statistics(ExamStore store) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
    return new Statistics(store, 5, ZoneOffset.UTC, clock);
  }

  /** Ten exams to a thousand rows of everything: some without a row, some with half a row. */
  private void fill(long seed, int from, int to) throws SQLException {
    Random random = new Random(seed);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      connection.setAutoCommit(false);
      for (int i = from; i < to; i++) {
        exam(connection, random, i);
      }
      connection.commit();
    }
  }

  private static void run(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  private static void exam(Connection connection, Random random, int i) throws SQLException {
    String uid = "1.2." + (i + 1);
    String patient = "P" + i / 4;
    String birth = i / 4 % 11 == 0 ? null : (1920 + i / 4 % 100) + "-0" + (1 + i / 4 % 9) + "-15";
    run(
        connection,
        "INSERT OR IGNORE INTO patients VALUES (?, NULL, 'Ionescu Maria', ?, 'F')",
        patient,
        birth);
    String region = List.of("chest", "hand", "knee", "").get(random.nextInt(4));
    String created =
        String.format(
            "2026-%02d-%02d %02d:10:00",
            1 + random.nextInt(11), 1 + random.nextInt(28), random.nextInt(24));
    run(
        connection,
        "INSERT OR REPLACE INTO exams VALUES (?, ?, NULL, ?, 'x', ?, ?, ?, ?, NULL)",
        uid,
        patient,
        i % 50 == 0 ? null : created,
        region,
        random.nextBoolean() ? "CR" : "DX",
        STATUSES[random.nextInt(STATUSES.length)],
        i % 7 == 0 ? null : "1.9." + i / 2);
    if (random.nextInt(10) > 0) {
      Integer severity = severity(random, 9);
      int positive =
          severity != null && severity >= 0 ? (severity >= 5 ? 1 : 0) : random.nextInt(3) - 1;
      run(
          connection,
          "INSERT OR REPLACE INTO ai_reports VALUES (?, '2026-11-20 08:00:00',"
              + " '2026-11-20 08:00:00', 'text', ?, ?, ?, 'x', ?, ?)",
          uid,
          positive,
          random.nextInt(102) - 1,
          severity,
          random.nextBoolean() ? "m1" : "m2",
          random.nextInt(300) / 10.0);
    }
    if (random.nextInt(10) > 3) {
      rad(connection, random, i, uid);
    }
    for (int review = random.nextInt(12) - 9; review > 0; review--) {
      Integer verdict = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(2));
      long at = 1_780_000_000_000L + random.nextInt(1_000_000);
      run(
          connection,
          "INSERT INTO reviews (uid, at, reviewer, abnormal) VALUES (?, ?, 'r', ?)",
          uid,
          at,
          verdict);
    }
  }

  private static @Nullable Integer severity(Random random, int odds) {
    if (random.nextInt(odds) > 0) {
      return random.nextInt(11);
    }
    return random.nextBoolean() ? Integer.valueOf(-1) : null;
  }

  private static void rad(Connection connection, Random random, int i, String uid)
      throws SQLException {
    Integer severity = severity(random, 6);
    run(
        connection,
        "INSERT OR REPLACE INTO rad_reports (uid, id, created, updated, text, positive, severity,"
            + " summary, radiologist) VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?)",
        uid,
        i % 5 == 0 ? "R" + i / 15 : null,
        "2026-11-21 08:00:00",
        String.format("2026-11-21 %02d:%02d:00", random.nextInt(24), random.nextInt(60)),
        random.nextInt(8) == 0 ? null : "Text.",
        severity,
        List.of("normal", "fracture", "pneumonia", "").get(random.nextInt(4)),
        List.of("Dr. A B", "Dr. C D", "").get(random.nextInt(3)));
  }

  // ---- the other computation: plain Java over the raw rows

  private record Row(
      String uid,
      String region,
      String modality,
      String status,
      String created,
      @Nullable String birth,
      @Nullable String study,
      int ai,
      int severity,
      int confidence,
      @Nullable String reportId,
      boolean reported,
      int radSeverity,
      String radiologist,
      String updated,
      int review,
      long reviewedAt) {
    String reading() {
      if (reportId != null && !reportId.isEmpty()) {
        return "r" + reportId;
      }
      return study == null || study.isEmpty() ? "e" + uid : "s" + study + "/" + region;
    }

    boolean done() {
      return status.equals("done");
    }
  }

  private List<Row> rows() throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      Map<String, long[]> reviews = new HashMap<>();
      try (ResultSet row = statement.executeQuery("SELECT * FROM reviews ORDER BY at, seq")) {
        while (row.next()) {
          int verdict = row.getInt("abnormal");
          long[] review = {row.wasNull() ? -1 : verdict, row.getLong("at")};
          reviews.put(row.getString("uid"), review);
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "SELECT e.*, p.birthdate, a.uid AS a, a.positive AS ap, a.severity AS asev,"
                  + " a.confidence, r.id AS rid, r.text AS rtext, r.uid AS r, r.severity AS rsev,"
                  + " r.radiologist, r.updated FROM exams e JOIN patients p ON p.cnp = e.cnp"
                  + " LEFT JOIN ai_reports a ON a.uid = e.uid"
                  + " LEFT JOIN rad_reports r ON r.uid = e.uid")) {
        while (row.next()) {
          rows.add(row(row, reviews));
        }
      }
    }
    return rows;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Row row(ResultSet row, Map<String, long[]> reviews) throws SQLException {
    String uid = row.getString("uid");
    boolean done = row.getString("status").equals("done");
    int severity = done && row.getObject("asev") != null ? row.getInt("asev") : -1;
    int ai = -1;
    if (done && row.getString("a") != null) {
      ai = severity >= 0 ? (severity >= 5 ? 1 : 0) : row.getInt("ap");
    }
    int rad = row.getObject("rsev") == null ? -1 : row.getInt("rsev");
    long[] review = reviews.getOrDefault(uid, new long[] {-1, 0});
    return new Row(
        uid,
        text(row.getString("region")),
        text(row.getString("type")),
        row.getString("status"),
        text(row.getString("created")),
        row.getString("birthdate"),
        row.getString("study"),
        ai,
        severity,
        done && row.getString("a") != null ? row.getInt("confidence") : -1,
        row.getString("rid"),
        !text(row.getString("rtext")).isEmpty() || rad >= 0,
        rad,
        text(row.getString("radiologist")),
        text(row.getString("updated")),
        (int) review[0],
        review[1]);
  }

  /** The truth of a reading's exams: 1, 0, or -1. */
  private static int truth(List<Row> exams) {
    Row reviewed = null;
    Row reported = null;
    for (Row exam : exams) {
      if (exam.review >= 0
          && (reviewed == null
              || exam.reviewedAt > reviewed.reviewedAt
              || (exam.reviewedAt == reviewed.reviewedAt && exam.review > reviewed.review))) {
        reviewed = exam;
      }
      if (exam.radSeverity >= 0
          && (reported == null
              || exam.updated.compareTo(reported.updated) > 0
              || (exam.updated.equals(reported.updated)
                  && exam.radSeverity >= 5
                  && reported.radSeverity < 5))) {
        reported = exam;
      }
    }
    if (reviewed != null) {
      return reviewed.review;
    }
    return reported == null ? -1 : reported.radSeverity >= 5 ? 1 : 0;
  }

  private static Agreement count(List<Row> exams, int truth, boolean reported) {
    int ai = exams.stream().mapToInt(Row::ai).max().orElse(-1);
    long reviewed = truth >= 0 ? 1 : 0;
    long positive = ai == 1 ? 1 : 0;
    if (ai >= 0 && truth >= 0) {
      ConfusionMatrix cell =
          ai == 1
              ? (truth == 1 ? new ConfusionMatrix(1, 0, 0, 0) : new ConfusionMatrix(0, 0, 1, 0))
              : (truth == 1 ? new ConfusionMatrix(0, 0, 0, 1) : new ConfusionMatrix(0, 1, 0, 0));
      return new Agreement(1, reviewed, positive, cell, Map.of());
    }
    ExclusionReason why;
    if (ai >= 0) {
      why = reported ? ExclusionReason.REPORT_NOT_ASSESSED : ExclusionReason.NO_REPORT;
    } else if (exams.stream().anyMatch(Row::done)) {
      why = ExclusionReason.AI_NOT_ASSESSED;
    } else if (exams.stream().allMatch(exam -> exam.status.equals("ignore"))) {
      why = ExclusionReason.REGION_NOT_SUPPORTED;
    } else if (exams.stream().allMatch(exam -> List.of("ignore", "error").contains(exam.status))) {
      why = ExclusionReason.EXAM_ERROR;
    } else {
      why = ExclusionReason.NOT_DONE;
    }
    return new Agreement(1, reviewed, positive, ConfusionMatrix.EMPTY, Map.of(why, 1L));
  }

  private Map<String, List<Row>> readings() throws SQLException {
    return rows().stream().collect(Collectors.groupingBy(Row::reading));
  }

  private Agreement readingsNaively() throws SQLException {
    Agreement all = Agreement.NONE;
    for (List<Row> exams : readings().values()) {
      all = all.plus(count(exams, truth(exams), exams.stream().anyMatch(Row::reported)));
    }
    return all;
  }

  private Map<String, Agreement> examsNaively(Function<Row, String> by) throws SQLException {
    Map<String, Agreement> groups = new TreeMap<>();
    for (List<Row> exams : readings().values()) {
      boolean reported = exams.stream().anyMatch(Row::reported);
      for (Row exam : exams) {
        groups.merge(by.apply(exam), count(List.of(exam), truth(exams), reported), Agreement::plus);
      }
    }
    return groups;
  }

  private static String age(Row exam) {
    if (exam.birth == null || exam.created.isEmpty()) {
      return "unknown";
    }
    LocalDate then = LocalDate.parse(exam.created.substring(0, 10));
    LocalDate birth = LocalDate.parse(exam.birth);
    if (birth.isAfter(then)) {
      return "unknown";
    }
    int tens = Period.between(birth, then).getYears() / 10 * 10;
    return tens >= 90 ? "90+" : tens + "-" + (tens + 9);
  }

  private void assertEqualsNaive(Statistics statistics) throws SQLException {
    QualityStatistics readings = statistics.quality(StatisticsUnit.READING, Span.ALL);
    QualityStatistics exams = statistics.quality(StatisticsUnit.EXAM, Span.ALL);
    assertThat(readings.tally().all()).isEqualTo(readingsNaively());
    assertThat(exams.regions()).isEqualTo(examsNaively(Row::region));
    assertThat(exams.modalities()).isEqualTo(examsNaively(Row::modality));
    assertThat(exams.radiologists()).isEqualTo(examsNaively(Row::radiologist));
    assertThat(exams.ageBands()).isEqualTo(examsNaively(StatisticsTest::age));
    assertThat(exams.months())
        .isEqualTo(examsNaively(row -> row.created.isEmpty() ? "" : row.created.substring(0, 7)));
    Map<Integer, Long> severities = new TreeMap<>();
    for (Row row : rows()) {
      if (row.severity >= 0) {
        severities.merge(row.severity, 1L, Long::sum);
      }
    }
    assertThat(statistics.severities(StatisticsUnit.EXAM)).isEqualTo(severities);
    assertThat(exams.tally().exams()).isEqualTo(rows().size());
    assertThat(exams.tally().readings()).isEqualTo(readings().size());
    addsUp(readings);
    addsUp(exams);
  }

  private static void addsUp(QualityStatistics quality) {
    Agreement all = quality.tally().all();
    long excluded = all.excluded().values().stream().mapToLong(Long::longValue).sum();
    assertThat(all.included() + excluded).isEqualTo(all.total());
    for (Map<String, Agreement> groups :
        List.of(
            quality.regions(),
            quality.modalities(),
            quality.models(),
            quality.radiologists(),
            quality.ageBands(),
            quality.months())) {
      assertThat(groups.values().stream().reduce(Agreement.NONE, Agreement::plus)).isEqualTo(all);
    }
  }

  @Test
  void theFiguresAreThoseOfTheRowsAlsoAfterChangesAndWithAnotherThreshold() throws SQLException {
    open().close();
    fill(1, 0, EXAMS);
    try (SqliteExamStore store = open()) {
      assertEqualsNaive(statistics(store));
      assertThat(statistics(store).quality(StatisticsUnit.READING, Span.ALL).tally().all().matrix())
          .matches(matrix -> matrix.truePositives() > 20 && matrix.falseNegatives() > 20);
    }
    fill(2, EXAMS / 2, EXAMS + 500);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      for (String table : List.of("ai_reports", "rad_reports", "exams")) {
        run(
            connection,
            "DELETE FROM "
                + table
                + " WHERE rowid % 13 = 0 AND uid IN"
                + " (SELECT uid FROM exams WHERE substr(uid, -1) = '7')");
      }
      run(connection, "UPDATE patients SET birthdate = '1950-06-30' WHERE cnp LIKE '%5'");
    }
    try (SqliteExamStore store = open()) {
      assertEqualsNaive(statistics(store));
    }
    StoreOptions eight = StoreOptions.defaults(folder.resolve("backup")).withSeverityThreshold(8);
    long before;
    try (SqliteExamStore store = open()) {
      before = positives(store);
    }
    try (SqliteExamStore store = SqliteExamStore.open(file(), eight)) {
      assertThat(positives(store)).isPositive().isLessThan(before);
    }
    try (SqliteExamStore store = open()) {
      assertEqualsNaive(statistics(store));
    }
  }

  /** What is made anew from the facts is what the sums say. */
  @Test
  void aPartIsCountedFromTheSameFacts() throws SQLException {
    open().close();
    fill(3, 0, EXAMS);
    try (SqliteExamStore store = open()) {
      Statistics statistics = statistics(store);
      for (int unit : new int[] {0, 1}) {
        assertThat(all(store, unit, tables -> tables))
            .isEqualTo(all(store, unit, StatisticsTest::anew));
      }
      for (StatisticsUnit unit : StatisticsUnit.values()) {
        QualityStatistics whole = statistics.quality(unit, Span.ALL);
        for (String region : List.of("chest", "hand", "")) {
          QualityStatistics part = statistics.quality(unit, new Part(Span.ALL, region, null));
          assertThat(part.tally().all()).isEqualTo(whole.regions().get(region));
          assertThat(part.regions()).containsOnlyKeys(region);
          addsUp(part);
        }
        QualityStatistics model = statistics.quality(unit, new Part(Span.ALL, null, "m1"));
        assertThat(model.tally().all()).isEqualTo(whole.models().get("m1"));
        Span spring = Span.ofMonths(YearMonth.of(2026, 3), YearMonth.of(2026, 5));
        QualityStatistics some = statistics.quality(unit, new Part(spring, "hand", "m2"));
        assertThat(some.months()).hasSize(3).containsKey("2026-04");
        InsightStatistics insights = statistics.insights(unit, spring);
        assertThat(insights.hours().values().stream().mapToLong(Long::longValue).sum())
            .isEqualTo(insights.tally().exams());
        assertThat(insights.months().stream().mapToLong(RegionalStatistics.Period::exams).sum())
            .isEqualTo(insights.tally().exams());
        assertThat(insights.days()).hasSizeLessThanOrEqualTo(62).isNotEmpty();
        theDaysOfAMonthAreTheMonth(statistics, unit);
      }
    }
  }

  /** March, day by day from the facts, is March of the sums. */
  private static void theDaysOfAMonthAreTheMonth(Statistics statistics, StatisticsUnit unit) {
    Span march = Span.ofMonths(YearMonth.of(2026, 3), YearMonth.of(2026, 3));
    long exams = 0;
    Map<String, Long> reports = new TreeMap<>();
    Agreement all = Agreement.NONE;
    for (LocalDate day = march.from(); !day.isAfter(march.to()); day = day.plusDays(1)) {
      Span span = new Span(day, day);
      QualityStatistics quality = statistics.quality(unit, span);
      InsightStatistics insights = statistics.insights(unit, span);
      exams += insights.tally().exams();
      assertThat(insights.tally().all()).isEqualTo(quality.tally().all());
      assertThat(insights.hours().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(insights.tally().exams());
      all = all.plus(quality.tally().all());
      statistics
          .radiologists(unit, span)
          .entries()
          .forEach((name, entry) -> reports.merge(name, entry.reports(), Long::sum));
    }
    assertThat(all).isEqualTo(statistics.quality(unit, march).tally().all());
    assertThat(exams).isEqualTo(statistics.insights(unit, march).tally().exams()).isPositive();
    Map<String, Long> whole = new TreeMap<>();
    statistics
        .radiologists(unit, march)
        .entries()
        .forEach((name, entry) -> whole.put(name, entry.reports()));
    assertThat(reports).isEqualTo(whole).isNotEmpty();
    Span half = new Span(march.from().plusDays(14), march.to().plusDays(3));
    assertThat(statistics.radiologistMonths(unit, half).months())
        .containsOnlyKeys("2026-03", "2026-04");
  }

  private static StatTables anew(StatTables tables) {
    return tables.only(StatFilter.days(StatTables.FIRST, StatTables.LAST));
  }

  /** All that there is to read, in an order of its own. */
  private static List<List<String>> all(
      SqliteExamStore store, int unit, UnaryOperator<StatTables> change) {
    String from = StatTables.FIRST;
    String to = StatTables.LAST;
    return store.statistics(
        sums -> {
          StatTables tables = change.apply(sums);
          return Stream.of(
                  tables.regions(unit, from, to),
                  tables.profiles(unit, from, to),
                  tables.radiologists(unit, from, to),
                  List.of(tables.days(unit, from, to)),
                  tables.days(unit, LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)),
                  List.of(tables.total(unit, from, to)),
                  tables.severities(unit, from, to),
                  tables.confidences(unit, from, to),
                  tables.radiologistReports(unit, from, to),
                  tables.diagnosticReports(unit, from, to),
                  tables.radiologistMonths(unit, from, to),
                  tables.diagnosticMonths(unit, from, to),
                  tables.radiologistDiagnostics(unit),
                  tables.diagnosticRegions(unit),
                  tables.latencies(),
                  List.of(tables.hours()),
                  tables.looks())
              .map(rows -> rows.stream().map(Object::toString).sorted().toList())
              .toList();
        });
  }

  private static long positives(ExamStore store) {
    return statistics(store).quality(StatisticsUnit.READING, Span.ALL).tally().all().positive();
  }

  /** The same exams in another order are the same figures. */
  @Test
  void theOrderOfArrivalChangesNothing() throws SQLException {
    open().close();
    for (int i = 0; i < 300; i++) {
      fill(i, i, i + 1);
    }
    QualityStatistics forwards;
    try (SqliteExamStore store = open()) {
      forwards = statistics(store).quality(StatisticsUnit.READING, Span.ALL);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      for (String table : List.of("reviews", "rad_reports", "ai_reports", "exams", "patients")) {
        run(connection, "DELETE FROM " + table);
      }
    }
    try (SqliteExamStore store = open()) {
      QualityStatistics nothing = statistics(store).quality(StatisticsUnit.READING, Span.ALL);
      assertThat(nothing.tally().all()).isEqualTo(Agreement.NONE);
      assertThat(nothing.auc().value()).isNull();
      assertThat(nothing.from()).isNull();
    }
    for (int i = 299; i >= 0; i--) {
      fill(i, i, i + 1);
    }
    try (SqliteExamStore store = open()) {
      assertThat(statistics(store).quality(StatisticsUnit.READING, Span.ALL)).isEqualTo(forwards);
    }
  }

  @Test
  void aDiagnosisHoldsNoNameOfItsPatient() throws SQLException {
    open().close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      run(connection, "INSERT INTO patients VALUES ('P1', NULL, 'Ionescu Maria', NULL, 'F')");
      run(connection, "INSERT INTO exams (uid, cnp, status) VALUES ('1.2.3', 'P1', 'done')");
      run(
          connection,
          "INSERT INTO rad_reports (uid, text, severity, summary)"
              + " VALUES ('1.2.3', 'x', 3, 'fracture, IONESCU 2920227400233')");
    }
    try (SqliteExamStore store = open()) {
      assertThat(statistics(store).diagnostics(StatisticsUnit.EXAM, Span.ALL).entries())
          .containsOnlyKeys("fracture, […] […]");
    }
  }
}
