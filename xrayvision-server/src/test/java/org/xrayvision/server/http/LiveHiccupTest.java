/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.logging.Logging;

/** The WebSocket when the database fails for a moment. */
@Timeout(180)
final class LiveHiccupTest {
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  @Test
  void anEventIsToldWhenTheStoreIsBackThoughNoOtherFollows() throws Exception {
    Path log = folder.resolve("x.log");
    try (Logging logging = Logging.start("INFO", ZoneOffset.UTC);
        TestServer server = new TestServer(folder, 0, LiveTest::quick)) {
      logging.toFile(log);
      listen(server);
      assertThat(next()).isEqualTo("connected");

      breakLatency();
      server.engine.requeue("1.2.3.8");
      awaitFailure(log);
      sql("DROP VIEW ai_reports", "ALTER TABLE away RENAME TO ai_reports");

      assertThat(next()).isEqualTo("requeue");
    }
  }

  /** The engine's state, which has the mean latency, cannot be read; all else can. */
  private void breakLatency() throws SQLException {
    sql(
        "ALTER TABLE ai_reports RENAME TO away",
        "CREATE VIEW ai_reports AS SELECT uid, created, updated, text, positive, confidence,"
            + " severity, summary, model, abs(-9223372036854775808) AS latency FROM away");
  }

  private void awaitFailure(Path log) throws IOException, InterruptedException {
    while (!Files.readString(log).contains("Cannot tell the dashboards")) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void listen(TestServer server) {
    server
        .webSocket()
        .header("Authorization", TestServer.basic("user", TestServer.PASSWORD))
        .buildAsync(
            URI.create("ws://" + server.host() + "/ws"),
            new WebSocket.Listener() {
              @Override
              public @Nullable CompletionStage<?> onText(
                  WebSocket socket, CharSequence data, boolean last) {
                messages.add(TestServer.parse(data.toString()));
                socket.request(1);
                return null;
              }
            })
        .join();
  }

  /** The name of the next event. */
  private String next() throws InterruptedException {
    while (true) {
      JsonNode message = messages.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message within a minute").isNotNull();
      if (message.has("event")) {
        return message.get("event").get("name").asText();
      }
    }
  }

  private void sql(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }
}
