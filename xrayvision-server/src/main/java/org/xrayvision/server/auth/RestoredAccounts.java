/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.xrayvision.api.XRayVisionException;

/**
 * What an older {@code server.db} must not bring back when it is restored: nothing comes back that
 * was taken away since. All sessions end. A key lives only where it lives in the file that stood
 * there; an account that was removed comes back disabled, and each has the newer of its two
 * passwords and the lesser of its two roles. Where that file is missing, damaged or another
 * installation's, nobody knows what was taken away: then no key lives. Stateless.
 */
public final class RestoredAccounts {
  private static final int BUSY_TIMEOUT_MS = 10_000;

  /** The least first. */
  private static final List<Role> RANKS =
      List.of(Role.VIEWER, Role.USER, Role.RADIOLOGIST, Role.ADMIN);

  /** The last form whose programs know these roles only. */
  private static final int TWO_ROLES = 4;

  private RestoredAccounts() {}

  /**
   * What became of the copy.
   *
   * @param compared whether the file that stood there could say what was taken away
   * @param sessions how many were ended
   * @param keys how many were revoked
   * @param accounts how many have another password, role or state than in the copy
   */
  public record Settled(boolean compared, int sessions, int keys, int accounts) {
    /** For the person who restores, a sentence each. */
    public List<String> sentences() {
      List<String> all = new ArrayList<>();
      all.add("sessions that were ended: " + sessions + " (everybody has to log in again)");
      if (compared) {
        all.add("API keys that stay revoked: " + keys);
        all.add(
            "accounts that keep the newer password, the lesser role, or stay shut out: "
                + accounts);
      } else {
        all.add(
            "the server.db that stood there could not be asked what was revoked since the copy was"
                + " made: all API keys are revoked ("
                + keys
                + "); make those anew that are needed");
        all.add(
            "accounts are as in the copy: change passwords that were changed since, and disable who"
                + " was disabled since");
      }
      return all;
    }
  }

  private record User(
      String name, String role, boolean enabled, long changed, Map<String, Object> columns) {
    @Nullable Object column(String column) {
      return columns.get(column);
    }
  }

  /** What is known where the copy is to stand. */
  private record Known(Set<String> keys, List<User> users) {
    Optional<User> user(String name) {
      return users.stream().filter(user -> user.name().equals(name)).findFirst();
    }
  }

  /**
   * Changes a copy that is about to take the place of a file; nobody has either open.
   *
   * @param current the file that stands there yet, or does not
   */
  public static Settled settle(Path copy, Path current, long now) {
    try (Connection connection = connect(copy);
        Handle handle = Jdbi.open(connection)) {
      handle.execute("PRAGMA secure_delete = ON");
      Optional<Known> known = known(handle, current);
      return handle.inTransaction(tx -> settle(tx, known.orElse(null), now));
    } catch (SQLException | JdbiException e) {
      throw new XRayVisionException(
          copy + " is no server.db that this program can restore: name another copy", e);
    }
  }

  private static Settled settle(Handle copy, @Nullable Known known, long now) {
    int sessions = copy.execute("DELETE FROM sessions");
    int keys = hasTable(copy, "api_keys") ? revoke(copy, known, now) : 0;
    int accounts = 0;
    if (known != null) {
      int form = copy.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
      for (User user : users(copy)) {
        accounts += settle(copy, form, user, known.user(user.name()).orElse(null)) ? 1 : 0;
      }
    }
    return new Settled(known != null, sessions, keys, accounts);
  }

  private static int revoke(Handle copy, @Nullable Known known, long now) {
    List<String> gone = new ArrayList<>(liveKeys(copy));
    if (known != null) {
      gone.removeAll(known.keys());
    }
    gone.forEach(
        hash -> copy.execute("UPDATE api_keys SET revoked = ? WHERE key_hash = ?", now, hash));
    return gone.size();
  }

  private static boolean settle(Handle copy, int form, User then, @Nullable User now) {
    if (now == null || !Objects.equals(then.column("external"), now.column("external"))) {
      return then.enabled() && set(copy, then, "enabled", 0);
    }
    boolean changed = false;
    if (then.enabled() && !now.enabled()) {
      changed = set(copy, then, "enabled", 0);
    }
    String role = lesser(form, then.role(), now.role());
    if (!role.equals(then.role())) {
      changed = set(copy, then, "role", role);
    }
    if (now.changed() > then.changed()) {
      for (String column : List.of("password_hash", "must_change", "password_changed")) {
        changed = set(copy, then, column, now.column(column));
      }
    }
    return changed;
  }

  /** In a word that the program of the copy's form knows. */
  private static String lesser(int form, String then, String now) {
    String lesser = rank(now) < rank(then) ? now : then;
    boolean known = form > TWO_ROLES || lesser.equals(then);
    return known ? lesser : Role.USER.code();
  }

  private static int rank(String role) {
    return Role.ofCode(role).map(RANKS::indexOf).orElse(-1);
  }

  private static boolean set(Handle copy, User user, String column, @Nullable Object value) {
    copy.execute("UPDATE users SET " + column + " = ? WHERE name = ?", value, user.name());
    return true;
  }

  /** Empty where the file is none, is damaged, or was begun by another installation. */
  private static Optional<Known> known(Handle copy, Path current) {
    if (!Files.isRegularFile(current)) {
      return Optional.empty();
    }
    try (Connection connection = connect(current);
        Handle handle = Jdbi.open(connection)) {
      handle.execute("PRAGMA query_only = ON");
      if (!Arrays.equals(secret(handle), secret(copy))) {
        return Optional.empty();
      }
      return Optional.of(new Known(Set.copyOf(liveKeys(handle)), users(handle)));
    } catch (SQLException | JdbiException e) {
      return Optional.empty();
    }
  }

  /** Made once, when a file is begun. */
  private static byte[] secret(Handle handle) {
    return handle
        .createQuery("SELECT value FROM secrets WHERE name = 'pseudonym'")
        .mapTo(byte[].class)
        .one();
  }

  private static Set<String> liveKeys(Handle handle) {
    return hasTable(handle, "api_keys")
        ? handle
            .createQuery("SELECT key_hash FROM api_keys WHERE revoked IS NULL")
            .mapTo(String.class)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static List<User> users(Handle handle) {
    return handle
        .createQuery("SELECT * FROM users")
        .mapToMap()
        .map(
            row ->
                new User(
                    (String) row.get("name"),
                    (String) row.get("role"),
                    number(row, "enabled") != 0,
                    number(row, "password_changed"),
                    row))
        .list();
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }

  private static boolean hasTable(Handle handle, String table) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)")
        .bind(0, table)
        .mapTo(Boolean.class)
        .one();
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    return config.createConnection("jdbc:sqlite:" + file);
  }
}
