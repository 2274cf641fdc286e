/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.logging.Logging;

final class AuthenticatorTest {
  private static final String GOOD = "correct horse battery";
  private static final int COST = 8;

  /** Version and cost, with which a hash begins. */
  private static final String HEAD = "$2a$08$";

  @TempDir Path folder;
  private final HandClock clock = new HandClock();
  private UserStore users;

  @BeforeEach
  void open() {
    users = reopen();
    users.add("maria", GOOD, Role.USER);
  }

  @AfterEach
  void close() {
    users.close();
  }

  private UserStore reopen() {
    AuthOptions options = new AuthOptions(COST, Duration.ofHours(2), Duration.ofHours(12));
    return UserStore.open(folder.resolve("server.db"), clock, options);
  }

  @Test
  void unknownDisabledAndTooLongCostTheWorkOfAWrongPassword() {
    users.importFromConfiguration("disabled", "disabled", Role.USER);
    long wrong = leastNanos("maria", "wrong password");

    assertThat(leastNanos("nobody", "wrong password")).isGreaterThan(wrong / 2);
    assertThat(leastNanos("disabled", "disabled")).isGreaterThan(wrong / 2);
    assertThat(leastNanos("maria", "x".repeat(500))).isGreaterThan(wrong / 2);
    assertThat(leastNanos("a:b", "wrong password")).isGreaterThan(wrong / 2);
  }

  /** Time tells nothing where the work is the same: one check of bcrypt, of the same cost. */
  @Test
  void whetherThereIsAnAccountDoesNotChangeHowOftenAndHowHardAPasswordIsChecked() {
    List<String> checked = new ArrayList<>();
    PasswordHasher counting =
        new PasswordHasher(
            COST,
            new SecureRandom(),
            (password, hash) -> {
              checked.add(new String(hash, 0, HEAD.length(), StandardCharsets.US_ASCII));
              return false;
            });
    ServerDatabase database = users.database();
    Authenticator authenticator =
        new Authenticator(
            database, counting, new LoginThrottle(clock), new AuditLog(database, clock), clock);
    users.importFromConfiguration("without", "without", Role.USER);
    users.add("shut", GOOD, Role.USER);
    users.accounts().setEnabled("shut", false);
    users.accounts().external("issuer subject", "elsewhere", Role.USER, "::1");

    for (String name : List.of("maria", "nobody", "without", "shut", "elsewhere", "a:b", "")) {
      for (String password : List.of("wrong password", "", "x".repeat(500))) {
        checked.clear();
        String address = name + " " + password.length();
        assertThat(authenticator.login(name, password, "l" + address))
            .as("%s, %s", name, password)
            .isEqualTo(LoginResult.refused());
        assertThat(authenticator.basic(name, password, "b" + address))
            .isEqualTo(LoginResult.refused());
        assertThat(checked).as("%s, %s", name, password).containsExactly(HEAD, HEAD);
      }
      authenticator.forgive(name);
    }
  }

  /** The processor's time of this thread: what others do beside it does not count. */
  private static long workNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private long leastNanos(String name, String password) {
    long[] nanos = new long[4];
    for (int i = 0; i < nanos.length; i++) {
      long start = workNanos();
      LoginResult result = users.authenticator().login(name, password, "address " + name + i);
      nanos[i] = workNanos() - start;
      assertThat(result.principal()).isEmpty();
      assertThat(result.retryAfter()).isEmpty();
    }
    return Arrays.stream(nanos).min().orElseThrow();
  }

  @Test
  void guessingIsSlowedDownEvenForTheRightPassword() {
    for (int i = 0; i < 5; i++) {
      assertThat(users.authenticator().login("maria", "guess " + i, "::1").retryAfter()).isEmpty();
    }

    LoginResult throttled = users.authenticator().login("maria", GOOD, "::1");

    assertThat(throttled.principal()).isEmpty();
    assertThat(throttled.retryAfter()).hasValueSatisfying(wait -> assertThat(wait).isPositive());
    assertThat(users.authenticator().login("maria", GOOD, "::2").principal()).isPresent();
    clock.advance(throttled.retryAfter().orElseThrow());
    assertThat(users.authenticator().login("maria", GOOD, "::1").principal()).isPresent();
  }

  @Test
  void guessingOverBasicIsSlowedDownToo() {
    for (int i = 0; i < 5; i++) {
      assertThat(users.authenticator().basic("maria", "guess " + i, "::1").retryAfter()).isEmpty();
    }

    assertThat(users.authenticator().basic("maria", GOOD, "::1").retryAfter()).isPresent();
  }

