/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * {@code /api/exams} on 100,000 exams taken over from a Python program's database: one client, one
 * session, over HTTP.
 */
final class ApiBench {
  private static final int EXAMS = Integer.getInteger("exams", 100_000);
  private static final int WARM_UP = 300;
  private static final int REQUESTS = 500;
  private static final List<String> REGIONS = List.of("chest", "hand", "knee", "pelvis", "spine");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private ApiBench() {}

  public static void main(String[] args) throws Exception {
    Path data = Files.createTempDirectory(Path.of(args[0]), "api-bench");
    fill(data.resolve("xrayvision.db"));
    try (OurServer server = OurServer.start(data)) {
      HttpClient client = HttpClient.newHttpClient();
      String cookie = logIn(client, server);
      System.out.printf(Locale.ROOT, "%n/api/exams on %d exams, one client%n", EXAMS);
      for (String query :
          List.of("", "?page=5000", "?positive=yes", "?region=hand&status=done", "?search=Pop")) {
        System.out.printf(
            Locale.ROOT,
            "  /api/exams%-26s %s%n",
            query,
            measure(client, cookie, server.dashboard() + "api/exams" + query));
      }
    }
  }

  private static Timings measure(HttpClient client, String cookie, String uri) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).header("Cookie", cookie).build();
    double[] times = new double[REQUESTS];
    for (int i = -WARM_UP; i < REQUESTS; i++) {
      long start = System.nanoTime();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answered " + response.statusCode());
      }
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    return Timings.of(times, "ms");
  }

  static String logIn(HttpClient client, OurServer server) throws Exception {
    HttpResponse<Void> response =
        client.send(
            HttpRequest.newBuilder(URI.create(server.dashboard() + "api/login"))
                .header("Content-Type", "application/json")
                .header("Origin", server.dashboard().replaceAll("/$", ""))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"user\":\"admin\",\"password\":\"" + OurServer.PASSWORD + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.discarding());
    return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  /** The four tables as the Python program leaves them. */
  static void fill(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      createTables(statement);
      rows(connection);
      connection.commit();
    }
  }

  static void createTables(Statement statement) throws SQLException {
    statement.execute(
        "CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT, sex TEXT)");
    statement.execute(
        "CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT REFERENCES patients(cnp), id TEXT,"
            + " created TIMESTAMP, protocol TEXT, region TEXT, type TEXT, status TEXT,"
            + " study TEXT, series TEXT)");
    statement.execute(
        "CREATE TABLE ai_reports (uid TEXT PRIMARY KEY REFERENCES exams(uid),"
            + " created TIMESTAMP, updated TIMESTAMP, text TEXT, positive INTEGER,"
            + " confidence INTEGER, severity INTEGER, summary TEXT, model TEXT, latency REAL)");
    statement.execute(
        "CREATE TABLE rad_reports (uid TEXT PRIMARY KEY REFERENCES exams(uid), id TEXT,"
            + " created TIMESTAMP, updated TIMESTAMP, text TEXT, text_en TEXT,"
            + " positive INTEGER, severity INTEGER, summary TEXT, type TEXT, radiologist TEXT,"
            + " justification TEXT, model TEXT, latency REAL)");
  }

  private static void rows(Connection connection) throws SQLException {
    Random random = new Random(3);
    LocalDateTime time = LocalDateTime.of(2020, 1, 1, 8, 0);
    try (PreparedStatement patient =
            connection.prepareStatement("INSERT INTO patients VALUES (?,NULL,?,'1970-01-01','F')");
        PreparedStatement exam =
            connection.prepareStatement(
                "INSERT INTO exams VALUES (?,?,NULL,?,'Torace p.a.',?,'CR','done',?,?)");
        PreparedStatement report =
            connection.prepareStatement(
                "INSERT INTO ai_reports VALUES (?,?,?,'FINDINGS: none.',?,90,?,'normal','medgemma',4.2)")) {
      for (int i = 0; i < EXAMS; i++) {
        time = time.plusMinutes(random.nextInt(60));
        String uid = "2.25." + (1_000_000 + i);
        int severity = random.nextInt(11);
        if (i % 3 == 0) {
          set(patient, "P" + i / 3, "Popescu^Ion " + i / 3);
        }
        set(exam, uid, "P" + i / 3, TIME.format(time), REGIONS.get(i % 5), uid + ".1", uid + ".2");
        set(report, uid, TIME.format(time), TIME.format(time), severity >= 5 ? 1 : 0, severity);
      }
    }
  }

  private static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.executeUpdate();
  }
}
