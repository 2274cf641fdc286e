/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks names and passwords. Unknown, disabled and wrong take the same time and look the same.
 * Safe for threads.
 */
public final class Authenticator {
  private static final Duration REMEMBERED = Duration.ofSeconds(60);
  private static final int MAX_REMEMBERED = 1000;
  private static final int MAX_WAITING = 8;
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final ServerDatabase database;
  private final PasswordHasher hasher;
  private final LoginThrottle throttle;
  private final Clock clock;
  private final SecretKeySpec key;
  private final ProvenCredentials proven;
  private final LoginJournal journal;
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

  /** bcrypt is made to cost; guessing must take neither all processors nor all threads. */
  private final Semaphore processors =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  Authenticator(
      ServerDatabase database,
      PasswordHasher hasher,
      LoginThrottle throttle,
      AuditLog audit,
      Clock clock) {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.database = database;
    this.hasher = hasher;
    this.throttle = throttle;
    this.clock = clock;
    this.proven = new ProvenCredentials(clock);
    this.journal = new LoginJournal(clock, audit);
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
  }

  /** Checks a log-in from an address. Blocks for as long as bcrypt takes. */
  public LoginResult login(String name, String password, String address) {
    return guess(name, password, address, row(name), false);
  }

  /**
   * Checks the credential of a script's request. A right one is remembered for a minute, by a keyed
   * hash that a change of the password changes too; after that it is checked again, but not
   * throttled.
   */
  public LoginResult basic(String name, String password, String address) {
    Optional<UserRow> row = row(name);
    if (row.isEmpty() || !row.get().enabled()) {
      return guess(name, password, address, row, true);
    }
    String credential = fingerprint(row.get().hash() + "\0" + name + "\0" + password);
    Instant now = clock.instant();
    remembered.values().removeIf(entry -> entry.until.isBefore(now));
    if (remembered.size() > MAX_REMEMBERED) {
      return shown(credential, name, password, address, row);
    }
    // Requests that come at once with one credential are one check, not as many failed attempts.
    Remembered mine = new Remembered(now.plus(REMEMBERED), new CompletableFuture<>());
    Remembered earlier = remembered.putIfAbsent(credential, mine);
    if (earlier != null) {
      return await(earlier);
    }
    try {
      LoginResult result = shown(credential, name, password, address, row);
      mine.result.complete(result);
      if (result.principal().isEmpty()) {
        remembered.remove(credential, mine);
      }
      return result;
    } catch (RuntimeException e) {
      remembered.remove(credential, mine);
      mine.result.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * Whether this is the password of who is logged in already; counted and held up as a log-in is,
   * but none.
   */
  public LoginResult confirm(Principal principal, String password, String address) {
    Optional<UserRow> row = row(principal.name());
    Optional<Duration> wait = throttle.attempt(principal.name(), address);
    if (wait.isPresent()) {
      journal.throttled(row, address);
      return LoginResult.throttled(wait.get());
    }
    Optional<Boolean> right = counted(matches(password, row), principal.name(), address);
    if (right.isEmpty()) {
      return LoginResult.throttled(BUSY);
    }
    if (!right.get()) {
      journal.refused(row, address);
      return LoginResult.refused();
    }
    return LoginResult.accepted(principal);
  }

  /** Notes who was let in by what the hospital's own log-in said of him. */
  Principal external(UserRow row, String address) {
    journal.accepted(row, address, "OIDC");
    return Principal.person(row.name(), row.role(), false, proof(row), false);
  }

  /** Forgets what was counted against an account, so that its owner can try at once. */
  void forgive(String name) {
    throttle.forgive(name);
  }

  /** Whether guesses hold an account up now, wherever they come from. */
  boolean isHeldUp(String name) {
    return throttle.isHeldUp(name);
  }

  /** Whether the account still is enabled, with the same password. */
  boolean isCurrent(Principal principal) {
    return row(principal.name())
        .filter(UserRow::enabled)
        .filter(row -> proof(row).equals(principal.proof()))
        .isPresent();
  }

  /** Checks a credential that may have been shown before. */
  private LoginResult shown(
      String credential, String name, String password, String address, Optional<UserRow> row) {
    if (proven.contains(credential)) {
      return verdict(matches(password, row), address, row, true);
    }
    LoginResult result = guess(name, password, address, row, true);
    if (result.principal().isPresent()) {
      proven.add(credential);
    }
    return result;
  }

  private LoginResult guess(
      String name, String password, String address, Optional<UserRow> row, boolean script) {
    String account = row.map(UserRow::name).orElse(name);
    Optional<Duration> wait = throttle.attempt(account, address);
    if (wait.isPresent()) {
      journal.throttled(row, address);
      return LoginResult.throttled(wait.get());
    }
    Optional<Boolean> right = counted(matches(password, row), account, address);
    return verdict(right, address, row, script);
  }

  /** Tells the throttle how a check ended. */
  private Optional<Boolean> counted(Optional<Boolean> right, String account, String address) {
    if (right.isEmpty()) {
      throttle.withdrawn(account, address);
    } else if (right.get()) {
      throttle.succeeded(account, address);
    }
    return right;
  }

  /** What a check means; it is empty where there was no time for it. */
  private LoginResult verdict(
      Optional<Boolean> right, String address, Optional<UserRow> row, boolean script) {
    if (right.isEmpty()) {
      return LoginResult.throttled(BUSY);
    }
    if (!right.get()) {
      journal.refused(row, address);
      return LoginResult.refused();
    }
    UserRow user = row.orElseThrow();
    journal.accepted(user, address, script ? "HTTP Basic" : "");
    return LoginResult.accepted(
        Principal.person(user.name(), user.role(), false, proof(user), user.mustChange()));
  }

  private Optional<Boolean> matches(String password, Optional<UserRow> row) {
    @Nullable String hash = row.filter(UserRow::enabled).map(UserRow::hash).orElse(null);
    try {
      if (processors.getQueueLength() >= MAX_WAITING
          || !processors.tryAcquire(5, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.of(hasher.matches(password, hash));
    } finally {
      processors.release();
    }
  }

  private Optional<UserRow> row(String name) {
    try {
      String folded = PasswordRules.name(name);
      return database.read(handle -> UserRow.find(handle, folded));
    } catch (AccountException e) {
      return Optional.empty();
    }
  }

  private String proof(UserRow row) {
    return fingerprint("proof\0" + row.name() + "\0" + row.role() + "\0" + row.hash());
  }

  private String fingerprint(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static LoginResult await(Remembered earlier) {
    try {
      return earlier.result.join();
    } catch (CompletionException e) {
      return LoginResult.throttled(BUSY);
    }
  }

  private record Remembered(Instant until, CompletableFuture<LoginResult> result) {}
}
