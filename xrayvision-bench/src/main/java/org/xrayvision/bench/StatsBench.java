/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xrayvision.core.RegionOptions;

/**
 * Statistics and the exam list on 100,000 and 1,000,000 exams of five years, in 20 regions, with 40
 * radiologists and 300 diagnoses, over HTTP; each as its median, and as a ratio of the aim of 50
 * ms.
 */
final class StatsBench {
  private static final int WARM_UP = 20;
  private static final int REQUESTS = 60;
  private static final double AIM_MILLIS = 50;
  private static final Set<String> REGIONS = RegionOptions.defaults().keywords().keySet();
  private static final List<String> PATHS =
      List.of(
          "stats",
          "stats?unit=exam",
          "stats/quality",
          "stats/radiologists",
          "stats/diagnostics",
          "stats/radiologists/monthly_trends",
          "diagnostics/monthly_trends",
          "stats/insights",
          "diagnostics",
          "radiologists",
          "severity",
          "exams",
          "exams?positive=yes&region=hand",
          "exams?page=5000",
          "exams?search=Popescu",
          "exams?search=Ion%20777",
          "exams?search=zzyzx",
          "exams?search=1",
          "exams?search=77",
          "exams?search=2.25",
          "exams?search=o",
          "exams?search=1&region=hand",
          "exams?search=77&positive=yes&region=hand",
          "exams?search=Popescu&region=hand",
          "exams?search=77&page=5000",
          "exams?search=1&page=50000",
          "exams?search=p%202%205%201%200%20.%20i%20n%20e%20s%20c%20u%203%204",
          "exams?radiologist=Dr.%20Nume%20Prenume7",
          "exams?diagnosis=diagnosis%2077",
          "readings",
          "readings?page=5000",
          "readings?positive=yes&region=hand",
          "readings?search=Ion%20777",
          "readings?search=1",
          "readings?search=77&region=hand",
          "readings?search=Popescu&positive=yes&region=hand",
          "readings?search=1&page=50000",
          "readings?search=p%202%205%201%200%20.%20i%20n%20e%20s%20c%20u%203%204",
          "patients",
          "patients?search=Ion%20777",
          "patients?search=zzyzx",
          "patients?search=o&page=10000",
          "stats/quality?region=hand",
          "stats/quality?model=medgemma",
          "stats/quality?region=hand&model=medgemma",
          "stats/quality?from=2026-01&to=2026-06",
          "stats/quality?from=2021-12&to=2026-10&model=medgemma&unit=exam",
          "stats/radiologists?from=2026-01&to=2026-06",
          "stats/radiologists?from=2021-12&to=2026-10",
          "stats/diagnostics?from=2026-01&to=2026-06",
          "stats/diagnostics?from=2021-12&to=2026-10",
          "diagnostics/monthly_trends?from=2021-12&to=2026-10",
          "stats/insights?from=2026-01&to=2026-06",
          "stats/insights?from=2021-12&to=2026-10");

  private StatsBench() {}

  public static void main(String[] args) throws Exception {
    for (int exams : new int[] {100_000, 1_000_000}) {
      if (exams <= Integer.getInteger("most", 1_000_000)) {
        run(Files.createTempDirectory(Path.of(args[0]), "stats-bench"), exams);
      }
    }
  }

  private static void run(Path data, int exams) throws Exception {
    Path file = data.resolve("xrayvision.db");
    long start = System.nanoTime();
    fill(file, exams);
    double filled = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    try (OurServer server = OurServer.start(data)) {
      System.out.printf(
          Locale.ROOT,
          "%nStatistics on %d exams (filled in %.0f s, taken over in %.0f s), one client%n",
          exams,
          filled,
          (System.nanoTime() - start) / 1e9);
      HttpClient client = HttpClient.newHttpClient();
      String cookie = ApiBench.logIn(client, server);
      for (String path : PATHS) {
        double millis = median(client, cookie, server.dashboard() + "api/" + path);
        System.out.printf(
            Locale.ROOT, "  %-40s %7.1f ms  %.2f of the aim%n", path, millis, millis / AIM_MILLIS);
      }
    }
  }

  private static double median(HttpClient client, String cookie, String uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).header("Cookie", cookie).build();
    double[] times = new double[REQUESTS];
    for (int i = -WARM_UP; i < REQUESTS; i++) {
      long start = System.nanoTime();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(uri + " answered " + response.statusCode());
      }
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[REQUESTS / 2];
  }

  /** The four tables as the Python program leaves them, two exams to a study. */
  private static void fill(Path file, int exams) throws SQLException {
    String numbers =
        "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i LIMIT " + exams + ") ";
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      connection.setAutoCommit(false);
      ApiBench.createTables(statement);
      statement.execute(
          "INSERT INTO patients "
              + numbers
              + "SELECT 'P' || n, NULL, 'Popescu Ion ' || n, (1930 + n % 90) || '-05-17', 'F'"
              + " FROM i WHERE n <= "
              + exams / 3
              + " + 1");
      statement.execute(
          "INSERT INTO exams "
              + numbers
              + "SELECT '2.25.' || (1000000 + n), 'P' || (1 + n / 3), NULL,"
              + " datetime('2026-11-26', '-' || (n * 1826.0 / "
              + exams
              + ") || ' days'), 'x', json_extract('[\""
              + String.join("\",\"", REGIONS)
              + "\"]', '$[' || (abs(random()) % 20) || ']'), iif(n % 4, 'CR', 'DX'),"
              + " iif(n % 40, 'done', 'error'), '1.9.' || (n / 2), NULL FROM i");
      statement.execute(
          "INSERT INTO ai_reports SELECT uid, created, created, 'FINDINGS: none.', s >= 5, 50 + c,"
              + " s, 'x', 'medgemma', 4 + c / 10.0 FROM (SELECT uid, created,"
              + " abs(random()) % 11 AS s, abs(random()) % 50 AS c FROM exams"
              + " WHERE status = 'done')");
      statement.execute(
          "INSERT INTO rad_reports SELECT uid, NULL, created, created, 'Text.', NULL, s >= 5, s,"
              + " 'diagnosis ' || (r % 300), 'CR', 'Dr. Nume Prenume' || (r % 40), NULL, NULL, -1"
              + " FROM (SELECT uid, created, abs(random()) % 11 AS s, abs(random()) AS r"
              + " FROM exams WHERE abs(random()) % 3)");
      connection.commit();
    }
  }
}
