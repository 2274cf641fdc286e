/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.server.http.TestServer.Answer;

/** How answers are packed, tagged and told apart, whatever they say. */
final class AnswerFormTest {
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/nothing,404,false",
    "GET,/api/exams/9.9,404,false",
    "GET,/api/exams?page=0,400,false",
    "DELETE,/api/exams,405,false",
    "POST,/api/requeue,400,true",
    "POST,/api/rad_review,400,true",
  })
  void aRefusalIsAProblemThatHasTheOldMembersToo(
      String method, String path, int status, boolean write) {
    Answer answer =
        server
            .as("admin")
            .header("Content-Type", "application/json")
            .send(method, path, method.equals("GET") ? "" : "{}");
    JsonNode problem = answer.json();

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("detail").asText()).isNotEmpty().isEqualTo(answer.error());
    if (write) {
      assertThat(problem.get("status").asText()).isEqualTo("error");
      assertThat(problem.get("message").asText()).isEqualTo(answer.error());
    } else {
      assertThat(problem.get("status").asInt()).isEqualTo(status);
    }
  }

  @Test
  void whoIsUnknownAndWhoSendsTooMuchOrTheWrongTypeGetAProblemToo() {
    assertThat(server.anonymous().get("/api/exams").header("Content-Type"))
        .isEqualTo(Problems.TYPE);
    Answer large = server.as("admin").post("/api/check", "x".repeat(70_000));
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.json().get("status").asText()).isEqualTo("error");
    Answer form =
        server
            .browser(server.logIn("user"))
            .header("Content-Type", "text/plain")
            .post("/api/requeue", "{}");
    assertThat(form.status()).isEqualTo(415);
    assertThat(form.header("Content-Type")).isEqualTo(Problems.TYPE);
  }

  @Test
  void healthIsForAnybodyAndSaysUpOrNotAndNothingElse() {
    for (String path : new String[] {"/health/live", "/health/ready"}) {
      Answer answer = server.anonymous().get(path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("{\"status\":\"up\"}");
    }
  }

  @Test
  void whenTheDatabaseDoesNotAnswerTheServerIsNotReadyButLive() {
    TestServer broken = new TestServer(folder.resolve("broken"));
    try {
      broken.engine.close();
      Answer ready = broken.anonymous().get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.text()).isEqualTo("{\"status\":\"down\"}");
      assertThat(broken.anonymous().get("/health/live").status()).isEqualTo(200);
    } finally {
      broken.close();
    }
  }

  private static String unpacked(Answer answer) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(answer.response().body()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void textsArePackedForWhoCanUnpackThem() throws IOException {
    Answer plain = server.as("user").get("/api/exams");
    Answer packed = server.as("user").header("Accept-Encoding", "br, gzip").fetch("/api/exams");

    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(packed.header("ETag")).isEqualTo("W/" + plain.header("ETag"));
    assertThat(unpacked(packed)).isEqualTo(plain.text());
    assertThat(packed.response().body().length).isLessThan(plain.response().body().length / 2);
    Answer known =
        server.as("user").header("If-None-Match", packed.header("ETag")).get("/api/exams");
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.response().body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gzip;q=0,/api/exams", "br,/api/exams", "gzip,/images/1.2.3.1.png", "gzip,/api/me"})
  void whatIsNotWantedOrNotWorthItIsNotPacked(String coding, String path) {
    Answer answer = server.as("user").header("Accept-Encoding", coding).fetch(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Encoding")).isEmpty();
  }

  @Test
  void picturesAreSentAgainOnlyWhenTheyChange() {
    Answer first = server.as("user").get("/images/1.2.3.1.png");
    Answer again =
        server.as("user").header("If-None-Match", first.header("ETag")).get("/images/1.2.3.1.png");

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.response().body()).isEmpty();
  }
}
