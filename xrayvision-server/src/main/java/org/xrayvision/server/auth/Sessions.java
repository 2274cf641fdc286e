/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/**
 * Sessions, kept in {@code server.db} under a hash of their token, so that the file does not hold
 * what lets one in. Safe for threads.
 */
public final class Sessions {
  private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);
  private static final int TOKEN_LENGTH = 43;
  private static final int ID_LENGTH = 32;
  private static final int MOST_OF_ONE = 2_000;
  private static final int MOST_LISTED = 10_000;

  private final ServerDatabase database;
  private final Clock clock;
  private final SecureRandom random;
  private final long idleMillis;
  private final long maximumMillis;

  Sessions(ServerDatabase database, Clock clock, AuthOptions options, SecureRandom random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
    this.idleMillis = options.sessionIdle().toMillis();
    this.maximumMillis = options.sessionMaximum().toMillis();
  }

  /** Begins a session for who has just shown his password; the token goes into the cookie. */
  public String open(Principal principal, String address) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long now = clock.millis();
    return database.write(
        handle -> {
          deleteOver(handle);
          // A wall of screens may share an account; nobody needs more than that.
          handle.execute(
              "DELETE FROM sessions WHERE name = ? AND token_hash NOT IN (SELECT token_hash FROM"
                  + " sessions WHERE name = ? ORDER BY last_seen DESC LIMIT ?)",
              principal.name(),
              principal.name(),
              MOST_OF_ONE - 1);
          handle.execute("UPDATE users SET last_login = ? WHERE name = ?", now, principal.name());
          handle.execute(
              "INSERT INTO sessions (token_hash, name, created, last_seen, address)"
                  + " VALUES (?, ?, ?, ?, ?)",
              Sha256.hex(token),
              principal.name(),
              now,
              now,
              address);
          return token;
        });
  }

  /** Forgets the sessions that are over; returns how many there were. */
  public int purge() {
    return database.write(this::deleteOver);
  }

  private int deleteOver(Handle handle) {
    long now = clock.millis();
    return handle.execute(
        "DELETE FROM sessions WHERE last_seen < ? OR created < ?",
        now - idleMillis,
        now - maximumMillis);
  }

  /** Whose session this is, or empty if it is over; counts as use. */
  public Optional<Principal> find(String token) {
    if (token.length() != TOKEN_LENGTH) {
      return Optional.empty();
    }
    String hash = Sha256.hex(token);
    Optional<Row> row = row(hash);
    row.filter(found -> clock.millis() - found.lastSeen > TOUCH_INTERVAL.toMillis())
        .ifPresent(found -> touch(hash));
    return row.map(found -> Principal.person(found.name, found.role, true, hash, found.mustChange));
  }

  /** Ends a session; unknown ones are no error. */
  public void end(String token) {
    String hash = Sha256.hex(token);
    database.write(handle -> handle.execute("DELETE FROM sessions WHERE token_hash = ?", hash));
  }

  /** Whether the session stands; does not count as use. */
  boolean isLive(String hash) {
    return row(hash).isPresent();
  }

  /** Ends all sessions of an account; returns how many there were. */
  static int endAll(Handle handle, String name) {
    return handle.execute("DELETE FROM sessions WHERE name = ?", name);
  }

  /** Ends all sessions of who asks, but the one he asks with; returns how many there were. */
  public int endOthers(Principal principal) {
    return database.write(handle -> endOthers(handle, principal));
  }

  /** Ends all sessions of an account; returns how many there were. */
  public int endAll(String name) {
    return database.write(handle -> endAll(handle, name));
  }

  static int endOthers(Handle handle, Principal principal) {
    return handle.execute(
        "DELETE FROM sessions WHERE name = ? AND token_hash <> ?",
        principal.name(),
        principal.proof());
  }

  /**
   * The sessions that stand, the latest used first.
   *
   * @param name whose; null for everybody's
   */
  public List<SessionView> list(@Nullable String name) {
    long now = clock.millis();
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT s.*, u.role FROM sessions s JOIN users u ON u.name = s.name"
                        + " WHERE u.enabled = 1 AND s.last_seen >= :idle AND s.created >= :oldest"
                        + " AND (:name IS NULL OR s.name = :name)"
                        + " ORDER BY s.last_seen DESC, s.token_hash LIMIT "
                        + MOST_LISTED)
                .bind("name", name)
                .bind("idle", now - idleMillis)
                .bind("oldest", now - maximumMillis)
                .map((row, context) -> view(row))
                .list());
  }

  private SessionView view(ResultSet row) throws SQLException {
    long created = row.getLong("created");
    long lastSeen = row.getLong("last_seen");
    return new SessionView(
        id(row.getString("token_hash")),
        row.getString("name"),
        UserRow.role(row.getString("role")),
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(lastSeen),
        Instant.ofEpochMilli(Math.min(created + maximumMillis, lastSeen + idleMillis)),
        row.getString("address"));
  }

  /** By what a session is called in lists: a part of its hash, worth nothing as a token. */
  private static String id(String hash) {
    return hash.substring(0, ID_LENGTH);
  }

  /** The id of the session that this request has, or empty. */
  public static Optional<String> id(Principal principal) {
    return principal.bySession() ? Optional.of(id(principal.proof())) : Optional.empty();
  }

  /**
   * Ends the session of this id.
   *
   * @param owner whose it must be; null for anybody's
   * @return whose it was; empty if there is none
   */
  public Optional<String> endById(String id, @Nullable String owner) {
    return database.write(
        handle ->
            handle
                .createQuery(
                    "DELETE FROM sessions WHERE substr(token_hash, 1, "
                        + ID_LENGTH
                        + ") = :id AND (:owner IS NULL OR name = :owner) RETURNING name")
                .bind("id", id)
                .bind("owner", owner)
                .mapTo(String.class)
                .findOne());
  }

  private Optional<Row> row(String hash) {
    long now = clock.millis();
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT s.name, u.role, s.last_seen, u.must_change FROM sessions s JOIN users u"
                        + " ON u.name = s.name WHERE s.token_hash = :hash AND u.enabled = 1"
                        + " AND s.last_seen >= :idle AND s.created >= :oldest")
                .bind("hash", hash)
                .bind("idle", now - idleMillis)
                .bind("oldest", now - maximumMillis)
                .map(
                    (found, context) ->
                        new Row(
                            found.getString(1),
                            UserRow.role(found.getString(2)),
                            found.getLong(3),
                            found.getBoolean(4)))
                .findOne());
  }

  private void touch(String hash) {
    long now = clock.millis();
    try {
      database.write(
          handle ->
              handle.execute("UPDATE sessions SET last_seen = ? WHERE token_hash = ?", now, hash));
    } catch (XRayVisionException e) {
      // A full disk must not lock out who would mend it; the session just ends earlier.
    }
  }

  private record Row(String name, Role role, long lastSeen, boolean mustChange) {}
}
