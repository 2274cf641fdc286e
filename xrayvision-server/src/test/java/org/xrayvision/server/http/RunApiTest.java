/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunApiTest {
  private static final String RUNS = "/api/exams/1.2.3.1/runs";

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws SQLException {
    server = new TestServer(folder);
    insert("primary", 1000, "Consolidation of Popescu Ion.", "{\"choices\":1}", null);
    insert("check", 2000, null, "x".repeat(20_001), null);
    insert("shadow", 3000, null, null, "HTTP 500");
    insert("report", 500, null, "{}", null);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void insert(String kind, long started, String text, String raw, String error)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        PreparedStatement row =
            connection.prepareStatement(
                "INSERT INTO ai_runs (uid, kind, started, prompt_version, model, endpoint, latency,"
                    + " prompt_tokens, completion_tokens, text, severity, confidence, summary,"
                    + " raw_answer, error) VALUES ('1.2.3.1', ?, ?, 'p1+c1', 'medgemma',"
                    + " 'http://127.0.0.1:1/v1', 12.5, 900, -1, ?, 8, 80, 'pneumonia', ?, ?)")) {
      row.setString(1, kind);
      row.setLong(2, started);
      row.setString(3, text);
      row.setString(4, raw);
      row.setString(5, error);
      row.executeUpdate();
    }
  }

  @Test
  void runsAreNewestFirstWithAllThatIsKnownOfThem() {
    JsonNode answer = server.as("admin").get(RUNS).json();

    assertThat(answer.get("uid").asText()).isEqualTo("1.2.3.1");
    assertThat(answer.get("runs").findValuesAsText("kind"))
        .containsExactly("shadow", "check", "primary", "report");
    assertThat(answer.at("/runs/0/error").asText()).isEqualTo("HTTP 500");
    assertThat(answer.at("/runs/2"))
        .isEqualTo(
            TestServer.parse(
                """
                {"kind":"primary","started":"1970-01-01T00:00:01Z","prompt_version":"p1+c1",
                 "model":"medgemma","endpoint":"http://127.0.0.1:1/v1","latency":12.5,
                 "prompt_tokens":900,"completion_tokens":null,"severity":8,"confidence":80,
                 "summary":"pneumonia","text":"Consolidation of Popescu Ion.",
                 "raw_answer":"{\\"choices\\":1}","raw_assessment":null,"cut":false,"error":null}
                """));
  }

  @Test
  void assessmentOfTheRadiologistsReportIsAmongTheExamsRuns() {
    JsonNode list = server.as("admin").get("/api/readings").json();
    assertThat(list.findValuesAsText("kind")).contains("report");
    JsonNode journal = server.as("admin").get("/api/exams/1.2.3.1/journal").json();
    assertThat(journal.get("steps"))
        .filteredOn(step -> step.at("/detail/kind").asText().equals("report"))
        .extracting(step -> step.get("step").asText())
        .containsExactly("graded");
  }

  @Test
  void longAnswersAreCutAndSayTheyAre() {
    JsonNode check = server.as("admin").get(RUNS).json().at("/runs/1");

    assertThat(check.get("raw_answer").asText()).hasSize(20_000);
    assertThat(check.get("cut").asBoolean()).isTrue();
  }

  @Test
  void runsAreNotForUsersAndOnlyOfExamsThatAreThere() {
    TestServer.Answer refused = server.as("user").get(RUNS);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).doesNotContain("Popescu", "Consolidation");
    assertThat(server.as("admin").get("/api/exams/9.9/runs").status()).isEqualTo(404);
    assertThat(server.as("admin").get("/api/exams/abc/runs").status()).isEqualTo(400);
    assertThat(server.as("admin").get("/api/exams/1.2.3.2/runs").json().get("runs")).isEmpty();
  }
}
