/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * What people did: append-only, each row chained to the one before by its hash. It names exams by
 * their uids, and no patient. Safe for threads.
 */
public final class AuditLog {
  private static final int MAX = 500;

  private final ServerDatabase database;
  private final Clock clock;

  AuditLog(ServerDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Row(
      long seq, String at, String who, String role, String action, String object, String detail) {
    String hash(String before) {
      String text = String.join("\n", before, at, who, role, action, object, detail);
      try {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }

  /**
   * Adds a row; durable when it returns.
   *
   * @param object what it was done to: an exam's uid, say
   */
  public void record(Principal principal, String action, String object, String detail) {
    Row row =
        new Row(
            0,
            clock.instant().toString(),
            plain(principal.name()),
            principal.role().code(),
            plain(action),
            plain(object),
            plain(detail));
    database.write(handle -> append(handle, row));
  }

  /** One line: a line break would let one row pass for another's fields. */
  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX ? line : line.substring(0, MAX);
  }

  private static int append(Handle handle, Row row) {
    String before =
        handle
            .createQuery("SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1")
            .mapTo(String.class)
            .findOne()
            .orElse("");
    return handle.execute(
        "INSERT INTO audit_log (at, who, role, action, object, detail, hash)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        row.at(),
        row.who(),
        row.role(),
        row.action(),
        row.object(),
        row.detail(),
        row.hash(before));
  }

  /** The first row that is not what was written, or empty where all are. */
  public OptionalLong firstBroken() {
    return database.read(AuditLog::firstBroken);
  }

  private static OptionalLong firstBroken(Handle handle) {
    String[] before = {""};
    return handle
        .createQuery("SELECT * FROM audit_log ORDER BY seq")
        .map(
            (row, context) -> {
              Row read =
                  new Row(
                      row.getLong("seq"),
                      row.getString("at"),
                      row.getString("who"),
                      row.getString("role"),
                      row.getString("action"),
                      row.getString("object"),
                      row.getString("detail"));
              boolean whole = read.hash(before[0]).equals(row.getString("hash"));
              before[0] = row.getString("hash");
              return whole ? -1L : read.seq();
            })
        .stream()
        .filter(seq -> seq >= 0)
        .mapToLong(Long::longValue)
        .findFirst();
  }
}
