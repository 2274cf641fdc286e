/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.Claim;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;

/**
 * What the sums of statistics cost who writes: exams from arrival to done, four writes each, with
 * the sums and with a database that takes no notes for them (a view in place of their table; what
 * stays there is the one statement that finds nothing to note in).
 */
final class StatsWriteBench {
  private static final int EXAMS = Integer.getInteger("writes", 1_500);
  private static final int ROUNDS = 5;
  private static final Duration LEASE = Duration.ofMinutes(15);

  private StatsWriteBench() {}

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory(Path.of(args[0]), "stats-write-bench");
    double[] with = new double[ROUNDS];
    double[] without = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      without[round] = run(work.resolve("without" + round), false);
      with[round] = run(work.resolve("with" + round), true);
    }
    Arrays.sort(with);
    Arrays.sort(without);
    double a = with[ROUNDS / 2];
    double b = without[ROUNDS / 2];
    System.out.printf(
        Locale.ROOT,
        "%nAn exam's four writes: %.3f ms with the sums of statistics, %.3f ms without: %.2f%n",
        a,
        b,
        a / b);
  }

  private static double run(Path folder, boolean sums) throws Exception {
    Files.createDirectories(folder);
    Path file = folder.resolve("xrayvision.db");
    StoreOptions options = StoreOptions.defaults(folder.resolve("backup"));
    SqliteExamStore.open(file, options).close();
    if (!sums) {
      takeNoNotes(file);
    }
    try (SqliteExamStore store = SqliteExamStore.open(file, options)) {
      write(store, 0, EXAMS / 5);
      long start = System.nanoTime();
      write(store, EXAMS / 5, EXAMS / 5 + EXAMS);
      return (System.nanoTime() - start) / 1e6 / EXAMS;
    }
  }

  private static void takeNoNotes(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE stat_pending");
      statement.execute("CREATE VIEW stat_pending AS SELECT '' AS reading, 0 AS rowid WHERE false");
      statement.execute(
          "CREATE TRIGGER no_notes INSTEAD OF INSERT ON stat_pending BEGIN SELECT 1; END");
      statement.execute(
          "CREATE TRIGGER no_forgetting INSTEAD OF DELETE ON stat_pending BEGIN SELECT 1; END");
    }
  }

  private static void write(SqliteExamStore store, int from, int to) {
    Instant start = Instant.parse("2026-11-20T06:00:00Z");
    for (int i = from; i < to; i++) {
      Instant now = start.plusSeconds(30L * i);
      String uid = "2.25.77" + i;
      store.add(exam(uid, i, now));
      store.prepared(uid, new PictureOutcome(ExamStatus.QUEUED, null, "cd".repeat(32), 1));
      Claim claim = store.claimNext("bench", now, LEASE).orElseThrow();
      store.complete(claim, answer(i % 11, now));
    }
  }

  private static NewExam exam(String uid, int i, Instant now) {
    return new NewExam(
        uid,
        new Patient("P" + i / 2, null, "Popescu Ion", LocalDate.of(1970, 1, 31), Sex.M),
        LocalDateTime.ofInstant(now, ZoneOffset.UTC),
        "Torace PA",
        "r" + i % 20,
        "frontal",
        "CR",
        "1.2.3." + i,
        "1.2.3.4." + i,
        null,
        "1.2.840.10008.1.2.1",
        "ab".repeat(32),
        1_000,
        "XRAY_ROOM",
        Set.of(),
        now);
  }

  private static AiRun answer(int severity, Instant now) {
    return AiRun.of(now, "p1")
        .answeredBy("medgemma", "http://127.0.0.1:1/v1")
        .latencySeconds(12.5)
        .tokens(900, 120)
        .text("FINDINGS: none. IMPRESSION: normal.".repeat(20))
        .graded(severity, 80, "normal")
        .raw("{}", "{\"severity\":0}")
        .build();
  }
}
