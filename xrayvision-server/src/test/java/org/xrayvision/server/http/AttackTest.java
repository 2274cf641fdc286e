/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

/** What somebody tries who has no account, or somebody else's browser. */
final class AttackTest {
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

  private Answer guess(String user, String password, String from) {
    return server
        .anonymous()
        .header("X-Forwarded-For", from)
        .post("/api/login", TestServer.credentials(user, password));
  }

  private List<Route> writes() {
    List<Route> writes = server.server.routes().stream().filter(Route::isWrite).toList();
    assertThat(writes).hasSizeGreaterThan(15);
    return writes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null"})
  void noWriteIsTakenFromAnotherSitesPage(String origin) {
    Call victim = server.browser(server.logIn("admin")).header("Origin", origin);
    for (Route route : writes()) {
      Answer answer = victim.write(route.method(), AccessTest.filled(route), "{}");

      assertThat(answer.status()).as(route.method() + " " + route.path()).isEqualTo(403);
      assertThat(answer.error()).as(route.path()).contains("Origin");
    }
    assertThat(server.browser(server.logIn("admin")).get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void noWriteOfACookieIsTakenWithoutAnOriginOrAsAForm() {
    Call victim = server.browser(server.logIn("admin"));
    for (Route route : writes()) {
      if (route.action() == null) {
        continue;
      }
      String path = AccessTest.filled(route);
      assertThat(victim.without("Origin").write(route.method(), path, "{}").status())
          .as(route.method() + " " + route.path())
          .isEqualTo(403);
      assertThat(
              victim
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .send(route.method(), path, "{}")
                  .status())
          .as(route.method() + " " + route.path())
          .isEqualTo(415);
    }
  }

  @Test
  void aSessionThatWasPlantedIsNotTheVictims() {
    String attackers = server.logIn("user");

    Answer in =
        server
            .browser(attackers)
            .post("/api/login", TestServer.credentials("admin", TestServer.PASSWORD));

    assertThat(in.header("Set-Cookie")).doesNotContain(attackers.split("=", 2)[1]);
    assertThat(server.browser(attackers).get("/api/me").status()).isEqualTo(401);
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    assertThat(guess("user", TestServer.PASSWORD, "127.0.0.1").header("Set-Cookie"))
        .contains("; HttpOnly", "; SameSite=Strict", "; Path=/")
        .doesNotContain("Domain", "Expires", "Max-Age");
  }

  @Test
  void guessesAtOneAccountFromManyAddressesAreHeldUp() {
    int looked = 0;
    for (int i = 0; i < 200; i++) {
      if (guess("user", "guess " + i, "192.0.2." + i).status() == 401) {
        looked++;
      }
    }

    assertThat(looked).isLessThanOrEqualTo(101);
  }

  @Test
  void guessesAtManyAccountsFromOneNetworkAreHeldUp() {
    int looked = 0;
    for (int i = 0; i < 200; i++) {
      if (guess("user" + i, "guess", "2001:db8:1:2::" + i).status() == 401) {
        looked++;
      }
    }

    assertThat(looked).isLessThanOrEqualTo(31);
  }

  @Test
  void guessesAtTheSameMomentAreHeldUpAsOthersAre() throws Exception {
    ExecutorService attackers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> guesses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String password = "guess " + i;
        guesses.add(() -> guess("user", password, "192.0.2.1").status());
      }
      int looked = 0;
      for (Future<Integer> status : attackers.invokeAll(guesses)) {
        looked += status.get() == 401 ? 1 : 0;
      }

      assertThat(looked).isLessThanOrEqualTo(5);
    } finally {
      attackers.shutdownNow();
    }
  }

  @Test
  void guessesHoldNobodyUpWhoIsLoggedInAlready() {
    String cookie = server.logIn("user");
    for (int i = 0; i < 150; i++) {
      guess("user", "guess", "192.0.2." + i);
    }

    assertThat(server.browser(cookie).get("/api/exams").status()).isEqualTo(200);
  }

  @Test
  void anAnswerDoesNotTellWhetherThereIsAnAccount() {
    server.users.accounts().setEnabled("viewer", false);
    List<Answer> answers = new ArrayList<>();
    for (String name : List.of("user", "nobody", "viewer", "a:b", "")) {
      answers.add(guess(name, "guess", "192.0.2.1"));
    }

    for (Answer answer : answers) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.text()).isEqualTo(answers.get(0).text());
      assertThat(answer.response().headers().map().keySet())
          .isEqualTo(answers.get(0).response().headers().map().keySet());
    }
  }

  @Test
  void theWaitDoesNotTellWhetherThereIsAnAccount() {
    for (int i = 0; i < 6; i++) {
      guess("user", "guess", "192.0.2.1");
      guess("nobody", "guess", "192.0.2.2");
    }
    Answer known = guess("user", "guess", "192.0.2.1");
    Answer unknown = guess("nobody", "guess", "192.0.2.2");

    assertThat(known.status()).isEqualTo(429);
    assertThat(unknown.status()).isEqualTo(429);
    assertThat(unknown.text()).isEqualTo(known.text());
    assertThat(unknown.header("Retry-After")).isEqualTo(known.header("Retry-After"));
  }

  @Test
  void aKeyOrPasswordInThePathOrQueryLetsNobodyIn() {
    assertThat(server.anonymous().get("/api/me?user=admin&password=x").status()).isEqualTo(401);
    assertThat(
            server
                .anonymous()
                .get("/api/exams?xrayvision_session=" + server.logIn("admin").split("=", 2)[1])
                .status())
        .isEqualTo(401);
  }
}
