/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
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
  private final Accounts accounts;
  private final ApiKeys keys;
  private final ViewJournal views;
  private final byte[] pseudonymKey;

  private UserStore(ServerDatabase database, Clock clock, AuthOptions options) {
    SecureRandom random = new SecureRandom();
    this.database = database;
    this.clock = clock;
    this.audit = new AuditLog(database, clock);
    this.hasher = new PasswordHasher(options.bcryptCost(), random);
    this.sessions = new Sessions(database, clock, options, random);
    this.authenticator =
        new Authenticator(database, hasher, new LoginThrottle(clock), audit, clock);
    this.accounts = new Accounts(database, clock, hasher, authenticator, audit);
    this.keys = new ApiKeys(database, clock, random);
    this.views = new ViewJournal(audit, clock);
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
    return open(serverDb, backups, clock, AuthOptions.defaults());
  }

  /** Opens the file, or makes it, with guards of one's own. */
  public static UserStore open(Path serverDb, Path backups, Clock clock, AuthOptions options) {
    return open(ServerDatabase.open(serverDb, backups), clock, options);
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
    String key = PasswordRules.newName(name);
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
      throw new AccountException("There is no user '" + key + "' with a password here.");
    }
  }

  /** All accounts by name. */
  public List<Account> list() {
    return accounts.list();
  }

  /**
   * Shuts an account out and ends its sessions.
   *
   * @throws AccountException if there is no such account, or it is the last enabled admin
   */
  public void disable(String name) {
    accounts.setEnabled(name, false);
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
    return ensureAdmin(passwordFromEnvironment, true);
  }

  /**
   * As the other.
   *
   * @param mustChange whether a random password must be changed at the first log-in
   */
  public Optional<String> ensureAdmin(
      @Nullable String passwordFromEnvironment, boolean mustChange) {
    if (database.read(Accounts::enabledAdmins) > 0) {
      return Optional.empty();
    }
    boolean generated = passwordFromEnvironment == null || passwordFromEnvironment.isEmpty();
    String password = generated ? hasher.generate() : passwordFromEnvironment;
    PasswordRules.check(ADMIN, password);
    String hash = hasher.hash(password);
    database.write(
        handle -> {
          if (!insert(handle, ADMIN, Role.ADMIN, hash, generated && mustChange)) {
            handle.execute("UPDATE users SET external = NULL WHERE name = ?", ADMIN);
            setPassword(handle, ADMIN, hash);
            handle.execute(
                "UPDATE users SET enabled = 1, role = ?, must_change = ? WHERE name = ?",
                Role.ADMIN.code(),
                generated && mustChange,
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

  /** What an administrator does to these accounts. */
  public Accounts accounts() {
    return accounts;
  }

  /** What lets programs in. */
  public ApiKeys keys() {
    return keys;
  }

  /** Where it is noted which exams people see. */
  public ViewJournal views() {
    return views;
  }

  /** What a role sees of patients and radiologists. */
  public Masking masking(Role role) {
    return masking(role.masked());
  }

  /** What somebody sees of patients and radiologists. */
  public Masking masking(Principal principal) {
    return masking(principal.masked());
  }

  private Masking masking(boolean masked) {
    return masked ? Masking.with(pseudonymKey) : Masking.NONE;
  }

  /**
   * A word that stands for a patient in the audit log: the same for the same id, and nobody who has
   * not this file can tell whose it is.
   */
  public String pseudonym(String patientId) {
    return Masking.pseudonymOfPatient(patientId, pseudonymKey);
  }

  /** Whether who made an earlier request would still be let in. */
  public boolean isStillValid(Principal principal) {
    if (principal.role() == Role.SERVICE) {
      return keys.isLive(principal);
    }
    return principal.bySession()
        ? sessions.isLive(principal.proof())
        : authenticator.isCurrent(principal);
  }

  @Override
  public void close() {
    views.close();
    database.close();
  }

  private boolean insert(
      Handle handle, String name, Role role, @Nullable String hash, boolean mustChange) {
    return Accounts.insert(handle, clock.millis(), name, role, hash, mustChange, null);
  }

  private boolean setPassword(Handle handle, String name, String hash) {
    int changed =
        handle
            .createUpdate(
                "UPDATE users SET enabled = CASE WHEN password_hash IS NULL THEN 1 ELSE enabled"
                    + " END, password_hash = :hash, must_change = 0, password_changed = :now"
                    + " WHERE name = :name AND external IS NULL")
            .bind("hash", hash)
            .bind("now", clock.millis())
            .bind("name", name)
            .execute();
    Sessions.endAll(handle, name);
    return changed == 1;
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
