/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.simulator.his.HospitalSimulator;
import org.xrayvision.simulator.pacs.PacsArchive;
import org.xrayvision.simulator.pacs.QueryRetrievePacs;
import org.xrayvision.simulator.vision.VisionModelSimulator;

/** The self-test of a server whose PACS, hospital system and model speak the real protocols. */
@Timeout(120)
final class ServedSelfTestTest {
  @TempDir Path data;

  @Test
  void eachPeerIsAskedAndWhatIsDownIsFoundDown() throws Exception {
    try (QueryRetrievePacs pacs = QueryRetrievePacs.start("PACS", new PacsArchive());
        HospitalSimulator his = new HospitalSimulator(0, Duration.ZERO, Clock.systemUTC());
        VisionModelSimulator model = new VisionModelSimulator(0, Duration.ZERO)) {
      int nobody = freePort();
      Files.writeString(
          data.resolve("local.cfg"),
          """
          [general]
          min_free_mb = 0
          [dicom]
          AE_PORT = 0
          dicom_address = 127.0.0.1
          REMOTE_AE_TITLE = PACS
          REMOTE_AE_IP = 127.0.0.1
          REMOTE_AE_PORT = %d
          [pacs:away]
          ae_title = AWAY
          address = 127.0.0.1
          port = %d
          [dashboard]
          http_address = 127.0.0.1
          DASHBOARD_PORT = 0
          [openai]
          OPENAI_URL_PRIMARY = %s
          OPENAI_URL_SECONDARY = http://127.0.0.1:%d/v1/chat/completions
          [fhir]
          FHIR_URL = %s
          [notifications]
          NTFY_URL = http://127.0.0.1:%d/xrays
          [processing]
          ENABLE_NTFY = yes
          ENABLE_HIS = yes
          NO_QUERY = yes
          """
              .formatted(pacs.port(), nobody, model.endpoint(), nobody, his.uri(), nobody));
      Server server =
          Server.start(
              ConfigurationLoader.load(ConfigurationSources.ofDirectory(data)),
              "a password of the test",
              null);
      try (server) {
        Map<String, JsonNode> results = results(ServerConnection.to(data));

        assertThat(states(results))
            .containsEntry("pacs default", "ok")
            .containsEntry("pacs away", "failed")
            .containsEntry("his 1", "ok")
            .containsEntry("model 1", "ok")
            .containsEntry("model 2", "failed")
            .containsEntry("notifier ntfy at 127.0.0.1", "failed")
            .containsEntry("disk", "ok")
            .containsEntry("clock", "ok")
            .containsEntry("database xrayvision.db", "ok")
            .containsEntry("database server.db", "ok");
        JsonNode seen = results.get("model 1");
        assertThat(seen.path("code").asText()).isEqualTo("seen");
        assertThat(seen.path("facts").path("severity").asText()).isEqualTo("8");
        assertThat(results.get("pacs away").path("advice").asText()).contains("our AE title");
        assertThat(results.values()).allMatch(result -> result.path("millis").asLong() < 30_000);
        assertThat(ServerConnection.to(data).get("/api/exams").path("total").asLong()).isZero();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, String> states(Map<String, JsonNode> results) {
    Map<String, String> states = new LinkedHashMap<>();
    results.forEach((name, result) -> states.put(name, result.path("state").asText()));
    return states;
  }

  /** By kind and name; endpoints by their number. */
  private static Map<String, JsonNode> results(ServerConnection server) throws Exception {
    JsonNode run = server.post("/api/selftest", JsonNodeFactory.instance.objectNode()).path("run");
    while (run.path("ended").isNull()) {
      Thread.sleep(50);
      run = server.get("/api/selftest").path("run");
    }
    Map<String, JsonNode> results = new LinkedHashMap<>();
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (JsonNode result : run.path("results")) {
      String kind = result.path("kind").asText();
      String target = result.path("target").asText("");
      boolean numbered = kind.equals("model") || kind.equals("his");
      String name = numbered ? String.valueOf(numbers.merge(kind, 1, Integer::sum)) : target;
      results.put((result.path("target").isNull() ? kind : kind + " " + name).strip(), result);
    }
    return results;
  }
}
