/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.api.Refusal;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.http.Samples.Sample;
import org.xrayvision.server.http.TestServer.Answer;

/** That the OpenAPI document is the API. */
final class ApiSpecTest {
  /**
   * A WebSocket is opened, not answered: LiveTest does. What imports needs an engine at work; what
   * takes a patient away is asked by UpkeepApiTest; a message's link leads elsewhere: AlertApiTest.
   */
  private static final Set<String> NOT_ASKED =
      Set.of("GET /ws", "POST /api/import", "POST /api/patient/erase", "GET /alerts/{id}");

  /** There only where it is configured: OidcTest. */
  private static final Set<String> CONFIGURED =
      Set.of("GET /api/oidc/login", "GET /api/oidc/callback");

  @TempDir private static Path folder;
  private static Backends backends;
  private static TestServer server;

  @BeforeAll
  static void start() throws SQLException {
    backends = new Backends();
    server = new TestServer(folder, backends::wire);
    AlertApiTest.raise(folder, "a-1", "1.2.3.1", 8, Instant.now());
    server.logIn("radiologist");
    for (String reason : List.of("modality CT is not taken", "cannot be read")) {
      server.engine.refuse(new Refusal(Instant.EPOCH, null, null, null, 0xC000, reason));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    backends.close();
  }

  private static JsonNode document() {
    return server.as("user").get("/api/spec").json();
  }

  private static Set<String> operations(JsonNode paths) {
    Set<String> names = new TreeSet<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            names.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    return names;
  }

  private static Set<String> routes() {
    Set<String> names = new TreeSet<>();
    server.server.routes().forEach(route -> names.add(route.method() + " " + ApiSpec.path(route)));
    return names;
  }

  @Test
  void everyRouteIsInTheDocumentAndNothingElse() {
    assertThat(operations(document().get("paths"))).isEqualTo(routes());
    Set<String> known = new TreeSet<>(routes());
    known.addAll(CONFIGURED);
    assertThat(operations(ApiSpec.entries().get("paths"))).isEqualTo(known);
  }

  @Test
  void everyOperationIsAskedByASample() {
    Set<String> asked = new TreeSet<>(NOT_ASKED);
    Samples.ALL.forEach(sample -> asked.add(sample.method() + " " + sample.template()));

    assertThat(asked).isEqualTo(routes());
  }

  static List<Sample> samples() {
    return Samples.ALL;
  }

  /** That the answer is as the document says is checked by each request of {@link TestServer}. */
  @ParameterizedTest
  @MethodSource("samples")
  void everyOperationAnswersAsItPromises(Sample sample) {
    // Who changes his password is not needed afterwards.
    String who = sample.template().equals("/api/password") ? "viewer" : "admin";
    Answer answer = server.as(who).send(sample.with("SESSION", ApiSpecTest::session));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** One that somebody else has just begun. */
  private static String session() {
    server.logIn("radiologist");
    return server.as("admin").get("/api/sessions?all=yes").json().at("/sessions/0/id").asText();
  }

  @Test
  void anImportAnswersAsItPromisesWhetherTheFileIsTakenOrNot() {
    try (TestServer working = new TestServer(folder.resolve("working"))) {
      working.engine.start();
      Answer refused = working.as("admin").post("/api/import?source=ROOM", "no DICOM");
      assertThat(refused.status()).isEqualTo(200);
      assertThat(refused.json().get("outcome").asText()).isEqualTo("cannot_understand");
      Answer unnamed = working.as("admin").post("/api/import?source=%01", "no DICOM");
      assertThat(unnamed.error()).startsWith("source: ");
    }
  }

  @Test
  void whatIsReferredToIsThere() {
    JsonNode document = document();
    List<String> missing = new ArrayList<>();
    for (String ref : document.findValuesAsText("$ref")) {
      if (document.at(ref.substring(1)).isMissingNode()) {
        missing.add(ref);
      }
    }

    assertThat(missing).isEmpty();
    assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates().isNotEmpty();
    assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void theRolesAreThoseOfTheTable() {
    JsonNode paths = document().get("paths");
    for (Route route : server.server.routes()) {
      JsonNode operation = paths.path(ApiSpec.path(route)).path(ApiSpec.method(route));
      if (route.action() == null) {
        assertThat(operation.get("security")).as(route.path()).isEmpty();
        continue;
      }
      List<String> named = new ArrayList<>();
      operation.get("x-roles").forEach(role -> named.add(role.asText()));
      for (Role role : Role.values()) {
        assertThat(named.contains(role.code()))
            .as(route.path() + " " + role)
            .isEqualTo(Permissions.allows(role, route.action()));
      }
    }
  }

  /** Those of the query. */
  static Map<String, JsonNode> parameters(JsonNode operation, JsonNode document) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter =
          given.has("$ref") ? document.at(given.get("$ref").asText().substring(1)) : given;
      if (parameter.get("in").asText().equals("query")) {
        found.put(parameter.get("name").asText(), parameter);
      }
    }
    return found;
  }

  /** A parameter that nobody reads cannot be refused. */
  @Test
  void everyParameterIsReadAndABadOneRefusedByItsName() {
    JsonNode document = document();
    for (Sample sample : Samples.ALL) {
      JsonNode operation =
          document
              .at("/paths")
              .path(sample.template())
              .path(sample.method().toLowerCase(java.util.Locale.ROOT));
      for (String name : parameters(operation, document).keySet()) {
        Sample bad = sample.with(name, "%01");
        Answer answer = server.as("admin").send(bad);
        assertThat(answer.status()).as(bad.target()).isEqualTo(400);
        assertThat(answer.error()).as(bad.target()).startsWith(name + ": ");
      }
    }
  }

  /** What the document gives as an example of a filter is one that finds something else. */
  @Test
  void everyParameterWithAnExampleChangesTheAnswer() {
    JsonNode document = document();
    List<String> without = new ArrayList<>();
    for (Sample sample : Samples.ALL) {
      JsonNode operation =
          document
              .at("/paths")
              .path(sample.template())
              .path(sample.method().toLowerCase(java.util.Locale.ROOT));
      parameters(operation, document)
          .forEach(
              (name, parameter) -> {
                if (!parameter.has("example")) {
                  without.add(name);
                  return;
                }
                String value =
                    URLEncoder.encode(parameter.get("example").asText(), StandardCharsets.UTF_8);
                Sample example = sample.with(name, value);
                Answer answer = server.as("admin").send(example);
                assertThat(answer.status()).as(example.target()).isEqualTo(200);
                Answer plain = server.as("admin").send(sample);
                assertThat(answer.header("X-Statistics-Unit") + answer.text())
                    .as(example.target())
                    .isNotEqualTo(plain.header("X-Statistics-Unit") + plain.text());
              });
    }
    // Tested where they belong: ReadingApiTest, QueryApiTest, AccountApiTest.
    assertThat(Set.copyOf(without)).isSubsetOf(Set.of("after", "limit", "user"));
  }

  @Test
  void whoHasTheDocumentIsToldSo() {
    Answer first = server.as("user").get("/api/spec");
    Answer again = server.as("user").header("If-None-Match", first.header("ETag")).get("/api/spec");

    assertThat(again.status()).isEqualTo(304);
    assertThat(server.anonymous().get("/api/spec").status()).isEqualTo(401);
  }
}
