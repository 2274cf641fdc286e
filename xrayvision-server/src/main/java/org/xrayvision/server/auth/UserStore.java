/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in {@code server.db}. Passwords are kept as bcrypt hashes only. Names are compared
 * in lower case. Safe for threads, and beside another process that works on the same file.
 */
public final class UserStore implements AutoCloseable {
  private static final String ADMIN = "admin";

  private final ServerDatabase database;
  private final Clock clock;
  private final AuditLog audit;
  private final PasswordHasher hasher;
  private final Sessions sessions;
  private final Authenticator authenticator;
  private final byte[] pseudonymKey;

  private UserStore(ServerDatabase database, Clock clock, AuthOptions options) {
    SecureRandom random = new SecureRandom();
    this.database = database;
    this.clock = clock;
    this.audit = new AuditLog(database, clock);
    this.hasher = new PasswordHasher(options.bcryptCost(), random);
    this.sessions = new Sessions(database, clock, options, random);
    this.authenticator = new Authenticator(database, hasher, new LoginThrottle(clock), clock);
    this.pseudonymKey = secret("pseudonym", random);
  }

  /**
   * Opens the file, or makes it, with the usual guards.
   *
   * @throws org.xrayvision.api.XRayVisionException if it cannot be opened or is of a newer version
   */
  public static UserStore open(Path serverDb, Clock clock) {
    return open(serverDb, clock, AuthOptions.defaults());
  }

  /**
   * Opens the file, or makes it, with the usual guards.
   *
   * @param backups where a copy goes before it is brought to a new form
   */
  public static UserStore open(Path serverDb, Path backups, Clock clock) {
    return open(ServerDatabase.open(serverDb, backups), clock, AuthOptions.defaults());
  }

  /** Opens the file, or makes it. */
  public static UserStore open(Path serverDb, Clock clock, AuthOptions options) {
    return open(ServerDatabase.open(serverDb), clock, options);
  }

  private static UserStore open(ServerDatabase database, Clock clock, AuthOptions options) {
    try {
      return new UserStore(database, clock, options);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * Adds an enabled account.
   *
   * @throws AccountException if there is one of this name, or name or password cannot be taken
   */
  public void add(String name, String password, Role role) {
    String key = PasswordRules.name(name);
    PasswordRules.check(key, password);
    String hash = hasher.hash(password);
    boolean added = database.write(handle -> insert(handle, key, role, hash, false));
    if (!added) {
      throw new AccountException("There is a user '" + key + "' already; change its password.");
    }
  }

  /**
   * Sets a password, ends the account's sessions, and enables an account that had no password yet.
   *
   * @throws AccountException if there is no such account, or the password cannot be taken
   */
  public void changePassword(String name, String password) {
    String key = PasswordRules.name(name);
    PasswordRules.check(key, password);
    String hash = hasher.hash(password);
    boolean changed = database.write(handle -> setPassword(handle, key, hash));
    if (!changed) {
      throw new AccountException("There is no user '" + key + "'.");
    }
  }

  /** All accounts by name. */
  public List<Account> list() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM users ORDER BY name")
                .map(
                    (row, context) ->
                        new Account(
                            row.getString("name"),
                            UserRow.role(row.getString("role")),
                            row.getBoolean("enabled"),
                            row.getBoolean("must_change"),
                            Instant.ofEpochMilli(row.getLong("created")),
                            Instant.ofEpochMilli(row.getLong("password_changed"))))
                .list());
  }

  /**
   * Shuts an account out and ends its sessions.
   *
   * @throws AccountException if there is no such account, or it is the last enabled admin
   */
  public void disable(String name) {
    String key = PasswordRules.name(name);
    database.write(
        handle -> {
          UserRow row =
              UserRow.find(handle, key)
                  .orElseThrow(() -> new AccountException("There is no user '" + key + "'."));
          if (row.enabled() && row.role() == Role.ADMIN && enabledAdmins(handle) == 1) {
            throw new AccountException(
                "'" + key + "' is the last enabled admin; add or enable another one first.");
          }
          handle.execute("UPDATE users SET enabled = 0 WHERE name = ?", key);
          return Sessions.endAll(handle, key);
        });
  }

