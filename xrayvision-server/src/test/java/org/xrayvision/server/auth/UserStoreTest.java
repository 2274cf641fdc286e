/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.XRayVisionException;

final class UserStoreTest {
  private static final String GOOD = "correct horse battery";

  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private UserStore users;

  @BeforeEach
  void open() {
    users = reopen();
  }

  @AfterEach
  void close() {
    users.close();
  }

  private UserStore reopen() {
    return UserStore.open(
        folder.resolve("server.db"),
        clock,
        new AuthOptions(4, Duration.ofHours(2), Duration.ofHours(12)));
  }

  private boolean canLogIn(String name, String password) {
    return users.authenticator().login(name, password, "127.0.0.1").principal().isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin\u200b",
        "ad\u00admin",
        "\u0430dmin",
        "admin\u202e",
        "a/b",
        "command line",
        "Maintenance",
        "?"
      })
  void aNameThatPassesForAnotherIsRefused(String name) {
    assertThatThrownBy(() -> users.add(name, GOOD, Role.USER)).isInstanceOf(AccountException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ștefănescu.ion",
        "o'neil",
        "HOSPITAL\\dr. pop",
        "a@b.example",
        "иванов",
        "user-1_2"
      })
  void namesOfPeopleAreTaken(String name) {
    users.add(name, GOOD, Role.USER);

    assertThat(canLogIn(name, GOOD)).isTrue();
  }

  @Test
  void anAddedUserCanLogInAndIsThereAfterARestart() {
    users.add("Maria", GOOD, Role.USER);
    users.close();
    users = reopen();

    assertThat(users.list())
        .singleElement()
        .satisfies(
            account -> {
              assertThat(account.name()).isEqualTo("maria");
              assertThat(account.role()).isEqualTo(Role.USER);
              assertThat(account.enabled()).isTrue();
            });
    assertThat(canLogIn("MARIA", GOOD)).isTrue();
    assertThat(canLogIn("maria", GOOD + "!")).isFalse();
  }

  @Test
  void theFileHoldsNeitherPasswordsNorTokens() throws IOException {
    users.add("maria", GOOD, Role.USER);
    Principal maria = login("maria");
    String token = users.sessions().open(maria, "127.0.0.1");
    users.close();

    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(GOOD, token);
      }
    }
    users = reopen();
  }

  private Principal login(String name) {
    return users.authenticator().login(name, GOOD, "127.0.0.1").principal().orElseThrow();
  }

  @Test
  void theFileIsReadableByItsOwnerAlone() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aNameIsTakenOnce() {
    users.add("maria", GOOD, Role.USER);

    assertThatThrownBy(() -> users.add("Maria", GOOD, Role.ADMIN))
        .isInstanceOf(AccountException.class)
        .hasMessageContaining("maria");
    assertThat(users.list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "mariamaria", "password", "xrayvision", "XrayVision"})
  void aPasswordThatAnybodyWouldGuessIsRefused(String password) {
    assertThatThrownBy(() -> users.add("mariamaria", password, Role.USER))
        .isInstanceOf(AccountException.class);
    assertThat(users.list()).isEmpty();
  }

  @Test
  void aPasswordOf72BytesCountsToTheLastAndALongerOneIsRefused() {
    String longest = "ș".repeat(36);
    users.add("maria", longest, Role.USER);

    assertThat(canLogIn("maria", longest)).isTrue();
    assertThat(canLogIn("maria", "ș".repeat(35) + "şa".substring(0, 1))).isFalse();
    assertThat(canLogIn("maria", longest + "x")).isFalse();
    assertThatThrownBy(() -> users.add("ion", longest + "x", Role.USER))
        .isInstanceOf(AccountException.class)
        .hasMessageContaining("72");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a:b", "a\nb"})
  void aNameThatCannotBeSentIsRefused(String name) {
    assertThatThrownBy(() -> users.add(name, GOOD, Role.USER)).isInstanceOf(AccountException.class);
  }

  @Test
  void aChangedPasswordEndsTheSessions() {
    users.add("maria", GOOD, Role.USER);
    String token = users.sessions().open(login("maria"), "127.0.0.1");
    assertThat(users.sessions().find(token)).isPresent();

    users.changePassword("maria", "another " + GOOD);

    assertThat(users.sessions().find(token)).isEmpty();
    assertThat(canLogIn("maria", GOOD)).isFalse();
    assertThat(canLogIn("maria", "another " + GOOD)).isTrue();
  }

  @Test
  void aDisabledUserIsOutAtOnce() {
    users.add("root", GOOD, Role.ADMIN);
    users.add("maria", GOOD, Role.USER);
    String token = users.sessions().open(login("maria"), "127.0.0.1");

    users.disable("maria");

    assertThat(users.sessions().find(token)).isEmpty();
    assertThat(canLogIn("maria", GOOD)).isFalse();
  }

  @Test
  void aPasswordDoesNotBringADisabledUserBack() {
    users.add("maria", GOOD, Role.USER);
    users.disable("maria");

    users.changePassword("maria", "another " + GOOD);

    assertThat(canLogIn("maria", "another " + GOOD)).isFalse();
  }

  @Test
  void theLastAdminCannotBeDisabled() {
    users.add("root", GOOD, Role.ADMIN);

    assertThatThrownBy(() -> users.disable("root"))
        .isInstanceOf(AccountException.class)
        .hasMessageContaining("last enabled admin");
    assertThat(canLogIn("root", GOOD)).isTrue();
  }

  @Test
  void aUserOfTheConfigurationIsImportedWhenFirstSeen() {
    assertThat(users.importFromConfiguration("Maria", "short", Role.USER))
        .isEqualTo(ImportOutcome.CREATED);
    assertThat(users.importFromConfiguration("maria", "short", Role.USER))
        .isEqualTo(ImportOutcome.UNCHANGED);
    assertThat(users.importFromConfiguration("maria", "other", Role.USER))
        .isEqualTo(ImportOutcome.DIFFERS);
    assertThat(users.importFromConfiguration("maria", "short", Role.ADMIN))
        .isEqualTo(ImportOutcome.DIFFERS);

    assertThat(canLogIn("maria", "short")).isTrue();
    assertThat(users.list()).singleElement().returns(Role.USER, Account::role);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maria", "Maria", "", "admin", "changeme"})
  void aUserWithADefaultPasswordIsImportedDisabled(String password) {
    assertThat(users.importFromConfiguration("maria", password, Role.ADMIN))
        .isEqualTo(ImportOutcome.CREATED_DISABLED);
    assertThat(users.importFromConfiguration("maria", password, Role.ADMIN))
        .isEqualTo(ImportOutcome.UNCHANGED);
    assertThat(canLogIn("maria", password)).isFalse();

    users.changePassword("maria", GOOD);

    assertThat(canLogIn("maria", GOOD)).isTrue();
  }

  @Test
  void withoutAnAdminOneIsMadeWithARandomPasswordOnce() {
    Optional<String> password = users.ensureAdmin(null);

    assertThat(password).hasValueSatisfying(word -> assertThat(word).hasSizeGreaterThan(15));
    assertThat(canLogIn("admin", password.orElseThrow())).isTrue();
    assertThat(users.list()).singleElement().returns(true, Account::mustChangePassword);
    assertThat(users.ensureAdmin(null)).isEmpty();
  }

  @Test
  void theFirstAdminTakesThePasswordOfTheEnvironment() {
    assertThat(users.ensureAdmin(GOOD)).isEmpty();

    assertThat(canLogIn("admin", GOOD)).isTrue();
    assertThat(users.list()).singleElement().returns(false, Account::mustChangePassword);
  }

  @Test
  void thePasswordOfTheEnvironmentDoesNotReplaceAnAdmins() {
    users.add("root", GOOD, Role.ADMIN);

    assertThat(users.ensureAdmin("another " + GOOD)).isEmpty();

    assertThat(users.list()).singleElement().returns("root", Account::name);
  }

  @Test
  void anAdminThatTheConfigurationDisabledIsEnabledWithANewPassword() {
    users.importFromConfiguration("admin", "admin", Role.ADMIN);

    String password = users.ensureAdmin(null).orElseThrow();

    assertThat(canLogIn("admin", "admin")).isFalse();
    assertThat(canLogIn("admin", password)).isTrue();
  }

  @Test
  void aFileOfANewerVersionIsRefused() throws SQLException {
    users.close();
    Path file = folder.resolve("server.db");
    int version;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      version = statement.executeQuery("PRAGMA user_version").getInt(1);
      statement.execute("PRAGMA user_version = 99");
    }

    assertThatThrownBy(this::reopen)
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("newer version")
        .hasMessageContaining("99");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = " + version);
    }
    users = reopen();
  }

  @Test
  void aFileOfTheFirstVersionIsCopiedAndBroughtUpToDate() throws Exception {
    Path old = folder.resolve("old.db");
    try (InputStream script = UserStore.class.getResourceAsStream("server-1.sql");
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement statement = connection.createStatement()) {
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (String part : text.split(";", -1)) {
        if (!part.isBlank()) {
          statement.execute(part);
        }
      }
      statement.execute("INSERT INTO users VALUES ('ann', 'admin', 'x', 1, 0, 1, 1)");
      statement.execute("PRAGMA user_version = 1");
    }
    Path backups = folder.resolve("copies");

    try (UserStore store = UserStore.open(old, backups, clock)) {
      assertThat(store.list()).extracting(Account::name).containsExactly("ann");
      int rows =
          store
              .database()
              .read(
                  handle ->
                      handle
                          .createQuery("SELECT count(*) FROM retrievals")
                          .mapTo(Integer.class)
                          .one());
      assertThat(rows).isZero();
    }
    UserStore.open(old, backups, clock).close();

    try (Stream<Path> files = Files.list(backups)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(
              copy -> {
                assertThat(copy.getFileName().toString()).startsWith("old.db-form1-");
                assertThat(Files.getPosixFilePermissions(copy))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
              });
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsSaidSo() throws IOException {
    Path file = folder.resolve("other.db");
    Files.writeString(
        file, "this is not a database, but long enough to be looked at as one".repeat(50));

    assertThatThrownBy(() -> UserStore.open(file, clock))
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("other.db");
  }
}
