/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts over HTTP: who sees them, who acknowledges them, and that this is noted. */
class AlertApiTest {
  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws SQLException {
    server = new TestServer(folder);
    raise(folder, "a-1", "1.2.3.1", 8, Instant.now().minusSeconds(300));
    raise(folder, "a-2", "1.2.3.2", 7, Instant.now().minusSeconds(60));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** As the engine raises it; escalated in an hour. */
  static void raise(Path folder, String id, String uid, int severity, Instant at)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.executeUpdate(
          String.format(
              "INSERT INTO alerts (id, uid, reading, severity, region, at, not_before, sent,"
                  + " escalates_at) VALUES ('%s', '%s', 'exam:%s', %d, 'chest', %d, %d, %d, %d)",
              id,
              uid,
              uid,
              severity,
              at.toEpochMilli(),
              at.toEpochMilli(),
              at.toEpochMilli() + 500,
              at.toEpochMilli() + 3_600_000));
    }
  }

  private static void fails(Path folder, String alert, String problem) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
      statement.executeUpdate(
          String.format(
              "INSERT INTO alert_deliveries (alert, notifier, message, state, not_before, problem)"
                  + " VALUES ('%s', 'phone', '%s', 'failed', 0, '%s')",
              alert, alert, problem));
    }
  }

  @Test
  void theWordsOfANotifierNameThePatientToNobodyWhoIsMasked() throws SQLException {
    fails(folder, "a-1", "refused: Popescu Ion, 1580412400014");

    for (String who : new String[] {"user", "viewer"}) {
      String listed = server.as(who).get("/api/alerts").text();
      assertThat(listed).contains("refused: ").doesNotContainIgnoringCase("popescu");
      assertThat(listed).doesNotContain("1580412400014");
      String said = alert(who, "1.2.3.1").get("problem").asText();
      assertThat(said).startsWith("refused: ").doesNotContain("Popescu", "1580412400014");
    }
    assertThat(alert("admin", "1.2.3.1").get("problem").asText()).contains("Popescu Ion");
    assertThat(server.as("admin").get("/api/alerts").text()).contains("Popescu Ion");
  }

  @Test
  void whatNobodyHasAcknowledgedStaysListedHoweverOldItIs() throws SQLException {
    raise(folder, "a-0", "1.2.3.2", 9, Instant.now().minus(Duration.ofDays(400)));

    JsonNode open = server.as("user").get("/api/alerts").json();
    assertThat(open.get("open").asInt()).isEqualTo(3);
    assertThat(open.get("pages").asInt()).isEqualTo(1);
    assertThat(open.at("/alerts/0/id").asText()).isEqualTo("a-0");
    assertThat(server.as("user").get("/api/alerts?page=2").json().get("alerts")).isEmpty();
    assertThat(server.as("user").get("/api/alerts?page=0").status()).isEqualTo(400);
    assertThat(server.as("user").get("/api/status").json().at("/alerts/open").asInt()).isEqualTo(3);

    acknowledge("user", "{'alert':'a-0'}");
    assertThat(server.as("user").get("/api/alerts").text()).doesNotContain("a-0");
  }

  private JsonNode alert(String user, String uid) {
    return server.as(user).get("/api/exams/" + uid + "?extra=yes").json().at("/extra/alert");
  }

  private TestServer.Answer acknowledge(String user, String body) {
    return server.as(user).post("/api/ack", body.replace('\'', '"'));
  }

  @Test
  void anExamCarriesTheAlertOfItsReading() {
    JsonNode alert = alert("admin", "1.2.3.1");

    assertThat(alert.get("id").asText()).isEqualTo("a-1");
    assertThat(alert.get("severity").asInt()).isEqualTo(8);
    assertThat(alert.get("acknowledged").isNull()).isTrue();
    assertThat(Instant.parse(alert.get("sent").asText())).isBefore(Instant.now());
    assertThat(Instant.parse(alert.get("escalates_at").asText())).isAfter(Instant.now());
    assertThat(alert("admin", "1.2.3.3").isNull()).isTrue();
    JsonNode listed = server.as("admin").get("/api/exams?extra=yes&search=1.2.3.1").json();
    assertThat(listed.at("/exams/0/extra/alert/id").asText()).isEqualTo("a-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"user|{'uid':'1.2.3.1'}", "admin|{'alert':'a-1'}"})
  void whoMayAcknowledgesAndIsNamedAsFarAsTheReaderMaySee(String who, String body)
      throws SQLException {
    TestServer.Answer answer = acknowledge(who, body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("status").asText()).isEqualTo("success");
    assertThat(alert("admin", "1.2.3.1").at("/acknowledged/by").asText()).isEqualTo(who);
    assertThat(alert("user", "1.2.3.1").at("/acknowledged/by").asText()).hasSize(2).endsWith(".");
    assertThat(audited(who)).isEqualTo(1);
    JsonNode open = server.as("user").get("/api/alerts").json();
    assertThat(open.get("open").asInt()).isEqualTo(1);
    assertThat(open.at("/alerts/0/id").asText()).isEqualTo("a-2");
    JsonNode journal = server.as("user").get("/api/exams/1.2.3.1/journal").json().get("journal");
    assertThat(journal.findValuesAsText("kind")).contains("acknowledged");
  }

  private int audited(String who) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server.db"));
        Statement statement = connection.createStatement()) {
      return statement
          .executeQuery(
              "SELECT count(*) FROM audit_log WHERE action = 'acknowledge' AND object = '1.2.3.1'"
                  + " AND who = '"
                  + who
                  + "'")
          .getInt(1);
    }
  }

  @Test
  void aReviewAcknowledgesToo() {
    server.as("user").post("/api/rad_review", "{\"uid\":\"1.2.3.1\",\"normal\":false}");

    assertThat(alert("admin", "1.2.3.1").at("/acknowledged/by").asText()).isEqualTo("user");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'uid':'9.9.9'}|404",
        "{'uid':'1.2.3.3'}|409",
        "{'uid':'../x'}|400",
        "{'uid':7}|400",
        "{}|400",
        "{'alert':'nobody'}|404",
        "{'alert':'a b'}|400",
      })
  void whatCannotBeAcknowledgedSaysSo(String body, int status) {
    TestServer.Answer answer = acknowledge("user", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error()).isNotEmpty();
  }

  @Test
  void aMessagesLinkLeadsToItsExamThroughTheLogIn() {
    TestServer.Answer answer = server.as("user").get("/alerts/a-1");

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).isEqualTo("/?search=1.2.3.1");
    assertThat(server.as("user").get("/alerts/none").status()).isEqualTo(404);
    assertThat(server.anonymous().get("/alerts/a-1").header("Location")).doesNotContain("1.2.3.1");
  }

  @Test
  void nobodyWithoutALogInSeesOrAcknowledges() {
    assertThat(server.anonymous().get("/api/alerts").status()).isEqualTo(401);
    assertThat(server.anonymous().post("/api/ack", "{\"uid\":\"1.2.3.1\"}").status())
        .isEqualTo(401);
    assertThat(alert("admin", "1.2.3.1").get("acknowledged").isNull()).isTrue();
  }

  @Test
  void theStateCountsWhatWaits() {
    JsonNode alerts = server.as("user").get("/api/status").json().get("alerts");

    assertThat(alerts.get("open").asInt()).isEqualTo(2);
    assertThat(Instant.parse(alerts.get("oldest").asText())).isBefore(Instant.now());
    assertThat(alerts.get("trouble").isNull()).isTrue();
    assertThat(alerts.get("notifiers").isEmpty()).isTrue();
  }
}