  /**
   * Takes over a user of the configuration file when it is first seen. A password that equals the
   * name or is a shipped default is not taken: that account is made disabled.
   *
   * @throws AccountException if the name cannot be one
   */
  public ImportOutcome importFromConfiguration(String name, String password, Role role) {
    String key = PasswordRules.name(name);
    boolean unusable = PasswordRules.unusable(key, password);
    Optional<UserRow> known = database.read(handle -> UserRow.find(handle, key));
    if (known.isPresent()) {
      UserRow row = known.get();
      boolean same =
          row.hash() == null ? unusable : !unusable && hasher.matches(password, row.hash());
      return same && row.role() == role ? ImportOutcome.UNCHANGED : ImportOutcome.DIFFERS;
    }
    String hash = unusable ? null : hasher.hash(password);
    database.write(handle -> insert(handle, key, role, hash, false));
    return unusable ? ImportOutcome.CREATED_DISABLED : ImportOutcome.CREATED;
  }

  /**
   * Makes sure that somebody can administer: where no admin is enabled, {@code admin} is created or
   * enabled with the given password or else a random one.
   *
   * @return the random password, to be printed once; empty if none was made
   * @throws AccountException if the given password is needed and cannot be taken
   */
  public Optional<String> ensureAdmin(@Nullable String passwordFromEnvironment) {
    if (database.read(UserStore::enabledAdmins) > 0) {
      return Optional.empty();
    }
    boolean generated = passwordFromEnvironment == null || passwordFromEnvironment.isEmpty();
    String password = generated ? hasher.generate() : passwordFromEnvironment;
    PasswordRules.check(ADMIN, password);
    String hash = hasher.hash(password);
    database.write(
        handle -> {
          if (!insert(handle, ADMIN, Role.ADMIN, hash, generated)) {
            setPassword(handle, ADMIN, hash);
            handle.execute(
                "UPDATE users SET enabled = 1, role = ?, must_change = ? WHERE name = ?",
                Role.ADMIN.code(),
                generated,
                ADMIN);
          }
          return true;
        });
    return generated ? Optional.of(password) : Optional.empty();
  }

  /** The file, for what the server keeps in it besides; closed with the accounts. */
  public ServerDatabase database() {
    return database;
  }

  /** The sessions of these accounts. */
  public Sessions sessions() {
    return sessions;
  }

  /** Checks passwords of these accounts. */
  public Authenticator authenticator() {
    return authenticator;
  }

  /** What a role sees of patients and radiologists. */
  public Masking masking(Role role) {
    return role.masked() ? Masking.with(pseudonymKey) : Masking.NONE;
  }

  /** Whether who made an earlier request would still be let in. */
  public boolean isStillValid(Principal principal) {
    return principal.bySession()
        ? sessions.isLive(principal.proof())
        : authenticator.isCurrent(principal);
  }

  @Override
  public void close() {
    database.close();
  }

  private boolean insert(
      Handle handle, String name, Role role, @Nullable String hash, boolean mustChange) {
    long now = clock.millis();
    return handle
            .createUpdate(
                "INSERT INTO users (name, role, password_hash, enabled, must_change, created,"
                    + " password_changed) VALUES (:name, :role, :hash, :enabled, :must, :now, :now)"
                    + " ON CONFLICT (name) DO NOTHING")
            .bind("name", name)
            .bind("role", role.code())
            .bind("hash", hash)
            .bind("enabled", hash != null)
            .bind("must", mustChange)
            .bind("now", now)
            .execute()
        == 1;
  }

  private boolean setPassword(Handle handle, String name, String hash) {
    int changed =
        handle
            .createUpdate(
                "UPDATE users SET enabled = CASE WHEN password_hash IS NULL THEN 1 ELSE enabled"
                    + " END, password_hash = :hash, must_change = 0, password_changed = :now"
                    + " WHERE name = :name")
            .bind("hash", hash)
            .bind("now", clock.millis())
            .bind("name", name)
            .execute();
    Sessions.endAll(handle, name);
    return changed == 1;
  }

  private static int enabledAdmins(Handle handle) {
    return handle
        .createQuery("SELECT count(*) FROM users WHERE enabled = 1 AND role = ?")
        .bind(0, Role.ADMIN.code())
        .mapTo(Integer.class)
        .one();
  }

  private byte[] secret(String name, SecureRandom random) {
    byte[] fresh = new byte[32];
    random.nextBytes(fresh);
    return database.write(
        handle -> {
          handle.execute(
              "INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING",
              name,
              fresh);
          return handle
              .createQuery("SELECT value FROM secrets WHERE name = ?")
              .bind(0, name)
              .mapTo(byte[].class)
              .one();
        });
  }

  /** What people did. */
  public AuditLog audit() {
    return audit;
  }
}
