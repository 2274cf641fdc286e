/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Refusal;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Role;

final class SystemApiTest {
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

  @Test
  void theConfigurationIsWhatWasGivenAndWhoAsks() {
    ObjectNode answer = (ObjectNode) server.as("user").get("/api/config").json();
    answer.remove(List.of("PAGES", "MAY"));
    assertThat(answer)
        .isEqualTo(
            TestServer.parse(
                """
                {"PAGE_SIZE":3,"NO_QUERY":true,"NTFY_URL":null,"USER_ROLE":"user",
                 "USER_NAME":"user","MASKED":true,"SIMULATED":"PACS and model"}
                """));
    assertThat(server.as("admin").get("/api/config").json().get("USER_ROLE").asText())
        .isEqualTo("admin");
  }

  @Test
  void thePagesThatOneMayOpenAndWhatOneMayDoStandInTheConfiguration() {
    JsonNode user = server.as("user").get("/api/config").json();
    JsonNode admin = server.as("admin").get("/api/config").json();

    assertThat(user.at("/PAGES/0"))
        .isEqualTo(TestServer.parse("{\"id\":\"dashboard\",\"path\":\"/\"}"));
    assertThat(user.get("MAY"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Action.values())
                .filter(action -> Permissions.allows(Role.USER, action))
                .map(Action::name)
                .toList())
        .contains("REVIEW")
        .doesNotContain("SEE_DICOM", "SEE_PLUGINS");
    assertThat(admin.get("MAY")).extracting(JsonNode::asText).contains("SEE_DICOM", "SEE_PLUGINS");
  }

  @Test
  void oneCanAskWhoOneIs() {
    assertThat(server.as("user").get("/api/me").json())
        .isEqualTo(
            TestServer.parse(
                """
                {"name":"user","role":"user","masked":true,"must_change":false,
                 "may_change_password":true,
                 "actions":["own_account","use_pages","see_exams","see_pictures","see_refusals",
                   "see_configuration","follow_events","look_again","export","review","acknowledge",
                   "fetch_reports","ask_reader"]}
                """));
  }

  @Test
  void theRegionsAreAListOfNames() {
    List<String> regions = new ArrayList<>();
    server.as("user").get("/api/regions").json().forEach(name -> regions.add(name.asText()));

    assertThat(regions).isEqualTo(server.engine.regions()).contains("chest", "hand");
  }

  @Test
  void refusalsAreNewestFirst() {
    Instant then = Instant.parse("2026-11-22T08:00:00Z");
    server.engine.refuse(
        new Refusal(
            then,
            "10.0.0.7:4711",
            "CT_ROOM1",
            "1.2.840.10008.5.1.4.1.1.2",
            0x0122,
            "modality CT is not taken"));
    server.engine.refuse(
        new Refusal(then.plusSeconds(60), null, null, null, 0xC000, "cannot be read"));

    JsonNode refusals = server.as("user").get("/api/refusals").json().get("refusals");
    assertThat(refusals)
        .isEqualTo(
            TestServer.parse(
                """
                [{"at":"2026-11-22T08:01:00Z","peer":null,"ae_title":null,"sop_class":null,
                  "status":"C000","reason":"cannot be read"},
                 {"at":"2026-11-22T08:00:00Z","peer":"10.0.0.7:4711","ae_title":"CT_ROOM1",
                  "sop_class":"1.2.840.10008.5.1.4.1.1.2","status":"0122",
                  "reason":"modality CT is not taken"}]
                """));
    assertThat(server.as("user").get("/api/refusals?limit=1").json().get("refusals")).hasSize(1);
    assertThat(server.as("user").get("/api/refusals?limit=0").error()).startsWith("limit: ");
  }
}
