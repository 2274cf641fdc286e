/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      send(server, "cr_explicit.dcm");

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

  @Test
  void listenerAndSchemeThatNeverComeBackAreListedAndHoldUpNeitherExamsNorTheEnd()
      throws Exception {
    TestPlugin.install(data.resolve("plugins"));
    TestPlugin.installWard(data.resolve("plugins"));
    TestPlugin.installStuck(data.resolve("plugins"));
    Files.writeString(
        data.resolve("local.cfg"),
        """
        [plugins]
        vision_model = acme-model
        report_reader =
        exam_listener = stuck, ward
        patient_id_scheme = stuck
        [processing]
        deadline_seconds = 2
        """);
    try (ServerProcess server = ServerProcess.serve(data)) {
      send(server, "cr_explicit.dcm");
      send(server, "cr_explicit_mono1.dcm");
      assertThat(reportOf(server).path("severity").asInt()).isEqualTo(7);
      JsonNode endpoints = awaitStuck(server);

      assertThat(endpoints.at("/exam_listeners/0/cause").asText()).contains("are stuck");
      assertThat(endpoints.at("/exam_listeners/1/active").asBoolean()).isTrue();
      assertThat(endpoints.at("/patient_id_schemes/0/cause").asText()).contains("did not return");
      assertThat(get(server, "/api/plugins").path("plugins"))
          .filteredOn(plugin -> plugin.path("state").asText().equals("broken"))
          .extracting(plugin -> plugin.path("kind").asText() + " " + plugin.path("id").asText())
          .containsExactly("exam_listener stuck", "patient_id_scheme stuck");
      assertThat(text(server, "/metrics"))
          .contains(
              "xrayvision_plugins{kind=\"exam_listener\",state=\"broken\"} 1.0",
              "xrayvision_plugins{kind=\"patient_id_scheme\",state=\"broken\"} 1.0",
              "xrayvision_endpoint_threads_stuck{place=\"1\",role=\"exam_listener\"} 2.0",
              "xrayvision_endpoint_threads_stuck{place=\"1\",role=\"patient_id_scheme\"} 2.0");
      JsonNode tested = tested(server);
      assertThat(tested.path("state").asText()).isEqualTo("failed");
      assertThat(tested.path("message").asText())
          .contains(
              "exam listener stuck: 2 of its threads are stuck", "patient id scheme stuck: 2");
      while (!Files.readAllLines(data.resolve("heard.txt")).contains("done")) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(Files.readAllLines(data.resolve("heard.txt")))
          .containsSubsequence("received", "queued", "processing", "done");
      while (!server.output().contains("exam listener stuck cannot be used: 2 of its threads")) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertThat(server.terminate()).as("it was not killed").isLessThan(Duration.ofSeconds(30));
    }
  }

  /** How the endpoints are, once both have two threads that are stuck. */
  private static JsonNode awaitStuck(ServerProcess server) throws Exception {
    while (true) {
      JsonNode endpoints = get(server, "/api/plugins").path("endpoints");
      if (endpoints.at("/exam_listeners/0/stuck_threads").asInt() == 2
          && !endpoints.at("/exam_listeners/0/active").asBoolean()
          && endpoints.at("/patient_id_schemes/0/stuck_threads").asInt() == 2
          // One scrape sees what was there a second ago at most.
          && text(server, "/metrics").contains("role=\"exam_listener\"} 2.0")) {
        return endpoints;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** What the self-test says of plugins. */
  private static JsonNode tested(ServerProcess server) throws Exception {
    HttpRequest.Builder start =
        request(server, "/api/selftest")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    HttpResponse<String> begun =
        HttpClient.newHttpClient().send(start.build(), BodyHandlers.ofString());
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
    while (true) {
      for (JsonNode result : get(server, "/api/selftest").at("/run/results")) {
        if (result.path("kind").asText().equals("plugins") && !result.path("millis").isNull()) {
          return result;
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static void send(ServerProcess server, String file) throws Exception {
    Shell.Result sent =
        Shell.run(
            "storescu",
            "-R",
            "-xe",
            "127.0.0.1",
            Integer.toString(server.dicomPort()),
            "../testdata/ts/" + file);
    assertThat(sent.exit()).as(sent.output()).isZero();
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

  /** The report of the newest exam, once it is done. */
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
    HttpRequest request = request(server, path).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder request(ServerProcess server, String path) {
    String pair = "admin:" + ServerProcess.PASSWORD;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(server.dashboard().resolve(path))
        .header("Authorization", "Basic " + basic);
  }
}
