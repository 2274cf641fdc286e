/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.http.TestServer.Answer;

final class AccessTest {
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

  static String filled(Route route) {
    return route
        .path()
        .replace("{uid}", "1.2.3.1")
        .replace("{id}", "1580412400014")
        .replace("{file}", "1.2.3.1.png")
        .replace("{name}", "nobody")
        .replace("{id}", "0")
        .replace("{path...}", "js/dashboard.js");
  }

  static boolean isOwnAccount(Route route) {
    return route.action() == Action.OWN_ACCOUNT;
  }

  @Test
  void onlyTheLogInIsOpen() {
    List<String> open = new ArrayList<>();
    for (Route route : server.server.routes()) {
      if (route.action() == null) {
        open.add(route.method() + " " + route.path());
      }
    }

    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /api/login",
            "POST /api/login",
            "GET /login.html",
            "GET /favicon.ico",
            "GET /health/live",
            "GET /health/ready",
            "GET /static/pico/{path...}",
            "GET /static/login/{path...}");
  }

  @Test
  void noOtherRouteAnswersWithoutALogIn() {
    List<Route> routes = server.server.routes();
    assertThat(routes).hasSizeGreaterThan(15);
    for (Route route : routes) {
      if (route.action() == null) {
        continue;
      }
      Answer answer = server.anonymous().send(route.method(), filled(route), "");
      boolean opened = route.path().equals("/alerts/{id}"); // by who is told of an alert
      if (opened || PageRoutes.PAGES.stream().anyMatch(page -> page.path().equals(route.path()))) {
        assertThat(answer.status()).as(route.path()).isEqualTo(303);
        assertThat(answer.header("Location")).startsWith("/login.html");
      } else {
        assertThat(answer.status()).as(route.path()).isEqualTo(401);
      }
      assertThat(answer.text()).as(route.path()).doesNotContain("Popescu", "P.I.", "PAGE_SIZE");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/nothing",
        "/api/",
        "/images/",
        "/images/1.2.3.1.png/",
        "/static/",
        "/static/js/",
        "/static/../login.html",
        "/API/exams",
        "/api/exams/",
        "//api/exams",
        "/api/exams;x=1",
        "/login.html/../api/exams",
        "/static/login/../../api/exams",
        "/static/login/%2e%2e/x.js",
      })
  void noOddPathGetsAroundTheLogIn(String path) {
    Answer answer = server.anonymous().get(path);

    assertThat(answer.status()).isIn(303, 400, 401, 404);
    assertThat(answer.text()).doesNotContain("exams\":", "<html");
  }

  @Test
  void aPageLeadsToTheLogInAndBack() {
    Answer answer = server.anonymous().get("/?region=chest&page=2");

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location"))
        .isEqualTo("/login.html?next=%2F%3Fregion%3Dchest%26page%3D2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/nothing",
        "/nothing",
        "/static/js/nothing.js",
        "/stats/",
        "/api/exams/1.2/x"
      })
  void anUnknownPathIsNotFound(String path) {
    Answer answer = server.as("admin").get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isNotEmpty();
  }

  @Test
  void aWrongMethodIsSaidSo() {
    Answer answer = server.as("admin").send("POST", "/api/exams", "");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET");
    assertThat(server.as("admin").get("/api/requeue").header("Allow")).isEqualTo("POST");
    assertThat(server.as("admin").delete("/api/exams/1.2.3.1").status()).isEqualTo(405);
    assertThat(server.as("admin").send("TRACE", "/api/exams", "").status()).isEqualTo(405);
  }

  @Test
  void headAnswersWithoutABody() {
    Answer answer = server.as("admin").send("HEAD", "/api/exams", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/login.html",
        "/api/exams",
        "/api/nothing",
        "/images/1.2.3.1.png",
        "/static/pico/css/pico.min.css"
      })
  void everyAnswerCarriesTheSecurityHeaders(String path) {
    for (TestServer.Call call : List.of(server.anonymous(), server.as("user"))) {
      Answer answer = call.get(path);
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'self';", "img-src 'self' data:;", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Cache-Control")).isNotEmpty();
      assertThat(answer.header("Server")).isEmpty();
    }
  }

  @Test
  void answersOfTheApiAreNotKept() {
    assertThat(server.as("user").get("/api/exams").header("Cache-Control")).isEqualTo("no-store");
    assertThat(server.as("user").get("/api/exams").header("Content-Type"))
        .isEqualTo("application/json");
  }

  @Test
  void pagesAndTheirFilesAreThere() {
    assertThat(server.anonymous().get("/login.html").text()).contains("<html");
    assertThat(server.as("user").get("/").header("Content-Type")).startsWith("text/html");
    Answer pico = server.anonymous().get("/static/pico/css/pico.min.css");
    assertThat(pico.status()).isEqualTo(200);
    assertThat(pico.header("Content-Type")).startsWith("text/css");

    Answer again =
        server
            .anonymous()
            .header("If-None-Match", pico.header("ETag"))
            .get("/static/pico/css/pico.min.css");

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../server.db",
        "%2e%2e/%2e%2e/server.db",
        "..%2f..%2fserver.db",
        "css",
        "css/",
        "../package.json",
        "css/..%5c..%5cpom.xml",
        "css//pico.min.css",
        "./css/pico.min.css",
        "css/pico.min.css%00.css",
        ".hidden.css",
        "pom.xml",
        "css/pico.min.css%20",
      })
  void noFileOutsideItsFolderIsSent(String path) {
    for (String folder : List.of("/static/pico/", "/static/login/", "/static/")) {
      assertThat(server.as("admin").get(folder + path).status()).as(folder).isIn(400, 404);
    }
  }

  @Test
  void picturesAreSentWithATagAndOnceOnly() {
    Answer picture = server.as("user").get("/images/1.2.3.1.png");
    assertThat(picture.status()).isEqualTo(200);
    assertThat(picture.header("Content-Type")).isEqualTo("image/png");
    assertThat(picture.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(picture.response().body()).startsWith(0x89, 'P', 'N', 'G');

    Answer again =
        server
            .as("user")
            .header("If-None-Match", "\"other\", W/" + picture.header("ETag"))
            .get("/images/1.2.3.1.png");

    assertThat(again.status()).isEqualTo(304);
    assertThat(
            server
                .as("user")
                .header("If-None-Match", "\"other\"")
                .get("/images/1.2.3.1.png")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.png",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
        "..%5csecret.png",
        "secret.png",
        "1.2.3.1",
        "1.2.3.1.dcm",
        "1.2.3.4.png",
        "9.9.9.png",
        ".png",
        "1..2.png",
        "1.2.3.1.png%00",
        "1.2.3.1.png/",
        "%31.2.3.1.png.png",
        "1.2.3.1%0a.png",
      })
  void noOtherFileIsAPicture(String file) {
    assertThat(server.as("admin").get("/images/" + file).status()).isIn(400, 404);
  }

  @Test
  void anObjectAsItWasReceivedIsOnlyForThoseWhoSeePersons() throws IOException {
    Path file = folder.resolve("images/1.2.3.2.dcm");
    Files.writeString(file, "as it was received");

    Answer object = server.as("admin").get("/images/1.2.3.2.dcm");
    assertThat(object.text()).isEqualTo("as it was received");
    assertThat(object.header("Content-Type")).isEqualTo("application/dicom");
    assertThat(object.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"1.2.3.2.dcm\"");
    Answer again =
        server
            .as("admin")
            .header("If-None-Match", object.header("ETag"))
            .get("/images/1.2.3.2.dcm");
    assertThat(again.status()).isEqualTo(304);

    assertThat(server.as("user").get("/images/1.2.3.2.dcm").status()).isEqualTo(403);
    assertThat(server.anonymous().get("/images/1.2.3.2.dcm").status()).isEqualTo(401);
    Files.delete(file);
    assertThat(server.as("admin").get("/images/1.2.3.2.dcm").status()).isEqualTo(404);
  }
}
