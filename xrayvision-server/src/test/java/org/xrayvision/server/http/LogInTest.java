/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.http.TestServer.Answer;

final class LogInTest {
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

  private Answer logIn(String user, String password) {
    return server.anonymous().post("/api/login", TestServer.credentials(user, password));
  }

  @Test
  void theRightPasswordOpensASessionThatLogOutEnds() {
    Answer answer = logIn("user", TestServer.PASSWORD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("role").asText()).isEqualTo("user");
    String setCookie = answer.header("Set-Cookie");
    assertThat(setCookie)
        .matches("xrayvision_session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict");
    TestServer.Call browser = server.browser(setCookie.split(";", 2)[0]);
    assertThat(browser.get("/api/me").json().get("name").asText()).isEqualTo("user");

    Answer out = browser.post("/api/logout", "{}");

    assertThat(out.status()).isEqualTo(200);
    assertThat(out.header("Set-Cookie")).contains("xrayvision_session=;", "Max-Age=0");
    assertThat(browser.get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void behindTlsTheCookieIsSecure() {
    Answer answer =
        server
            .anonymous()
            .header("X-Forwarded-Proto", "https")
            .post("/api/login", TestServer.credentials("user", TestServer.PASSWORD));

    assertThat(answer.header("Set-Cookie")).endsWith("; Secure");
  }

  @Test
  void wrongAndUnknownLookTheSame() {
    Answer wrong = logIn("user", "wrong password");
    Answer unknown = logIn("nobody", "wrong password");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.header("Set-Cookie")).isEmpty();
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.text()).isEqualTo(wrong.text());
    assertThat(wrong.json().get("status").asText()).isEqualTo("error");
    assertThat(wrong.error()).isNotEmpty();
  }

  @Test
  void guessingIsAnsweredWithAWait() {
    for (int i = 0; i < 5; i++) {
      assertThat(logIn("user", "guess " + i).status()).isEqualTo(401);
    }

    Answer throttled = logIn("user", TestServer.PASSWORD);

    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("Retry-After")).isEqualTo("1");
    assertThat(server.as("user").get("/api/me").status()).isEqualTo(429);
    assertThat(logIn("admin", TestServer.PASSWORD).status()).isEqualTo(200);
    server.clock.advance(Duration.ofSeconds(1));
    assertThat(logIn("user", TestServer.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void aPlantedTokenIsNotTakenOver() {
    String planted = "xrayvision_session=" + "A".repeat(43);
    Answer answer =
        server
            .browser(planted)
            .post("/api/login", TestServer.credentials("user", TestServer.PASSWORD));

    assertThat(answer.header("Set-Cookie")).doesNotContain("AAAAA");
    assertThat(server.browser(planted).get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void loggingInAgainEndsTheSessionBefore() {
    String first = server.logIn("user");
    server.browser(first).post("/api/login", TestServer.credentials("user", TestServer.PASSWORD));

    assertThat(server.browser(first).get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void anIdleSessionAndAnOldOneEnd() {
    String cookie = server.logIn("user");
    server.clock.advance(Duration.ofHours(2).plusSeconds(1));
    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);

    cookie = server.logIn("user");
    for (int i = 0; i < 12; i++) {
      assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(200);
      server.clock.advance(Duration.ofHours(1));
    }
    server.clock.advance(Duration.ofSeconds(1));
    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void aChangedPasswordEndsSessionAndBasicAtOnce() {
    String cookie = server.logIn("user");
    assertThat(server.as("user").get("/api/me").status()).isEqualTo(200);

    server.users.changePassword("user", "another " + TestServer.PASSWORD);

    assertThat(server.browser(cookie).get("/api/me").status()).isEqualTo(401);
    assertThat(server.as("user").get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void aScriptIsToldHowToLogInAndABrowserIsNot() {
    Answer script = server.anonymous().get("/api/exams");
    assertThat(script.status()).isEqualTo(401);
    assertThat(script.header("WWW-Authenticate")).startsWith("Basic realm=\"XRayVision\"");
    assertThat(script.error()).isNotEmpty();

    assertThat(
            server
                .anonymous()
                .header("Sec-Fetch-Mode", "cors")
                .get("/api/exams")
                .header("WWW-Authenticate"))
        .isEmpty();
    assertThat(server.browser("a=b").get("/api/exams").header("WWW-Authenticate")).isEmpty();
  }

  @Test
  void brokenCredentialsAreNobodys() {
    for (String header :
        new String[] {
          "Basic", "Basic ", "Basic !!!", "Basic dXNlcg==", "Bearer x", "x", "Basic Og=="
        }) {
      assertThat(server.anonymous().header("Authorization", header).get("/api/me").status())
          .as(header)
          .isEqualTo(401);
    }
    for (String cookie :
        new String[] {
          "xrayvision_session=", "xrayvision_session=\"", "xrayvision_session=' OR 1=1", ";;="
        }) {
      assertThat(server.browser(cookie).get("/api/me").status()).as(cookie).isEqualTo(401);
    }
  }

  @Test
  void aWrongBasicCredentialIsNotSavedByASession() {
    String cookie = server.logIn("user");

    assertThat(
            server
                .browser(cookie)
                .header("Authorization", TestServer.basic("admin", "wrong password"))
                .get("/api/me")
                .status())
        .isEqualTo(401);
  }
}
