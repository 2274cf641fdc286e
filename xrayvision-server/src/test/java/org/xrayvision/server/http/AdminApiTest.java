/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.TestServer.Answer;

/** What admins see of the server, and what they do with its queue. */
@Timeout(120)
final class AdminApiTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer order(String action) {
    return server.as("admin").post("/api/queue", "{\"action\":\"" + action + "\"}");
  }

  private static JsonNode queue() {
    return server.as("admin").get("/api/queue").json();
  }

  /** Who did what, as another program reads it. */
  private static List<String> audited() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("server.db"));
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT who, action, detail FROM audit_log ORDER BY seq")) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
      }
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/queue", "/api/admin/config", "/api/selftest", "/admin"})
  void onlyAnAdminSees(String path) {
    assertThat(server.as("admin").get(path).status()).isEqualTo(200);
    assertThat(server.as("user").get(path).status()).isEqualTo(403);
    assertThat(server.anonymous().get(path).status()).isIn(401, 303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/queue", "/api/selftest"})
  void onlyAnAdminActs(String path) {
    String body = "{\"action\":\"suspend\"}";
    assertThat(server.as("user").post(path, body).status()).isEqualTo(403);
    assertThat(server.anonymous().post(path, body).status()).isEqualTo(401);
    assertThat(queue().path("suspended_since").isNull()).isTrue();
  }

  @Test
  void whatRunsHereIsToldToEverybody() {
    JsonNode about = server.as("user").get("/api/about").json();

    assertThat(about.path("version").asText()).isEqualTo("1.2.3");
    assertThat(about.path("commit").asText()).startsWith("0123456789ab");
    assertThat(about.path("database").asText()).matches("SQLite 3\\.\\d+.*");
    assertThat(about.path("java").asText()).isNotEmpty();
    assertThat(about.path("dicom").asText()).isEqualTo("XRAYVISION@127.0.0.1:4010");
    List<String> licences = new ArrayList<>();
    about
        .path("licences")
        .forEach(
            one ->
                licences.add(one.path("artifact").asText() + " " + one.path("licence").asText()));
    assertThat(licences)
        .contains("io.undertow:undertow-core Apache-2.0", "org.webjars.npm:picocss__pico MIT")
        .allMatch(line -> line.matches("\\S+:\\S+ .+"));
    assertThat(server.as("user").get("/about").text()).contains("data-page=\"about\"");
  }

  @Test
  void everyKeyIsThereWithWhereItComesFrom() {
    JsonNode config = server.as("admin").get("/api/admin/config").json();

    assertThat(entry(config, "dicom", "AE_TITLE").path("value").asText()).isEqualTo("XRAYVISION");
    assertThat(entry(config, "processing", "attempts").path("from").path("kind").asText())
        .isIn("default", "shipped");
    assertThat(entry(config, "regions", "chest").path("value").asText()).contains("torace");
    JsonNode key = entry(config, "openai", "OPENAI_API_KEY");
    assertThat(key.path("secret").asBoolean()).isTrue();
    assertThat(key.path("value").isNull()).isTrue();
  }

  private static JsonNode entry(JsonNode config, String section, String key) {
    for (JsonNode entry : config.path("entries")) {
      if (entry.path("section").asText().equals(section)
          && entry.path("key").asText().equals(key)) {
        return entry;
      }
    }
    throw new AssertionError("no [" + section + "] " + key);
  }

  @Test
  void aProtocolIsTriedOutAndNothingIsStored() {
    Answer answer =
        server.as("user").get("/api/regions/test?protocol=Articulatie%20pumn%20PA%20dr.");

    assertThat(answer.json())
        .isEqualTo(
            TestServer.parse(
                """
                {"protocol":"Articulatie pumn PA dr.","region":"hand","keyword":"pumn",
                 "supported":true,"projection":"frontal",
                 "question":"Are there fractures, dislocations, erosions, or foreign bodies of the hand or wrist?",
                 "becomes":"queued"}
                """));
    JsonNode nothing = server.as("user").get("/api/regions/test?protocol=qwerty").json();
    assertThat(nothing.path("region").isNull()).isTrue();
    assertThat(nothing.path("keyword").isNull()).isTrue();
    assertThat(nothing.path("projection").isNull()).isTrue();
    assertThat(nothing.path("becomes").asText()).isEqualTo("ignore");
    assertThat(server.as("user").get("/api/regions/test").error()).startsWith("protocol: ");
  }

  @Test
  void theQueueIsCountedByStateWithReasons() {
    JsonNode queue = queue();

    List<String> states = new ArrayList<>();
    queue
        .path("states")
        .forEach(one -> states.add(one.path("state").asText() + " " + one.path("exams").asLong()));
    assertThat(states)
        .containsExactlyInAnyOrder(
            "none 0", "queued 1", "requeue 0", "processing 0", "check 1", "error 1", "ignore 1");
    assertThat(queue.path("errors").path("total").asLong()).isEqualTo(1);
    JsonNode error = queue.path("errors").path("exams").path(0);
    assertThat(error.path("uid").asText()).isEqualTo("1.2.3.5");
    assertThat(error.path("protocol").asText()).isEqualTo("Torace PA");
    assertThat(queue.path("in_work")).isEmpty();
    assertThat(queue.path("refusals").path("day").asLong()).isZero();
    assertThat(server.as("admin").get("/api/queue?errors=0").json().path("errors").path("exams"))
        .isEmpty();
    assertThat(server.as("admin").get("/api/queue?errors=9999").error()).startsWith("errors: ");
  }

  @Test
  void suspendingIsSeenByEverybodyAndAuditedAsResumingIs() throws SQLException {
    assertThat(order("suspend").json().path("status").asText()).isEqualTo("success");

    assertThat(queue().path("suspended_since").asText()).isNotEmpty();
    JsonNode state = server.as("user").get("/api/status").json();
    assertThat(state.path("suspended_since").asText()).isNotEmpty();
    assertThat(state.path("openai").path("trouble").asText()).startsWith("analysis is suspended");
    assertThat(order("suspend").json().path("message").asText()).contains("already");

    assertThat(order("resume").status()).isEqualTo(200);
    assertThat(queue().path("suspended_since").isNull()).isTrue();
    assertThat(audited()).contains("admin queue_suspend ", "admin queue_resume ");
  }

  @Test
  void errorsAreTriedAgainAndCounted() throws SQLException {
    JsonNode answer = order("retry_errors").json();

    assertThat(answer.path("queued").asInt() + answer.path("prepared").asInt()).isZero();
    assertThat(answer.path("left").asInt()).isEqualTo(1);
    assertThat(answer.path("message").asText())
        .isEqualTo("0 exams are tried again. 1 stay: their objects are not there any more.");
    assertThat(audited()).contains("admin queue_retry 0 exams, 1 left");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"action\":\"stop\"}", "{\"action\":1}", "[]", ""})
  void anUnknownOrderIsRefused(String body) {
    assertThat(server.as("admin").post("/api/queue", body).status()).isEqualTo(400);
  }

  @Test
  void theSelfTestRunsInTheBackgroundAndTellsHowFarItIs() throws Exception {
    Answer answer = server.as("admin").post("/api/selftest", "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("run").path("results")).hasSize(9);

    JsonNode run = answer.json().path("run");
    while (run.path("ended").isNull()) {
      Thread.sleep(50);
      run = server.as("admin").get("/api/selftest").json().path("run");
    }

    List<String> results = new ArrayList<>();
    run.path("results")
        .forEach(one -> results.add(one.path("kind").asText() + " " + one.path("state").asText()));
    assertThat(results)
        .containsExactly(
            "pacs skipped",
            "his skipped",
            "model ok",
            "notifier skipped",
            "plugins ok",
            "disk ok",
            "clock skipped",
            "database ok",
            "database ok");
    assertThat(run.path("results").path(2).path("code").asText()).isEqualTo("unassessed");
    assertThat(run.path("results").path(5).path("facts").path("free").asText()).matches("[0-9.]+");
    assertThat(audited()).anyMatch(row -> row.startsWith("admin selftest run "));
  }
}
