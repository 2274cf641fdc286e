/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator does to accounts, and everybody to his own. There is always an enabled
 * admin. Safe for threads.
 */
public final class Accounts {
  private final ServerDatabase database;
  private final Clock clock;
  private final PasswordHasher hasher;
  private final Authenticator authenticator;
  private final AuditLog audit;

  Accounts(
      ServerDatabase database,
      Clock clock,
      PasswordHasher hasher,
      Authenticator authenticator,
      AuditLog audit) {
    this.database = database;
    this.clock = clock;
    this.hasher = hasher;
    this.authenticator = authenticator;
    this.audit = audit;
  }

  /** All accounts by name. */
  public List<Account> list() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM users ORDER BY name")
                .map((row, context) -> Account.of(row))
                .list());
  }

  /** The account of this name, or empty. */
  public Optional<Account> find(String name) {
    String key = PasswordRules.name(name);
    return list().stream().filter(account -> account.name().equals(key)).findFirst();
  }

  /** Whether guesses hold the account's log-in up now. */
  public boolean isLocked(String name) {
    return authenticator.isHeldUp(name);
  }

  /**
   * Adds an account; returns its password, which is to be shown once and must be changed.
   *
   * @throws AccountException if there is one of this name, or it cannot be one
   */
  public String add(String name, Role role) {
    String key = PasswordRules.newName(name);
    refuseServices(role);
    String password = hasher.generate();
    String hash = hasher.hash(password);
    if (!database.write(handle -> insert(handle, clock.millis(), key, role, hash, true, null))) {
      throw new AccountException("There is a user '" + key + "' already.");
    }
    return password;
  }

  /** Whether a row was added; none is where the name is taken. */
  static boolean insert(
      Handle handle,
      long now,
      String name,
      Role role,
      @Nullable String hash,
      boolean mustChange,
      @Nullable String external) {
    return handle
            .createUpdate(
                "INSERT INTO users (name, role, password_hash, enabled, must_change, created,"
                    + " password_changed, external)"
                    + " VALUES (:name, :role, :hash, :enabled, :must, :now, :now, :external)"
                    + " ON CONFLICT (name) DO NOTHING")
            .bindMap(Map.of("name", name, "role", role.code(), "now", now))
            .bind("hash", hash)
            .bind("enabled", hash != null || external != null)
            .bind("must", mustChange)
            .bind("external", external)
            .execute()
        == 1;
  }

  /**
   * Gives an account a new password, which is to be shown once and must be changed; ends its
   * sessions.
   *
   * @throws AccountException if there is no such account, or it has no password here
   */
  public String reset(String name) {
    String password = hasher.generate();
    String hash = hasher.hash(password);
    change(
        name,
        (handle, row) -> {
          refuseExternal(row);
          setPassword(handle, row.name(), hash, true);
          Sessions.endAll(handle, row.name());
        });
    authenticator.forgive(PasswordRules.name(name));
    return password;
  }

  /**
   * Sets the password of who asks, and ends his other sessions; whether he knows the old one was
   * asked before.
   *
   * @throws AccountException if the password cannot be taken
   */
  public void changeOwn(Principal principal, String password) {
    PasswordRules.check(principal.name(), password);
    String hash = hasher.hash(password);
    change(
        principal.name(),
        (handle, row) -> {
          refuseExternal(row);
          setPassword(handle, row.name(), hash, false);
          Sessions.endOthers(handle, principal);
        });
  }

  private void setPassword(Handle handle, String name, String hash, boolean mustChange) {
    handle.execute(
        "UPDATE users SET password_hash = ?, must_change = ?, password_changed = ? WHERE name = ?",
        hash,
        mustChange,
        clock.millis(),
        name);
  }

  /**
   * Gives an account another role and ends its sessions.
   *
   * @throws AccountException if there is no such account, or it is the last enabled admin
   */
  public void setRole(String name, Role role) {
    refuseServices(role);
    change(
        name,
        (handle, row) -> {
          if (row.role() != role) {
            refuseLastAdmin(handle, row);
            handle.execute("UPDATE users SET role = ? WHERE name = ?", role.code(), row.name());
            Sessions.endAll(handle, row.name());
          }
        });
  }

  /**
   * Lets an account in again, or shuts it out and ends its sessions.
   *
   * @throws AccountException if there is no such account, it is the last enabled admin, or it has
   *     no password to log in with
   */
  public void setEnabled(String name, boolean enabled) {
    change(
        name,
        (handle, row) -> {
          if (enabled && row.hash() == null && row.external() == null) {
            throw new AccountException(
                "'" + row.name() + "' has no password yet; give it one (reset).");
          }
          if (!enabled) {
            refuseLastAdmin(handle, row);
            Sessions.endAll(handle, row.name());
          }
          handle.execute("UPDATE users SET enabled = ? WHERE name = ?", enabled, row.name());
        });
  }

  /**
   * Removes an account and its sessions. What it did stays in the audit log.
   *
   * @throws AccountException if there is no such account, or it is the last enabled admin
   */
  public void delete(String name) {
    change(
        name,
        (handle, row) -> {
          refuseLastAdmin(handle, row);
          handle.execute("DELETE FROM users WHERE name = ?", row.name());
        });
  }

  /**
   * Forgets the failed log-ins of an account.
   *
   * @throws AccountException if there is no such account
   */
  public void unlock(String name) {
    change(name, (handle, row) -> {});
    authenticator.forgive(PasswordRules.name(name));
  }

  /**
   * Who the hospital's own log-in says that somebody is. His account is made when he first comes,
   * and takes over the role that is said of him each time; but the last enabled admin stays one, as
   * nobody could let anybody in again. Both are in the audit log, besides the log-in. The
   * principal's role is what he has now.
   *
   * @param subject issuer and subject, which never change for a person
   * @throws AccountException if the name is another's, or the account is disabled
   */
  public Principal external(String subject, String name, Role role, String address) {
    refuseServices(role);
    UserRow row =
        database.write(
            handle -> {
              // Who is called otherwise there by now keeps the name that he has here.
              String key = nameOf(handle, subject).orElseGet(() -> PasswordRules.newName(name));
              if (insert(handle, clock.millis(), key, role, null, false, subject)) {
                note(handle, key, role, address, "user_add", role.code());
              }
              UserRow known = UserRow.find(handle, key).orElseThrow();
              if (!subject.equals(known.external())) {
                throw new AccountException("The name '" + key + "' is another account's here.");
              }
              if (!known.enabled()) {
                throw new AccountException("The account '" + key + "' is disabled here.");
              }
              if (known.role() != role && !isLastAdmin(handle, known)) {
                handle.execute("UPDATE users SET role = ? WHERE name = ?", role.code(), key);
                Sessions.endAll(handle, key);
                String change = "role " + known.role().code() + " to " + role.code();
                note(handle, key, role, address, "user_change", change);
              }
              return UserRow.find(handle, key).orElseThrow();
            });
    return authenticator.external(row, address);
  }

  /**
   * The hospital's own log-in gives somebody no role any more: where he has an account, its
   * sessions end. It is not disabled; he comes in again when he has a role again.
   */
  public void left(String subject, String address) {
    database.write(
        handle -> {
          nameOf(handle, subject)
              .flatMap(name -> UserRow.find(handle, name))
              .filter(row -> Sessions.endAll(handle, row.name()) > 0)
              .ifPresent(
                  row ->
                      note(
                          handle,
                          row.name(),
                          row.role(),
                          address,
                          "user_change",
                          "no role any more, sessions ended"));
          return true;
        });
  }

  /** What the hospital's own log-in has made of an account: nobody else has done it. */
  private void note(
      Handle handle, String name, Role role, String address, String action, String detail) {
    AuditLog.append(
        handle, audit.row(name, role.code(), address, action, name, detail + " by OIDC"));
  }

  private static Optional<String> nameOf(Handle handle, String subject) {
    return handle
        .createQuery("SELECT name FROM users WHERE external = ?")
        .bind(0, subject)
        .mapTo(String.class)
        .findOne();
  }

  /** What is done to a row, in one transaction. */
  private interface Change {
    void make(Handle handle, UserRow row);
  }

  private void change(String name, Change change) {
    String key = PasswordRules.name(name);
    database.write(
        handle -> {
          UserRow row =
              UserRow.find(handle, key)
                  .orElseThrow(() -> new AccountException("There is no user '" + key + "'."));
          change.make(handle, row);
          return row;
        });
  }

  private static void refuseServices(Role role) {
    if (role == Role.SERVICE) {
      throw new AccountException("A service has an API key and no account.");
    }
  }

  private static void refuseExternal(UserRow row) {
    if (row.external() != null) {
      throw new AccountException(
          "'" + row.name() + "' logs in with the hospital's account and has no password here.");
    }
  }

  static void refuseLastAdmin(Handle handle, UserRow row) {
    if (isLastAdmin(handle, row)) {
      throw new AccountException(
          "'" + row.name() + "' is the last enabled admin; add or enable another one first.");
    }
  }

  private static boolean isLastAdmin(Handle handle, UserRow row) {
    return row.enabled() && row.role() == Role.ADMIN && enabledAdmins(handle) == 1;
  }

  static int enabledAdmins(Handle handle) {
    return handle
        .createQuery("SELECT count(*) FROM users WHERE enabled = 1 AND role = ?")
        .bind(0, Role.ADMIN.code())
        .mapTo(Integer.class)
        .one();
  }
}
