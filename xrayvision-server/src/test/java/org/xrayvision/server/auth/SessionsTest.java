/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionsTest {
  private static final String GOOD = "correct horse battery";
  private static final Duration IDLE = Duration.ofHours(2);
  private static final Duration MAXIMUM = Duration.ofHours(12);

  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private UserStore users;
  private Principal maria;

  @BeforeEach
  void open() {
    users = UserStore.open(folder.resolve("s.db"), clock, new AuthOptions(4, IDLE, MAXIMUM));
    users.add("maria", GOOD, Role.USER);
    maria = users.authenticator().login("maria", GOOD, "::1").principal().orElseThrow();
  }

  @AfterEach
  void close() {
    users.close();
  }

  @Test
  void aSessionSaysWhoseItIs() {
    String token = users.sessions().open(maria, "::1");

    assertThat(users.sessions().find(token))
        .hasValueSatisfying(
            found -> {
              assertThat(found.name()).isEqualTo("maria");
              assertThat(found.role()).isEqualTo(Role.USER);
              assertThat(found.bySession()).isTrue();
              assertThat(found.proof()).doesNotContain(token);
            });
  }

  @Test
  void eachLogInHasATokenOfItsOwn() {
    assertThat(users.sessions().open(maria, "::1"))
        .isNotEqualTo(users.sessions().open(maria, "::1"));
  }

  @Test
  void aSessionEndsWhenItIsNotUsed() {
    String token = users.sessions().open(maria, "::1");

    clock.advance(IDLE.plusMillis(1));

    assertThat(users.sessions().find(token)).isEmpty();
  }

  @Test
  void aUsedSessionLastsToItsMaximum() {
    String token = users.sessions().open(maria, "::1");
    for (int hours = 1; hours <= 12; hours++) {
      clock.advance(Duration.ofHours(1));
      assertThat(users.sessions().find(token)).as(hours + " h").isPresent();
    }

    clock.advance(Duration.ofMillis(1));

    assertThat(users.sessions().find(token)).isEmpty();
  }

  @Test
  void lookingWhetherASessionLivesDoesNotKeepItAlive() {
    String token = users.sessions().open(maria, "::1");
    Principal live = users.sessions().find(token).orElseThrow();
    clock.advance(IDLE.minusSeconds(1));
    assertThat(users.isStillValid(live)).isTrue();

    clock.advance(Duration.ofSeconds(2));

    assertThat(users.isStillValid(live)).isFalse();
  }

  @Test
  void anAccountHasNoMoreThanSoManySessions() {
    String first = users.sessions().open(maria, "::1");
    clock.advance(Duration.ofMillis(1));
    users
        .database()
        .write(
            handle ->
                handle.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1999)"
                        + " INSERT INTO sessions (token_hash, name, created, last_seen, address)"
                        + " SELECT printf('%064d', i), 'maria', ?, ?, '::1' FROM n",
                    clock.millis(), clock.millis()));
    assertThat(users.sessions().find(first)).isPresent();
    String last = users.sessions().open(maria, "::1");

    assertThat(users.sessions().find(last)).isPresent();
    assertThat(users.sessions().find(first)).isEmpty();
    assertThat(users.sessions().list("maria")).hasSize(2000);
  }

  @Test
  void anEndedSessionIsOver() {
    String token = users.sessions().open(maria, "::1");
    Principal live = users.sessions().find(token).orElseThrow();

    users.sessions().end(token);

    assertThat(users.sessions().find(token)).isEmpty();
    assertThat(users.isStillValid(live)).isFalse();
  }

  @Test
  void inventedTokensAreNobodys() {
    users.sessions().open(maria, "::1");

    assertThat(users.sessions().find("")).isEmpty();
    assertThat(users.sessions().find("A".repeat(43))).isEmpty();
    assertThat(users.sessions().find("' OR 1=1 --")).isEmpty();
  }

  @Test
  void sessionsAreThereAfterARestart() {
    String token = users.sessions().open(maria, "::1");
    users.close();
    users = UserStore.open(folder.resolve("s.db"), clock, new AuthOptions(4, IDLE, MAXIMUM));

    assertThat(users.sessions().find(token)).isPresent();
  }
}
