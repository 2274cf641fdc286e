/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

final class PasswordTest {
  private static final String FRESH = "a fresh horse battery";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String change(String old, String fresh) {
    ObjectNode body = Json.object().put("old", old).put("new", fresh);
    return body.toString();
  }

  private Answer logIn(String user, String password) {
    return server.anonymous().post("/api/login", TestServer.credentials(user, password));
  }

  @Test
  void aChangeKeepsThisSessionAndEndsTheOthersAndTheRememberedCredential() {
    String here = server.logIn("user");
    String there = server.logIn("user");
    assertThat(server.as("user").get("/api/me").status()).isEqualTo(200);

    Answer answer = server.browser(here).post("/api/password", change(TestServer.PASSWORD, FRESH));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(server.browser(here).get("/api/me").status()).isEqualTo(200);
    assertThat(server.browser(there).get("/api/me").status()).isEqualTo(401);
    assertThat(server.as("user").get("/api/me").status()).isEqualTo(401);
    assertThat(logIn("user", FRESH).status()).isEqualTo(200);
  }

  @Test
  void withoutTheOldPasswordNothingChanges() {
    String cookie = server.logIn("user");

    assertThat(server.browser(cookie).post("/api/password", change("guess", FRESH)).status())
        .isEqualTo(403);
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void guessingTheOldPasswordIsHeldUp() {
    String cookie = server.logIn("user");
    for (int i = 0; i < 5; i++) {
      server.browser(cookie).post("/api/password", change("guess " + i, FRESH));
    }

    Answer answer =
        server.browser(cookie).post("/api/password", change(TestServer.PASSWORD, FRESH));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eleven char", "correct horse battery"})
  void aPasswordThatIsTooShortOrTheOldOneIsRefused(String fresh) {
    Answer answer = server.as("user").post("/api/password", change(TestServer.PASSWORD, fresh));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isNotEmpty();
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void whoHasAGeneratedPasswordChangesItBeforeAnythingElse() {
    String generated = server.users.accounts().add("new.one", Role.RADIOLOGIST);
    Answer in = logIn("new.one", generated);
    assertThat(in.json().path("must_change").asBoolean()).isTrue();
    Call browser = server.browser(in.header("Set-Cookie").split(";", 2)[0]);

    for (Route route : server.server.routes()) {
      if (route.action() == null || AccessTest.isOwnAccount(route)) {
        continue;
      }
      Answer answer = browser.write(route.method(), AccessTest.filled(route), "{}");
      if (route.path().equals("/")) {
        assertThat(answer.header("Location")).isEqualTo("/login.html?change=1");
      } else if (answer.status() == 303) {
        assertThat(answer.header("Location")).startsWith("/login.html?change=1&next=%2F");
      } else {
        assertThat(answer.status()).as(route.path()).isEqualTo(403);
        assertThat(answer.json().path("code").asText()).isEqualTo("password_change_required");
      }
    }
    assertThat(browser.get("/api/me").json().path("must_change").asBoolean()).isTrue();

    assertThat(browser.post("/api/password", change(generated, FRESH)).status()).isEqualTo(200);

    assertThat(browser.get("/api/exams").status()).isEqualTo(200);
    assertThat(logIn("new.one", FRESH).json().path("must_change").asBoolean()).isFalse();
    assertThat(logIn("new.one", generated).status()).isEqualTo(401);
  }

  @Test
  void aScriptWithAGeneratedPasswordIsToldSo() {
    String generated = server.users.accounts().add("new.one", Role.USER);
    Call script =
        server.anonymous().header("Authorization", TestServer.basic("new.one", generated));

    assertThat(script.get("/api/exams").json().path("code").asText())
        .isEqualTo("password_change_required");
    assertThat(script.get("/").status()).isEqualTo(403);
    assertThat(script.post("/api/password", change(generated, FRESH)).status()).isEqualTo(200);
  }

  @Test
  void anApiKeyHasNoPasswordToChange() {
    assertThat(
            server
                .anonymous()
                .header("Authorization", "Bearer " + server.server.controlToken().text())
                .post("/api/password", change("x", FRESH))
                .status())
        .isEqualTo(409);
  }
}
