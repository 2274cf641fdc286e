/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.Databases;
import org.xrayvision.server.auth.RestoredAccounts.Settled;

/** That an older copy of server.db brings nothing back that was taken away since. */
final class RestoredAccountsTest {
  private static final String THEN = "correct horse battery";
  private static final String NOW = "another horse battery";
  private static final AuthOptions OPTIONS =
      new AuthOptions(4, Duration.ofHours(2), Duration.ofHours(12));

  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private Path copy;
  private UserStore users;

  @BeforeEach
  void open() {
    copy = folder.resolve("copy.db");
    users = UserStore.open(current(), clock, OPTIONS);
    users.add("root", THEN, Role.ADMIN);
  }

  @AfterEach
  void close() {
    users.close();
  }

  private Path current() {
    return folder.resolve("server.db");
  }

  private String key(String name) {
    return users.keys().add(name, Set.of(Action.SEE_EXAMS), true, null, "root").key();
  }

  private void copied() {
    Databases.backUp(current(), copy);
    clock.advance(Duration.ofHours(1));
  }

  /** As the command does it, and opens what stands there then. */
  private Settled restored() throws IOException {
    users.close();
    Settled settled = RestoredAccounts.settle(copy, current(), clock.millis());
    Files.deleteIfExists(current());
    Files.copy(copy, current());
    users = UserStore.open(current(), clock, OPTIONS);
    return settled;
  }

  private boolean canLogIn(String name, String password) {
    return users.authenticator().login(name, password, "127.0.0.1").principal().isPresent();
  }

  private Account account(String name) {
    return users.accounts().find(name).orElseThrow();
  }

  @Test
  void aKeyThatWasRevokedSinceStaysRevokedAndTheOthersLive() throws IOException {
    String kept = key("statistics");
    String leaked = key("leaked");
    copied();
    users.keys().revoke(2);

    Settled settled = restored();

    assertThat(settled.compared()).isTrue();
    assertThat(settled.keys()).isEqualTo(1);
    assertThat(users.keys().find(kept)).isPresent();
    assertThat(users.keys().find(leaked)).isEmpty();
  }

  @Test
  void noSessionOutlivesARestore() throws IOException {
    Principal root =
        users.authenticator().login("root", THEN, "127.0.0.1").principal().orElseThrow();
    users.sessions().open(root, "127.0.0.1");
    copied();

    assertThat(restored().sessions()).isEqualTo(1);
    assertThat(users.sessions().list(null)).isEmpty();
  }

  @Test
  void theNewerPasswordHolds() throws IOException {
    users.add("maria", THEN, Role.USER);
    copied();
    users.changePassword("maria", NOW);

    assertThat(restored().accounts()).isEqualTo(1);

    assertThat(canLogIn("maria", THEN)).isFalse();
    assertThat(canLogIn("maria", NOW)).isTrue();
    assertThat(canLogIn("root", THEN)).isTrue();
  }

  @Test
  void whoWasDisabledOrRemovedIsDisabledAndWhoWasDemotedStaysSo() throws IOException {
    users.add("disabled", THEN, Role.USER);
    users.add("removed", THEN, Role.ADMIN);
    users.add("demoted", THEN, Role.ADMIN);
    users.add("promoted", THEN, Role.VIEWER);
    copied();
    users.disable("disabled");
    users.accounts().delete("removed");
    users.accounts().setRole("demoted", Role.RADIOLOGIST);
    users.accounts().setRole("promoted", Role.ADMIN);

    assertThat(restored().accounts()).isEqualTo(3);

    assertThat(account("disabled").enabled()).isFalse();
    assertThat(account("removed").enabled()).isFalse();
    assertThat(account("demoted").role()).isEqualTo(Role.RADIOLOGIST);
    assertThat(account("promoted").role()).isEqualTo(Role.VIEWER);
    assertThat(account("root").enabled()).isTrue();
  }

  @Test
  void whereNobodyKnowsWhatWasRevokedNoKeyLives() throws IOException {
    String key = key("statistics");
    copied();
    users.close();
    Files.writeString(current(), "no database any more, but longer than the header of one is");

    Settled damaged = restored();

    assertThat(damaged.compared()).isFalse();
    assertThat(damaged.keys()).isEqualTo(1);
    assertThat(damaged.sentences().toString()).contains("all API keys are revoked (1)");
    assertThat(users.keys().find(key)).isEmpty();
    assertThat(canLogIn("root", THEN)).isTrue();
  }

  @Test
  void aFileThatWasBegunAnewKnowsNothingOfTheOldOne() throws IOException {
    String key = key("statistics");
    copied();
    users.close();
    Files.delete(current());
    users = UserStore.open(current(), clock, OPTIONS);
    users.add("root", NOW, Role.ADMIN);

    assertThat(restored().compared()).isFalse();
    assertThat(users.keys().find(key)).isEmpty();
    assertThat(canLogIn("root", THEN)).as("as in the copy").isTrue();
  }

  @Test
  void whatIsNoServerDbIsRefused() throws IOException {
    Files.writeString(copy, "no database, but longer than the header of one would have to be");

    assertThatThrownBy(() -> RestoredAccounts.settle(copy, current(), 0))
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("no server.db");
  }
}
