/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.xrayvision.core.store.StoreException.Reason;

/**
 * Brings a database file to the form this program knows, by numbered SQL files, in one transaction
 * and after a backup; or refuses it and leaves it as it is.
 */
final class Migrations {
  /** The SQL files below {@code migrations/}; a released one never changes. */
  private static final List<String> FILES =
      List.of(
          "0001_python_tables",
          "0002_exam_state",
          "0003_records",
          "0004_exam_changes",
          "0005_crashes",
          "0006_shadows",
          "0007_open_studies",
          "0010_reports",
          "0011_statistics",
          "0012_alerts",
          "0013_upkeep",
          "0014_readings",
          "0016_accession_numbers",
          "0017_waiting_alerts",
          "0018_search",
          "0019_statistics_pages",
          "0020_search_blocks");

  private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final Path database;
  private final StoreOptions options;
  private final Clock clock;

  Migrations(Path database, StoreOptions options, Clock clock) {
    this.database = database;
    this.options = options;
    this.clock = clock;
  }

  /** The version this program writes. */
  static int newest() {
    return number(FILES.get(FILES.size() - 1));
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(0, 4));
  }

  /** Checks the file and brings it up to date. */
  void run() {
    try {
      checkHeader();
      try (Connection connection = Connections.bare(database, options.busyTimeout());
          Handle handle = Jdbi.open(connection)) {
        migrate(handle);
      }
    } catch (IOException e) {
      throw new StoreException(
          "the database " + database + " cannot be read: check owner and permissions", e);
    } catch (SQLException | JdbiException e) {
      throw StoreErrors.of(database, e);
    }
  }

  private void checkHeader() throws IOException {
    if (!Files.exists(database) || Files.size(database) == 0) {
      return;
    }
    try (InputStream in = Files.newInputStream(database)) {
      if (!Arrays.equals(in.readNBytes(HEADER.length), HEADER)) {
        throw new StoreException(
            Reason.DAMAGED,
            "the file "
                + database
                + " is no SQLite database: name another file, or restore a"
                + " backup");
      }
    }
  }

  private void migrate(Handle handle) {
    checkDamage(handle);
    int version = version(handle);
    boolean python = version == 0 && hasTable(handle, "exams");
    if (version == 0 && !python && !isEmpty(handle)) {
      throw new StoreException(
          Reason.DAMAGED, "the database " + database + " is not ours: name another file");
    }
    if (version > newest()) {
      throw new StoreException(
          Reason.NEWER,
          "the database "
              + database
              + " was written by a newer XRayVision (form "
              + version
              + ", this one knows "
              + newest()
              + "): use that one, or restore a backup");
    }
    if (version == newest()) {
      return;
    }
    if (python || version > 0) {
      new Backup(options.backupDirectory(), clock).make(handle, database, version);
    }
    apply(handle, version, python);
  }

  private void checkDamage(Handle handle) {
    String found = handle.createQuery("PRAGMA quick_check(1)").mapTo(String.class).first();
    if (!found.equals("ok")) {
      throw new StoreException(
          Reason.DAMAGED, "the database " + database + " is damaged: restore a backup");
    }
  }

  static int version(Handle handle) {
    if (!hasTable(handle, "schema_history")) {
      return 0;
    }
    return handle
        .createQuery("SELECT coalesce(max(version), 0) FROM schema_history")
        .mapTo(Integer.class)
        .one();
  }

  static boolean hasTable(Handle handle, String name) {
    return handle
            .createQuery("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = :name")
            .bind("name", name)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  private static boolean isEmpty(Handle handle) {
    Optional<Integer> tables =
        handle.createQuery("SELECT count(*) FROM sqlite_schema").mapTo(Integer.class).findOne();
    return tables.orElse(0) == 0;
  }

  private void apply(Handle handle, int version, boolean python) {
    // Tables are rebuilt: references to them must neither be followed nor rewritten meanwhile.
    handle.execute("PRAGMA foreign_keys = OFF");
    handle.execute("PRAGMA legacy_alter_table = ON");
    handle.execute("BEGIN IMMEDIATE");
    try {
      PythonTables tables = new PythonTables(handle, options);
      if (python) {
        tables.setAside();
      }
      handle.execute(
          "CREATE TABLE IF NOT EXISTS schema_history"
              + " (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied INTEGER NOT NULL)");
      for (String name : FILES) {
        if (number(name) > version) {
          step(handle, name);
        }
      }
      if (python) {
        tables.takeOver();
      }
      handle.execute("COMMIT");
    } catch (RuntimeException e) {
      handle.execute("ROLLBACK");
      throw e;
    }
  }

  private void step(Handle handle, String name) {
    // The driver runs a whole script only from a plain statement.
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.executeUpdate(script(name));
    } catch (SQLException e) {
      throw StoreErrors.of(database, e);
    }
    handle
        .createUpdate(
            "INSERT INTO schema_history (version, name, applied) VALUES (:version, :name, :now)")
        .bind("version", number(name))
        .bind("name", name)
        .bind("now", clock.millis())
        .execute();
  }

  private static String script(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: no migration " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("the migration " + name + " cannot be read", e);
    }
  }
}
