/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.Samples.Sample;
import org.xrayvision.server.http.TestServer.Answer;

/** What somebody with an account writes in place of a name, a number or a filter, on each route. */
final class HostileParametersTest {
  @TempDir private static Path folder;
  private static Backends backends;
  private static TestServer server;

  @BeforeAll
  static void start() throws SQLException {
    backends = new Backends();
    server = new TestServer(folder, backends::wire);
    AlertApiTest.raise(folder, "a-1", "1.2.3.1", 8, Instant.now());
  }

  @AfterAll
  static void stop() {
    server.close();
    backends.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%2f..%2fserver.db",
        "%2e%2e%2fserver.db",
        "..%5c..%5cserver.db",
        "%2fetc%2fpasswd",
        "1.2.3.1%00",
        "1.2.3.1%2f..%2f1.2.3.2",
        "%27%20OR%201%3D1%20--",
        "x%0d%0aX-Injected:%20yes",
      })
  void noPathLeadsToAnythingElse(String value) {
    int tried = 0;
    for (Route route : server.server.routes()) {
      String path = route.path().replaceAll("\\{[^}]+}", value);
      if (path.equals(route.path())) {
        continue;
      }
      Answer answer = server.as("admin").write(route.method(), path, "{}");
      assertThat(answer.status()).as(route.method() + " " + path).isIn(400, 404);
      assertThat(answer.text()).as(path).doesNotContain("SQLite format", "root:");
      assertThat(answer.header("X-Injected")).as(path).isEmpty();
      tried++;
    }
    assertThat(tried).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%27%20OR%201%3D1%20--",
        "%22%29%20OR%20%281%3D1",
        "x%27%3B%20DROP%20TABLE%20exams%3B%20--",
        "%25",
        "x%0d%0aX-Injected:%20yes",
      })
  void noParameterIsTakenForSqlOrForAHeader(String value) {
    JsonNode document = server.as("user").get("/api/spec").json();
    long before = exams();
    int tried = 0;
    for (Sample sample : Samples.ALL) {
      JsonNode operation =
          document
              .at("/paths")
              .path(sample.template())
              .path(sample.method().toLowerCase(Locale.ROOT));
      for (String name : ApiSpecTest.parameters(operation, document).keySet()) {
        Sample hostile = sample.with(name, value);
        Answer answer = server.as("admin").send(hostile);
        assertThat(answer.status()).as(hostile.target()).isIn(200, 400, 404);
        assertThat(answer.header("X-Injected")).as(hostile.target()).isEmpty();
        if (answer.status() == 200 && answer.header("Content-Type").contains("/json")) {
          assertThat(answer.json().path("total").asLong()).as(hostile.target()).isZero();
        }
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(40);
    assertThat(exams()).isEqualTo(before).isPositive();
  }

  private static long exams() {
    return server.as("admin").get("/api/exams").json().get("total").asLong();
  }
}
