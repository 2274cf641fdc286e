/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * What people did: append-only, each row chained to the one before by its hash. It names exams by
 * their uids, and no patient. Safe for threads.
 */
public final class AuditLog {
  private static final int MAX = 500;

  /** Of one length, so that texts compare as times do. */
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** All actions by jumping from one to the next in the index; there are few, and many rows. */
  private static final String ACTIONS =
      "WITH RECURSIVE words(word) AS (SELECT min(action) FROM audit_log UNION ALL"
          + " SELECT (SELECT min(action) FROM audit_log WHERE action > word) FROM words"
          + " WHERE word IS NOT NULL) SELECT word FROM words WHERE word IS NOT NULL";

  private final ServerDatabase database;
  private final Clock clock;

  AuditLog(ServerDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Adds a row; durable when it returns.
   *
   * @param object what it was done to: an exam's uid, say
   */
  public void record(Principal principal, String action, String object, String detail) {
    AuditRow row = row(principal, action, object, detail);
    database.write(handle -> append(handle, row));
  }

  /**
   * As the other, for who is no principal.
   *
   * @param role the role's code, or empty
   * @param address where he asked from, or empty
   */
  public void record(
      String who, String role, String address, String action, String object, String detail) {
    AuditRow row = row(who, role, address, action, object, detail);
    database.write(handle -> append(handle, row));
  }

  /** A row in the making, of now. */
  AuditRow row(Principal principal, String action, String object, String detail) {
    String role = principal.role().code();
    return row(principal.name(), role, principal.address(), action, object, detail);
  }

  /** A row in the making, of now, for who is no principal. */
  AuditRow row(
      String who, String role, String address, String action, String object, String detail) {
    return new AuditRow(
        0, now(), plain(who), role, plain(address), plain(action), plain(object), plain(detail));
  }

  /** Adds rows in their order, in one transaction. */
  void record(List<AuditRow> rows) {
    database.write(
        handle -> {
          rows.forEach(row -> append(handle, row));
          return rows.size();
        });
  }

  /** The time as rows have it. */
  private String now() {
    return AT.format(clock.instant());
  }

  /** One line: a line break would let one row pass for another's fields. */
  private static String plain(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX ? line : line.substring(0, MAX);
  }

  /** Adds a row in the transaction of what it tells, so that neither is without the other. */
  static int append(Handle handle, AuditRow row) {
    String before =
        handle
            .createQuery("SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1")
            .mapTo(String.class)
            .findOne()
            .orElse("");
    return handle.execute(
        "INSERT INTO audit_log (at, who, role, address, action, object, detail, hash)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        row.at(),
        row.who(),
        row.role(),
        row.address(),
        row.action(),
        row.object(),
        row.detail(),
        row.hash(before));
  }

  /**
   * Which rows are wanted; null for any. Immutable.
   *
   * @param from the first instant
   * @param to the first instant that is not wanted any more
   * @param before only rows with a smaller number
   */
  public record Filter(
      @Nullable String who,
      @Nullable String action,
      @Nullable String object,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Long before) {}

  /** The newest rows first, at most so many. */
  public List<AuditRow> rows(Filter filter, int most) {
    return database.read(handle -> query(handle, filter, most).map(AuditRow::of).list());
  }

  /** Hands each row to the taker, the newest first. */
  public void each(Filter filter, int most, Consumer<AuditRow> taker) {
    database.read(
        handle -> {
          try (var rows = query(handle, filter, most).map(AuditRow::of).stream()) {
            rows.forEach(taker);
          }
          return 0;
        });
  }

  private static Query query(Handle handle, Filter filter, int most) {
    StringBuilder sql = new StringBuilder("SELECT * FROM audit_log WHERE 1");
    if (filter.who() != null) {
      sql.append(" AND who = :who");
    }
    if (filter.action() != null) {
      sql.append(" AND action = :action");
    }
    if (filter.object() != null) {
      sql.append(" AND object = :object");
    }
    if (filter.from() != null) {
      sql.append(" AND at >= :from");
    }
    if (filter.to() != null) {
      sql.append(" AND at < :to");
    }
    if (filter.before() != null) {
      sql.append(" AND seq < :before");
    }
    Query query = handle.createQuery(sql + " ORDER BY seq DESC LIMIT :most").bind("most", most);
    bind(query, "who", filter.who());
    bind(query, "action", filter.action());
    bind(query, "object", filter.object());
    bind(query, "from", filter.from() == null ? null : AT.format(filter.from()));
    bind(query, "to", filter.to() == null ? null : AT.format(filter.to()));
    if (filter.before() != null) {
      query.bind("before", filter.before());
    }
    return query;
  }

  private static void bind(Query query, String name, @Nullable String value) {
    if (value != null) {
      query.bind(name, value);
    }
  }

  /** What words there are for what was done, in their order. */
  public List<String> actions() {
    return database.read(handle -> handle.createQuery(ACTIONS).mapTo(String.class).list());
  }

  /** Whether the log is what was written; goes through all of it. */
  public AuditFile.Check check() {
    return database.read(AuditFile::check);
  }

  static OptionalLong firstBroken(Handle handle) {
    String[] before = {""};
    return handle
        .createQuery("SELECT * FROM audit_log ORDER BY seq")
        .map(
            (row, context) -> {
              AuditRow read = AuditRow.of(row, context);
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
