/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.AddressRange;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

@Timeout(60)
final class PluginApiTest {
  @TempDir private Path folder;

  /** A model whose endpoint is down. */
  private static final class Down implements VisionModel, HealthProbe {
    @Override
    public VisionAnswer read(VisionRequest request) {
      return VisionAnswer.builder().text("Normal.").build();
    }

    @Override
    public String displayName() {
      return "challenger";
    }

    @Override
    public void checkHealth(Deadline deadline) {
      throw TransientBackendException.outage("nobody is at home", (Throwable) null);
    }
  }

  private static AddressRange range(String address, int prefix) throws Exception {
    return new AddressRange(InetAddress.getByName(address), prefix);
  }

  @Test
  void adminsSeeWhichPluginsThereAreAndOthersDoNot() {
    try (TestServer server = new TestServer(folder)) {
      assertThat(server.as("admin").get("/api/plugins").json().get("plugins"))
          .contains(
              TestServer.parse(
                  """
                  {"kind":"vision_model","id":"openai","version":"0.1",
                   "name":"OpenAI-compatible endpoint","state":"installed","origin":"built in",
                   "problem":null,"role":null,"place":null}
                  """));
      assertThat(server.as("user").get("/api/plugins").status()).isEqualTo(403);
      assertThat(server.anonymous().get("/api/plugins").status()).isEqualTo(401);
    }
  }

  @Test
  void endpointsOfShadowsTellWhatIsWrongWithThem() throws Exception {
    try (TestServer server = new TestServer(folder, List.of(), new Down())) {
      server.engine.start();
      JsonNode shadow;
      do {
        shadow = server.as("admin").get("/api/plugins").json().at("/endpoints/shadow_models/0");
      } while (!shadow.get("health").asText().equals("down"));

      assertThat(shadow.get("name").asText()).isEqualTo("challenger");
      assertThat(shadow.get("active").asBoolean()).isFalse();
      assertThat(shadow.get("cause").asText()).isEqualTo("nobody is at home");
      assertThat(shadow.get("last_error").asText()).isEqualTo("nobody is at home");
      assertThat(shadow.get("last_error_at").asText()).isNotEmpty();
      assertThat(shadow.get("since").asText()).isNotEmpty();
      assertThat(shadow.get("breaker_open").asBoolean()).isFalse();
      assertThat(shadow.get("stuck_threads").asInt()).isZero();
      assertThat(server.as("admin").get("/metrics").text())
          .contains("xrayvision_endpoint_up{place=\"1\",role=\"shadow_model\"} 0.0");
    }
  }

  @Test
  void metricsAreForAdminsWhereNobodyElseIsNamed() {
    try (TestServer server = new TestServer(folder)) {
      TestServer.Answer answer = server.as("admin").get("/metrics");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(answer.text())
          .contains("xrayvision_exams{state=\"error\"} 1.0")
          .contains("xrayvision_exams{state=\"waiting\"} 1.0")
          .contains("xrayvision_disk_free_bytes ")
          .contains("xrayvision_queue_oldest_age_seconds ")
          .contains("jvm_memory_used_bytes{")
          .contains("xrayvision_plugin_events_total{")
          .doesNotContain("Popescu", "1580412400014", "1.2.3.1", "NaN,");
      assertThat(server.as("user").get("/metrics").status()).isEqualTo(403);
      TestServer.Answer anonymous = server.anonymous().get("/metrics");
      assertThat(anonymous.status()).isEqualTo(401);
      assertThat(anonymous.text()).doesNotContain("xrayvision_");
    }
  }

  @Test
  void metricsAreForTheAddressesThatAreNamedAndAProxysOwnIsNotItsClients() throws Exception {
    List<AddressRange> from = List.of(range("127.0.0.0", 8), range("::1", 128));
    try (TestServer server = new TestServer(folder, from)) {
      assertThat(server.anonymous().get("/metrics").text()).contains("xrayvision_exams{");
      assertThat(
              server.anonymous().header("X-Forwarded-For", "203.0.113.9").get("/metrics").status())
          .isEqualTo(401);
      assertThat(server.anonymous().get("/api/plugins").status()).isEqualTo(401);
      assertThat(server.anonymous().post("/metrics", "{}").status()).isIn(401, 403, 405);
    }
  }
}
