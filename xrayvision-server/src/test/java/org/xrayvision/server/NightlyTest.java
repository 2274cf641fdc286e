/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;

/** The nightly work of a real server, asked for by day. */
@Timeout(180)
final class NightlyTest {
  @TempDir private Path data;

  private Server server() {
    List<Option> options =
        List.of(
            new Option("--http-port", "DASHBOARD_PORT", "0"),
            new Option("--dicom-port", "AE_PORT", "0"));
    return Server.start(
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, Map.of(), options)),
        "correct horse battery",
        null);
  }

  /** Has it done, and waits until it is over. */
  private JsonNode night(ServerConnection server) throws InterruptedException {
    Instant asked = Instant.now();
    server.post("/api/maintenance", JsonNodeFactory.instance.objectNode());
    while (true) {
      JsonNode state = server.get("/api/maintenance");
      JsonNode last = state.path("last");
      if (last.isObject()
          && !state.path("running").asBoolean()
          && !Instant.parse(last.path("ended").asText())
              .isBefore(asked.minus(Duration.ofMillis(5)))) {
        return state;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static List<String> steps(JsonNode state, boolean well) {
    List<String> names = new ArrayList<>();
    for (JsonNode step : state.path("last").path("steps")) {
      if (step.path("ok").asBoolean() == well) {
        names.add(step.path("name").asText());
      }
    }
    return names;
  }

  private List<String> copies() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("backup"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNightCopiesBothDatabasesAndABackupThatFailsIsSeen() throws Exception {
    try (Server server = server()) {
      ServerConnection connection = ServerConnection.to(data);

      JsonNode state = night(connection);

      assertThat(steps(state, true))
          .containsExactly(
              "backup", "backup_users", "purge", "pictures", "orphans", "sessions", "analyze");
      assertThat(copies())
          .hasSize(2)
          .anyMatch(name -> name.matches("xrayvision[.]db-daily-\\d{8}-\\d{6}Z[.]db"))
          .anyMatch(name -> name.matches("server[.]db-daily-\\d{8}-\\d{6}Z[.]db"));
      assertThat(state.path("backups")).hasSize(2);
      assertThat(state.path("backups").path(0).path("kind").asText()).isEqualTo("daily");
      assertThat(connection.get("/api/status").path("maintenance").path("failed")).isEmpty();

      Files.move(data.resolve("backup"), data.resolve("elsewhere"));
      Files.writeString(data.resolve("backup"), "a disk that is not mounted");
      JsonNode failed = night(connection);

      assertThat(steps(failed, false)).containsExactly("backup", "backup_users");
      assertThat(failed.path("last").path("steps").path(0).path("message").asText())
          .contains("no copy of", "check the space and the permissions");
      assertThat(connection.get("/api/status").path("maintenance").path("failed").toString())
          .isEqualTo("[\"backup\",\"backup_users\"]");
      assertThat(server.dicomPort()).isPositive();
    }
    assertThat(Files.readString(data.resolve("xrayvision.log")))
        .contains("maintenance: analyze: done", "maintenance: backup failed: no copy of");
    try (Server again = server()) {
      assertThat(
              ServerConnection.to(data)
                  .get("/api/status")
                  .path("maintenance")
                  .path("failed")
                  .toString())
          .as("a restart does not hide it")
          .contains("backup");
      assertThat(again.dicomPort()).isPositive();
    }
  }
}
