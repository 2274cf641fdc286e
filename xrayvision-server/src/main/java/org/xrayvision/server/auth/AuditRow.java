/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * One thing that somebody did. Immutable.
 *
 * @param seq the row's number; 0 before it is written
 * @param at an instant as text
 * @param who the account's or key's name; {@code ?} where it is none
 * @param role the role's code, or empty
 * @param address where he asked from; empty where it is not known
 * @param object what it was done to: an exam's uid, say
 */
public record AuditRow(
    long seq,
    String at,
    String who,
    String role,
    String address,
    String action,
    String object,
    String detail) {
  private static final Set<String> REFUSED = Set.of("login_failed", "login_throttled", "forbidden");

  static AuditRow of(ResultSet row, StatementContext context) throws SQLException {
    return new AuditRow(
        row.getLong("seq"),
        row.getString("at"),
        row.getString("who"),
        row.getString("role"),
        row.getString("address"),
        row.getString("action"),
        row.getString("object"),
        row.getString("detail"));
  }

  /** Whether it was tried and not let happen. */
  public boolean isRefused() {
    return REFUSED.contains(action);
  }

  /** No field holds a line break. Rows from before there were addresses have a line less. */
  String hash(String before) {
    String text = String.join("\n", before, at, who, role, action, object, detail);
    return Sha256.hex(address.isEmpty() ? text : text + "\n" + address);
  }
}
