/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One user as a list shows him. Immutable.
 *
 * @param name in lower case
 * @param enabled whether he can log in
 * @param mustChangePassword whether his password was made by the program
 * @param passwordChanged when the password was last set; the creation time where there is none
 * @param lastLogin when he last opened a session; null if never
 * @param external whether the hospital's own log-in knows him, and he has no password here
 */
public record Account(
    String name,
    Role role,
    boolean enabled,
    boolean mustChangePassword,
    Instant created,
    Instant passwordChanged,
    @Nullable Instant lastLogin,
    boolean external) {
  static Account of(ResultSet row) throws SQLException {
    long lastLogin = row.getLong("last_login");
    return new Account(
        row.getString("name"),
        UserRow.role(row.getString("role")),
        row.getBoolean("enabled"),
        row.getBoolean("must_change"),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("password_changed")),
        lastLogin == 0 ? null : Instant.ofEpochMilli(lastLogin),
        row.getString("external") != null);
  }
}
