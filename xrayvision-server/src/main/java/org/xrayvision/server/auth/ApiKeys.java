/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/**
 * Keys for programs: 256 random bits, of which {@code server.db} holds a hash. Each says what it
 * lets one do, out of what {@link Permissions} lets a service do. Safe for threads.
 */
public final class ApiKeys {
  /** What every key begins with, so that one that lies about is known for what it is. */
  public static final String PREFIX = "xrv_";

  /** What shows by a pseudonym whose object it was that one has brought in oneself. */
  private static final Set<Action> TELLING =
      Set.of(Action.SEE_EXAMS, Action.EXPORT, Action.FOLLOW_EVENTS);

  private static final int BYTES = 32;
  private static final int LENGTH = PREFIX.length() + 43;
  private static final int MOST = 500;
  private static final int MAX_NAME = 64;
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);
  private static final String LIVE = " revoked IS NULL AND (expires IS NULL OR expires > :now)";

  private final ServerDatabase database;
  private final Clock clock;
  private final SecureRandom random;

  ApiKeys(ServerDatabase database, Clock clock, SecureRandom random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A key as lists show it; the key itself is not in it. Immutable.
   *
   * @param actions what it lets one do
   * @param masked whether patients and radiologists are hidden from who has it
   */
  public record ApiKey(
      long id,
      String name,
      Set<Action> actions,
      boolean masked,
      Instant created,
      String createdBy,
      @Nullable Instant lastUsed,
      @Nullable Instant expires,
      @Nullable Instant revoked) {
    /** Copies the set. */
    public ApiKey {
      actions = Set.copyOf(actions);
    }
  }

  /** A new key, to be shown once. */
  public record Made(long id, String key) {}

  /** What keys may be given, in the order of the table. */
  public static List<Action> grantable() {
    return Arrays.stream(Action.values())
        .filter(action -> Permissions.allows(Role.SERVICE, action))
        .toList();
  }

  /**
   * Makes a key.
   *
   * @param lasts for how long; null for ever
   * @throws AccountException if it cannot be made so
   */
  public Made add(
      String name, Set<Action> actions, boolean masked, @Nullable Duration lasts, String by) {
    String stripped = checked(name, actions, lasts);
    if (masked && confirmsPseudonyms(actions)) {
      throw new AccountException(
          "A masked key that brings in objects may not see_exams, export or follow_events: it could"
              + " try out whose pseudonym one is. Make two keys, or an unmasked one.");
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long now = clock.millis();
    long id =
        database.write(
            handle -> {
              refuseMore(handle, stripped, now);
              return handle
                  .createQuery(
                      "INSERT INTO api_keys (name, key_hash, actions, masked, created, created_by,"
                          + " expires) VALUES (:name, :hash, :actions, :masked, :now, :by, :expires)"
                          + " RETURNING id")
                  .bind("name", stripped)
                  .bind("hash", Sha256.hex(key))
                  .bind("actions", codes(actions))
                  .bind("masked", masked)
                  .bind("now", now)
                  .bind("by", by)
                  .bind("expires", lasts == null ? null : (Long) (now + lasts.toMillis()))
                  .mapTo(Long.class)
                  .one();
            });
    return new Made(id, key);
  }

  /**
   * Whether who may do these can send an object with an id of his choice, and see by the pseudonym
   * whether there is such a patient.
   */
  static boolean confirmsPseudonyms(Set<Action> actions) {
    return actions.contains(Action.IMPORT) && TELLING.stream().anyMatch(actions::contains);
  }

  private static String checked(String name, Set<Action> actions, @Nullable Duration lasts) {
    String stripped = name.strip();
    if (stripped.isEmpty()
        || stripped.length() > MAX_NAME
        || stripped.codePoints().anyMatch(Character::isISOControl)) {
      throw new AccountException("A key's name has 1 to " + MAX_NAME + " characters.");
    }
    PasswordRules.refuseReserved(stripped);
    if (actions.isEmpty()) {
      throw new AccountException("A key that may do nothing is of no use; name its actions.");
    }
    for (Action action : actions) {
      if (!Permissions.allows(Role.SERVICE, action)) {
        throw new AccountException("No key may be given " + action.code() + ".");
      }
    }
    if (lasts != null && (lasts.compareTo(Duration.ZERO) <= 0 || lasts.compareTo(LONGEST) > 0)) {
      throw new AccountException("A key expires in 1 to " + LONGEST.toDays() + " days.");
    }
    return stripped;
  }

  private static void refuseMore(Handle handle, String name, long now) {
    List<String> live =
        handle
            .createQuery("SELECT name FROM api_keys WHERE" + LIVE)
            .bind("now", now)
            .mapTo(String.class)
            .list();
    if (live.contains(name)) {
      throw new AccountException("There is a key '" + name + "' already; revoke it first.");
    }
    if (live.size() >= MOST) {
      throw new AccountException("There are " + MOST + " keys; revoke those that are not used.");
    }
  }

  /** Whose key this is; empty where it is none, is revoked or has expired. Counts as use. */
  public Optional<Principal> find(String key) {
    if (key.length() != LENGTH || !key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    Optional<ApiKey> found = row("key_hash = :what AND" + LIVE, Sha256.hex(key));
    found.ifPresent(this::touch);
    return found.map(
        row -> Principal.service(row.name(), Long.toString(row.id()), row.actions(), row.masked()));
  }

  /** Whether the key that this principal came with is still taken. */
  boolean isLive(Principal principal) {
    return row("id = :what AND" + LIVE, principal.proof()).isPresent();
  }

  private Optional<ApiKey> row(String where, String what) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM api_keys WHERE " + where)
                .bind("what", what)
                .bind("now", clock.millis())
                .map((row, context) -> key(row))
                .findOne());
  }

  private void touch(ApiKey key) {
    Instant now = clock.instant();
    if (key.lastUsed() != null && now.isBefore(key.lastUsed().plus(TOUCH_INTERVAL))) {
      return;
    }
    try {
      database.write(
          handle ->
              handle.execute(
                  "UPDATE api_keys SET last_used = ? WHERE id = ?", now.toEpochMilli(), key.id()));
    } catch (XRayVisionException e) {
      // As with sessions: a full disk must not keep anybody out.
    }
  }

  /** All of them, the newest first. */
  public List<ApiKey> list() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM api_keys ORDER BY id DESC LIMIT 2000")
                .map((row, context) -> key(row))
                .list());
  }

  /** Ends a key; returns its name, or empty if there is no such key that is taken. */
  public Optional<String> revoke(long id) {
    return database.write(
        handle ->
            handle
                .createQuery(
                    "UPDATE api_keys SET revoked = :now WHERE id = :id AND revoked IS NULL"
                        + " RETURNING name")
                .bind("now", clock.millis())
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getLong("id"),
        row.getString("name"),
        actions(row.getString("actions")),
        row.getBoolean("masked"),
        Instant.ofEpochMilli(row.getLong("created")),
        row.getString("created_by"),
        instant(row, "last_used"),
        instant(row, "expires"),
        instant(row, "revoked"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static String codes(Set<Action> actions) {
    return new TreeSet<>(actions).stream().map(Action::code).collect(Collectors.joining(","));
  }

  /** A word that this program does not know lets nobody do anything. */
  private static Set<Action> actions(String codes) {
    return Arrays.stream(codes.split(",", -1))
        .map(Action::ofCode)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}