  @Test
  void aScriptsCredentialIsRememberedForAMinute() {
    Authenticator authenticator = users.authenticator();
    long first = nanos(() -> authenticator.basic("maria", GOOD, "::1"));
    long later = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      later = Math.min(later, nanos(() -> authenticator.basic("Maria", GOOD, "::1")));
      later = Math.min(later, nanos(() -> authenticator.basic("maria", GOOD, "::1")));
    }
    assertThat(later).isLessThan(first / 3);

    clock.advance(Duration.ofSeconds(61));

    assertThat(nanos(() -> authenticator.basic("maria", GOOD, "::1"))).isGreaterThan(later * 3);
  }

  @Test
  void aScriptWhosePasswordWasRightIsNotHeldUpByOthersAtItsAddress() {
    Authenticator authenticator = users.authenticator();
    assertThat(authenticator.basic("maria", GOOD, "::1").principal()).isPresent();
    clock.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 5; i++) {
      authenticator.login("maria", "guess " + i, "::1");
    }
    assertThat(authenticator.login("maria", GOOD, "::1").retryAfter()).isPresent();

    assertThat(authenticator.basic("maria", GOOD, "::1").principal()).isPresent();
    assertThat(authenticator.basic("maria", GOOD + "x", "::1").retryAfter()).isPresent();
    clock.advance(Duration.ofHours(25));
    for (int i = 0; i < 5; i++) {
      authenticator.login("maria", "guess " + i, "::1");
    }
    assertThat(authenticator.basic("maria", GOOD, "::1").retryAfter()).isPresent();
  }

  @Test
  void logInsLeaveATraceThatNamesOnlyAccountsThatThereAre() throws IOException {
    Path log = folder.resolve("x.log");
    try (Logging logging = Logging.start("INFO", ZoneOffset.UTC)) {
      logging.toFile(log);
      Authenticator authenticator = users.authenticator();
      authenticator.login("Maria", GOOD, "192.0.2.1");
      authenticator.login("my secret password", "maria", "192.0.2.2");
      for (int i = 0; i < 6; i++) {
        authenticator.login("maria", "guess " + i, "192.0.2.3");
        authenticator.basic("maria", GOOD, "192.0.2.4");
      }
    }

    assertThat(Files.readAllLines(log))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("INFO").endsWith("maria logged in from 192.0.2.1"),
            line -> assertThat(line).endsWith("maria logged in from 192.0.2.4 (HTTP Basic)"),
            line -> assertThat(line).endsWith("refused from 192.0.2.2: no such account"),
            line ->
                assertThat(line)
                    .contains("WARN")
                    .endsWith("refused from 192.0.2.3: wrong password of maria"),
            line ->
                assertThat(line).endsWith("192.0.2.3 as maria not looked at: too many failures"))
        .noneMatch(line -> line.contains("secret") || line.contains("guess"));
  }

  private static long nanos(Callable<LoginResult> check) {
    try {
      long start = workNanos();
      assertThat(check.call().principal()).isPresent();
      return workNanos() - start;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRememberedCredentialEndsWithThePasswordEvenWhenAnotherProcessChangesIt() {
    Principal before = users.authenticator().basic("maria", GOOD, "::1").principal().orElseThrow();
    assertThat(users.isStillValid(before)).isTrue();

    try (UserStore other = reopen()) {
      other.changePassword("maria", "another " + GOOD);
    }

    assertThat(users.authenticator().basic("maria", GOOD, "::1").principal()).isEmpty();
    assertThat(users.isStillValid(before)).isFalse();
  }

  @Test
  void aRememberedCredentialEndsWithTheAccount() {
    users.add("root", GOOD + "!", Role.ADMIN);
    users.authenticator().basic("maria", GOOD, "::1");

    users.disable("maria");

    assertThat(users.authenticator().basic("maria", GOOD, "::1").principal()).isEmpty();
  }

  @Test
  void manyRequestsAtOnceWithOneCredentialAreNoGuessing() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      Callable<LoginResult> request = () -> users.authenticator().basic("maria", GOOD, "::1");
      List<Future<LoginResult>> answers =
          pool.invokeAll(java.util.Collections.nCopies(40, request));
      for (Future<LoginResult> answer : answers) {
        assertThat(answer.get().principal()).isPresent();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
