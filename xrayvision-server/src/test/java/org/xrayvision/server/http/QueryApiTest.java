/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.retrieve.QueryProgress;

/** Asking PACS over HTTP. */
final class QueryApiTest {
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

  @BeforeEach
  void nobodyHasAsked() {
    server.queries.asked.clear();
    server.queries.off = null;
    server.queries.trouble = null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/dicomquery", "/api/trigger_query"})
  void aQueryIsAnsweredAtOnce(String path) {
    Answer answer = server.as("admin").post(path, "{\"hours\":168}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asText()).isEqualTo("success");
    assertThat(answer.json().path("message").asText())
        .isEqualTo("Asking main, old for the studies of the last 168 hours.");
    assertThat(answer.json().path("runs").path("old").asLong()).isEqualTo(7);
    assertThat(server.queries.asked).containsExactly("main 168", "old 168");
  }

  @Test
  void onePacsCanBeNamed() {
    assertThat(
            server.as("admin").post("/api/dicomquery", "{\"hours\":1,\"pacs\":\"old\"}").status())
        .isEqualTo(200);
    assertThat(server.queries.asked).containsExactly("old 1");

    Answer unknown = server.as("admin").post("/api/dicomquery", "{\"hours\":1,\"pacs\":\"new\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.error())
        .isEqualTo("pacs: there is no PACS of this name; there is main, old");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"hours\":0}",
        "{\"hours\":169}",
        "{\"hours\":1.5}",
        "{\"hours\":\"3\"}",
        "{\"hours\":null}",
        "{\"hours\":99999999999}"
      })
  void hoursOutOfRangeAreRefusedWithASentence(String body) {
    Answer answer = server.as("admin").post("/api/dicomquery", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("status").asText()).isEqualTo("error");
    assertThat(answer.error()).isEqualTo("hours: a whole number in 1 to 168 is required");
    assertThat(server.queries.asked).isEmpty();
  }

  @Test
  void onlyAnAdminMayAskAndSee() {
    assertThat(server.as("user").post("/api/dicomquery", "{\"hours\":1}").status()).isEqualTo(403);
    assertThat(server.as("user").post("/api/trigger_query", "{\"hours\":1}").status())
        .isEqualTo(403);
    assertThat(server.as("user").get("/api/retrievals").status()).isEqualTo(403);
    assertThat(server.anonymous().post("/api/dicomquery", "{\"hours\":1}").status()).isEqualTo(401);
    assertThat(server.queries.asked).isEmpty();
  }

  @Test
  void whereNobodyIsAskedItIsSaidWhy() {
    server.queries.off = "No PACS is configured: set one.";

    Answer answer = server.as("admin").post("/api/dicomquery", "{\"hours\":1}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("message").asText()).isEqualTo("No PACS is configured: set one.");
    JsonNode state = server.as("admin").get("/api/retrievals").json();
    assertThat(state.path("enabled").asBoolean()).isFalse();
    assertThat(state.path("next_query").asText()).isEqualTo("Disabled");
  }

  @Test
  void theStateOfEachPacsAndWhatFailedCanBeSeen() {
    JsonNode state = server.as("admin").get("/api/retrievals").json();

    assertThat(state.path("next_query").asText()).isEqualTo("2026-11-22 10:05:00");
    JsonNode main = state.path("pacs").path(0);
    assertThat(main.path("address").asText()).isEqualTo("ARCHIVE@192.0.2.8:104");
    assertThat(main.path("run").path("skipped").asInt()).isEqualTo(2);
    assertThat(main.path("run").path("ended").asText()).isEqualTo("2026-11-22T08:00:05Z");
    JsonNode failure = state.path("failures").path(0);
    assertThat(failure.path("study").asText()).isEqualTo("1.2.4.9");
    assertThat(failure.path("error").asText()).isEqualTo("The PACS could not send.");
    assertThat(failure.path("again").isNull()).isTrue();
  }

  @Test
  void progressComesOverTheWebSocketAndSoDoesTheNextTime() throws Exception {
    BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    WebSocket socket =
        server
            .webSocket()
            .header("Authorization", TestServer.basic("user", TestServer.PASSWORD))
            .buildAsync(
                java.net.URI.create("ws://" + server.host() + "/ws"), new Listener(messages))
            .join();
    JsonNode first = next(messages, "connected");
    assertThat(first.path("next_query").asText()).isEqualTo("2026-11-22 10:05:00");
    assertThat(first.path("pacs").path(0).path("name").asText()).isEqualTo("main");
    assertThat(first.path("pacs").path(0).path("trouble").isNull()).isTrue();

    server.queries.trouble = "Nothing listens there.";
    server.queries.tell(
        new QueryProgress("main", QueryProgress.State.RETRIEVING, 3, 1, 0, 2, "words"));

    JsonNode message = next(messages, "query");
    JsonNode event = message.path("event");
    assertThat(event.path("seq").asLong())
        .isEqualTo(first.path("event").path("payload").path("seq").asLong());
    assertThat(event.path("payload").toString())
        .isEqualTo(
            "{\"pacs\":\"main\",\"state\":\"retrieving\",\"found\":3,\"fetched\":1,\"failed\":0,"
                + "\"skipped\":2,\"message\":\"words\"}");
    JsonNode later = message;
    while (later.path("pacs").path(0).path("trouble").isNull()) {
      later = messages.poll(60, TimeUnit.SECONDS);
      assertThat(later).isNotNull();
    }
    assertThat(later.path("pacs").path(0).path("trouble").asText())
        .isEqualTo("Nothing listens there.");
    socket.abort();
  }

  private static JsonNode next(BlockingQueue<JsonNode> messages, String name) throws Exception {
    while (true) {
      JsonNode message = messages.poll(60, TimeUnit.SECONDS);
      assertThat(message).as(name).isNotNull();
      if (message.path("event").path("name").asText().equals(name)) {
        return message;
      }
    }
  }

  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages;
    private final StringBuilder text = new StringBuilder();

    private Listener(BlockingQueue<JsonNode> messages) {
      this.messages = messages;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        messages.add(TestServer.parse(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
