/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.TestPlugin;

/** A jar in {@code plugins/} reads what comes over DICOM, in a process of its own. */
@Timeout(120)
final class PluginServeIT {
  @TempDir private Path data;

  @Test
  void theAnswerOfAPluginFromItsJarIsTheReportAndABrokenOneStopsNothing() throws Exception {
    TestPlugin.install(data.resolve("plugins"));
    TestPlugin.installWard(data.resolve("plugins"));
    Files.writeString(
        data.resolve("local.cfg"),
        """
        [plugins]
        vision_model = nobody, acme
        report_reader =
        report_source = ward
        exam_listener = ward
        patient_id_scheme = ward
        notifier = ward
        escalation_notifier =
        [processing]
        ENABLE_HIS = yes
        ENABLE_NTFY = yes
        [plugin:acme]
        id = acme-model
        answer = A shadow that only acme sees.
        key = hush-hush
        """);
    try (ServerProcess server = ServerProcess.serve(data)) {
      Shell.Result sent =
          Shell.run(
              "storescu",
              "-R",
              "-xe",
              "127.0.0.1",
              Integer.toString(server.dicomPort()),
              "../testdata/ts/cr_explicit.dcm");
      assertThat(sent.exit()).as(sent.output()).isZero();

      JsonNode report = reportOf(server);
      assertThat(report.path("text").asText()).contains("A shadow that only acme sees.");
      assertThat(report.path("severity").asInt()).isEqualTo(7);

      awaitWard(server);
      assertThat(Files.readAllLines(data.resolve("told.txt"))).containsExactly("severity 7");
      assertThat(Files.readAllLines(data.resolve("heard.txt")))
          .containsSubsequence("received", "queued", "processing", "done");

      JsonNode plugins = get(server, "/api/plugins").path("plugins");
      assertThat(plugins)
          .filteredOn(plugin -> plugin.path("id").asText().equals("ward"))
          .extracting(plugin -> plugin.path("kind").asText() + " " + plugin.path("state").asText())
          .containsExactlyInAnyOrder(
              "report_source active",
              "exam_listener active",
              "patient_id_scheme active",
              "notifier active");
      assertThat(plugins.get(0).path("id").asText()).isEqualTo("nobody");
      assertThat(plugins.get(0).path("state").asText()).isEqualTo("broken");
      assertThat(plugins.get(1).path("id").asText()).isEqualTo("acme-model");
      assertThat(plugins.get(1).path("state").asText()).isEqualTo("active");
      assertThat(server.output())
          .contains("plugin nobody (vision model, configuration) cannot run: there is no such")
          .contains("plugin acme-model (vision model, version 1.2, acme) runs")
          .doesNotContain("hush-hush");
      assertThat(text(server, "/metrics"))
          .as("what the plugin itself counts")
          .containsPattern("xrayvision_plugin_events_total\\{event=\"acme_pictures\",.*} 1\\.0");
      assertThat(get(server, "/api/config").toString()).doesNotContain("hush-hush");
      assertThat(data.resolve("tmp")).isDirectoryContaining("glob:**/sqlite-*");
    }
  }

  /** Until the other kinds of plugin have had their say. */
  private void awaitWard(ServerProcess server) throws Exception {
    while (!Files.exists(data.resolve("told.txt"))
        || !Files.exists(data.resolve("heard.txt"))
        || !Files.readAllLines(data.resolve("heard.txt")).contains("done")
        || !get(server, "/api/exams").toString().contains("Torace normal.")) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** The report of the only exam, once it is done. */
  private static JsonNode reportOf(ServerProcess server) throws Exception {
    while (true) {
      JsonNode exam = get(server, "/api/exams").path("exams").path(0);
      if (exam.path("exam").path("status").asText().equals("done")) {
        return exam.path("report").path("ai");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static JsonNode get(ServerProcess server, String path)
      throws IOException, InterruptedException {
    return new ObjectMapper().readTree(text(server, path));
  }

  private static String text(ServerProcess server, String path)
      throws IOException, InterruptedException {
    String pair = "admin:" + ServerProcess.PASSWORD;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(server.dashboard().resolve(path))
            .header("Authorization", "Basic " + basic)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
