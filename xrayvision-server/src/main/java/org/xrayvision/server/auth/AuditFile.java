/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.xrayvision.api.XRayVisionException;

/**
 * The audit log for programs beside the server: what the command line and the nightly work did, and
 * whether the chain is whole. Stateless.
 */
public final class AuditFile {
  /** Who the nightly work is. */
  public static final String MAINTENANCE = "maintenance";

  private static final int MOST_ROWS = 10_000;
  private static final List<String> COLUMNS =
      List.of("at", "who", "role", "address", "action", "object", "detail");

  private AuditFile() {}

  /**
   * Whether the log is what was written.
   *
   * @param rows how many there are
   * @param firstBroken the first that is not what was written
   * @param missing whether rows at the end are gone
   * @param hash of the last row: whoever noted it elsewhere sees whether rows were put anew
   */
  public record Check(long rows, OptionalLong firstBroken, boolean missing, String hash) {
    /** Whether nothing was found. */
    public boolean isWhole() {
      return firstBroken.isEmpty() && !missing;
    }
  }

  /** A program of ours, as the log names it. */
  public static Principal program(String name) {
    return Principal.person(name, Role.ADMIN, false, "", false);
  }

  /**
   * Notes what the command line did, where the file is there and of the form that this program
   * knows: another form is brought up to date by the server's start, not by the way.
   */
  public static void record(Path serverDb, String action, String object, String detail) {
    if (Files.exists(serverDb) && ServerDatabase.form(serverDb) == ServerDatabase.newestForm()) {
      try (UserStore users = UserStore.open(serverDb, Clock.systemUTC())) {
        users.audit().record(program(ControlToken.NAME), action, object, detail);
      }
    }
  }

  /**
   * Goes through the whole log, and writes nothing; a server may be at work.
   *
   * @throws XRayVisionException if there is none, or it is of another form
   */
  public static Check check(Path serverDb) {
    int form = ServerDatabase.form(serverDb);
    if (form != ServerDatabase.newestForm()) {
      throw new XRayVisionException(
          serverDb
              + " is of form "
              + form
              + ", this program knows "
              + ServerDatabase.newestForm()
              + ": check it with the program that wrote it, or start the server on it first");
    }
    try (ServerDatabase database = ServerDatabase.reading(serverDb)) {
      return database.read(AuditFile::check);
    }
  }

  static Check check(Handle handle) {
    handle.execute("BEGIN");
    try {
      long rows = number(handle, "SELECT count(*) FROM audit_log");
      long last = number(handle, "SELECT coalesce(max(seq), 0) FROM audit_log");
      long given =
          number(
              handle, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit_log'");
      String hash =
          handle
              .createQuery("SELECT hash FROM audit_log ORDER BY seq DESC LIMIT 1")
              .mapTo(String.class)
              .findOne()
              .orElse("");
      return new Check(rows, AuditLog.firstBroken(handle), last < given, hash);
    } finally {
      handle.execute("ROLLBACK");
    }
  }

  private static long number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }

  /** The rows about these objects, oldest first. */
  public static List<Map<String, String>> about(UserStore users, Collection<String> objects) {
    if (objects.isEmpty()) {
      return List.of();
    }
    return users
        .database()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM audit_log WHERE object IN (<objects>) ORDER BY seq LIMIT "
                            + MOST_ROWS)
                    .bindList("objects", new ArrayList<>(objects))
                    .map(
                        (row, context) -> {
                          Map<String, String> fields = new LinkedHashMap<>();
                          for (String column : COLUMNS) {
                            fields.put(column, row.getString(column));
                          }
                          return fields;
                        })
                    .list());
  }
}
