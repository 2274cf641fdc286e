/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/** What a log-in needs of a row of {@code users}. Immutable. */
record UserRow(
    String name,
    Role role,
    @Nullable String hash,
    boolean enabled,
    boolean mustChange,
    @Nullable String external) {
  static Optional<UserRow> find(Handle handle, String name) {
    return handle
        .createQuery(
            "SELECT name, role, password_hash, enabled, must_change, external FROM users"
                + " WHERE name = ?")
        .bind(0, name)
        .map(
            (row, context) ->
                new UserRow(
                    row.getString(1),
                    role(row.getString(2)),
                    row.getString(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getString(6)))
        .findOne();
  }

  static Role role(String code) {
    return Role.ofCode(code)
        .orElseThrow(
            () -> new XRayVisionException("server.db holds an unknown role '" + code + "'"));
  }
}
