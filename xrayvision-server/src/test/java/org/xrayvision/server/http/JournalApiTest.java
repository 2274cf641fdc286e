/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.http.TestServer.Answer;

/** What happened to an exam, told out of events, runs, reviews and the audit log. */
final class JournalApiTest {
  private static final String JOURNAL = "/api/exams/1.2.3.2/journal";

  @TempDir private static Path folder;
  private static Backends backends;
  private static TestServer server;

  /** An exam that came, was prepared, read, and got its report, as the engine writes it. */
  @BeforeAll
  static void start() throws Exception {
    backends = new Backends();
    server = new TestServer(folder, backends::wire);
    Sql sql = new Sql(folder.resolve("xrayvision.db"));
    sql.execute(
        event(1_000, "received", "{\"sender\":\"DX_ROOM2\",\"modality\":\"DX\"}"),
        event(1_900, "queued", "{}"),
        event(9_000, "processing", "{}"),
        "INSERT INTO ai_runs (uid, kind, started, prompt_version, model, endpoint, latency,"
            + " prompt_tokens, completion_tokens, text, severity, confidence, summary) VALUES"
            + " ('1.2.3.2', 'primary', 9100, 'p1+c1', 'medgemma', 'http://127.0.0.1:1/v1', 6.4,"
            + " 900, 412, 'Fracture.', 7, 86, 'fracture')",
        event(15_600, "done", "{}"));
    server.as("user").post("/api/rad_review", "{\"uid\":\"1.2.3.2\",\"normal\":false}");
    server.as("user").post("/api/rad_review", "{\"uid\":\"1.2.3.2\",\"normal\":null}");
    server.as("user").post("/api/getrad", "{\"uid\":\"1.2.3.2\"}");
    server.as("user").post("/api/requeue", "{\"uid\":\"1.2.3.2\"}");
  }

  private static String event(long at, String kind, String payload) {
    return "INSERT INTO events (at, kind, uid, payload) VALUES ("
        + at
        + ", '"
        + kind
        + "', '1.2.3.2', '"
        + payload
        + "')";
  }

  @AfterAll
  static void stop() {
    server.close();
    backends.close();
  }

  private static List<String> names(JsonNode steps) {
    List<String> names = new ArrayList<>();
    steps.forEach(step -> names.add(step.get("step").asText()));
    return names;
  }

  private static Optional<JsonNode> step(JsonNode steps, String name) {
    for (JsonNode step : steps) {
      if (step.get("step").asText().equals(name)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  @Test
  void everyStepIsToldOnceInTheOrderOfTime() {
    JsonNode steps = server.as("admin").get(JOURNAL).json().get("steps");

    assertThat(names(steps))
        .startsWith("received", "prepared", "asked", "answered")
        .containsOnlyOnce("reviewed", "withdrawn", "reported", "requeued")
        .doesNotContain("done", "processing", "review");
  }

  @Test
  void aStepSaysByWhomAndHowLong() {
    JsonNode steps = server.as("admin").get(JOURNAL).json().get("steps");

    JsonNode received = step(steps, "received").orElseThrow();
    assertThat(received.get("by").asText()).isEqualTo("DX_ROOM2");
    assertThat(received.at("/detail/modality").asText()).isEqualTo("DX");
    assertThat(step(steps, "prepared").orElseThrow().get("took").asDouble()).isEqualTo(0.9);
    JsonNode asked = step(steps, "asked").orElseThrow();
    assertThat(asked.get("took").asDouble()).isEqualTo(7.2);
    assertThat(asked.at("/detail/prompt").asText()).isEqualTo("p1+c1");
    JsonNode answered = step(steps, "answered").orElseThrow();
    assertThat(answered.get("by").asText()).isEqualTo("medgemma");
    assertThat(answered.get("took").asDouble()).isEqualTo(6.4);
    assertThat(answered.at("/detail/severity").asText()).isEqualTo("7");
    assertThat(answered.at("/detail/tokens").asText()).isEqualTo("412");
    assertThat(step(steps, "reviewed").orElseThrow().get("by").asText()).isEqualTo("user");
    assertThat(step(steps, "reviewed").orElseThrow().at("/detail/verdict").asText())
        .isEqualTo("abnormal");
  }

  @Test
  void theEventsStandBesideAsTheyAlwaysDid() {
    JsonNode journal = server.as("admin").get(JOURNAL).json().get("journal");

    assertThat(journal.get(0).get("kind").asText()).isEqualTo("received");
    assertThat(journal.get(0).get("seq").asLong()).isPositive();
  }

  @Test
  void aMaskedReaderSeesInitials() {
    Answer answer = server.as("user").get(JOURNAL);
    JsonNode steps = answer.json().get("steps");

    assertThat(step(steps, "reviewed").orElseThrow().get("by").asText()).isEqualTo("U.");
    assertThat(answer.text()).doesNotContain("Ștefănescu", "Stefanescu", "2920227400233", "Marin");
  }
}
