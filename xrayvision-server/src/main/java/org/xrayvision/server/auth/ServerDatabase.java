/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.files.PrivateFolders;

/**
 * The server's own file: its connections and its schema, numbered by {@code user_version}. Another
 * process (the {@code user} command) may change it while we run. Safe for threads.
 */
public final class ServerDatabase implements AutoCloseable {
  private static final int VERSION = 5;
  private static final int BUSY_TIMEOUT_MS = 10_000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private ServerDatabase(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /** As the other, with copies in {@code backup} beside the file. */
  public static ServerDatabase open(Path file) {
    return open(file, file.resolveSibling("backup"));
  }

  /**
   * Opens the file, made readable by its owner alone where it is new, and brings it up to date; of
   * an older one a copy is kept.
   *
   * @param backups the folder for that copy
   */
  public static ServerDatabase open(Path file, Path backups) {
    createPrivately(file);
    HikariDataSource connections = null;
    try {
      connections = new HikariDataSource(pool(file));
      ServerDatabase database = new ServerDatabase(connections);
      database.jdbi.useHandle(handle -> backUp(handle, file, backups));
      database.jdbi.useTransaction(handle -> migrate(handle, file));
      return database;
    } catch (RuntimeException e) {
      if (connections != null) {
        connections.close();
      }
      throw e instanceof XRayVisionException
          ? e
          : new XRayVisionException(
              "Cannot open " + file + ": is it a database, and may this process write it?", e);
    }
  }

  /**
   * Opens a file as it is, for reading alone; another process may work on it.
   *
   * @throws XRayVisionException if it is no such file
   */
  static ServerDatabase reading(Path file) {
    HikariConfig config = pool(file);
    config.setConnectionInitSql("PRAGMA query_only = ON");
    config.setMaximumPoolSize(1);
    try {
      return new ServerDatabase(new HikariDataSource(config));
    } catch (RuntimeException e) {
      throw new XRayVisionException(
          "Cannot open " + file + ": is it a database, and may this process read it?", e);
    }
  }

  /** The form that a file has. */
  static int form(Path file) {
    try (ServerDatabase database = reading(file)) {
      return database.read(ServerDatabase::version);
    }
  }

  /** The newest form that this program knows; a newer one it refuses. */
  public static int newestForm() {
    return VERSION;
  }

  /**
   * After the exams were restored: what was fetched since is to be fetched again when it is found.
   * In a file of our form only: another one is brought up to date by the server's start.
   */
  public static void forgetRetrievals(Path file) {
    if (Files.exists(file) && form(file) == VERSION) {
      try (ServerDatabase database = open(file)) {
        int unused = database.write(handle -> handle.execute("DELETE FROM retrievals"));
      }
    }
  }

  private static HikariConfig pool(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.enforceForeignKeys(true);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(source);
    pool.setPoolName("server.db");
    pool.setMaximumPoolSize(4);
    pool.setMinimumIdle(1);
    return pool;
  }

  private static void createPrivately(Path file) {
    try {
      PrivateFolders.createFile(file);
    } catch (IOException e) {
      throw new XRayVisionException("Cannot create " + file + ": may this process write there?", e);
    }
  }

  /** It has password hashes in it: the copy is for its owner alone, as the file is. */
  private static void backUp(Handle handle, Path file, Path backups) {
    int version = version(handle);
    if (version == 0 || version >= VERSION) {
      return;
    }
    try {
      Files.createDirectories(backups);
      String stamp = STAMP.format(Instant.now());
      Path copy = backups.resolve(file.getFileName() + "-form" + version + "-" + stamp + ".db");
      createPrivately(copy);
      handle.createUpdate("VACUUM INTO :file").bind("file", copy.toString()).execute();
    } catch (IOException | JdbiException e) {
      throw new XRayVisionException(
          "no backup of "
              + file
              + " could be made in "
              + backups
              + ", so it is left as it is: check the space and the permissions there",
          e);
    }
  }

  private static int version(Handle handle) {
    return handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
  }

  private static void migrate(Handle handle, Path file) {
    int version = version(handle);
    if (version > VERSION) {
      throw new XRayVisionException(
          file
              + " was written by a newer version (schema "
              + version
              + ", this program knows "
              + VERSION
              + "); start the newer program or restore the backup made before its upgrade.");
    }
    for (int next = version + 1; next <= VERSION; next++) {
      run(handle, script(next));
      handle.execute("PRAGMA user_version = " + next);
    }
  }

  /** The driver runs a whole script, triggers and all, only from a plain statement. */
  private static void run(Handle handle, String script) {
    try (Statement statement = handle.getConnection().createStatement()) {
      statement.executeUpdate(script);
    } catch (SQLException e) {
      throw new XRayVisionException("server.db cannot be brought up to date", e);
    }
  }

  private static String script(int version) {
    String name = "server-" + version + ".sql";
    try (InputStream in = ServerDatabase.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one or more reads. */
  public <T> T read(Work<T> work) {
    try {
      return jdbi.withHandle(work::run);
    } catch (JdbiException e) {
      throw new XRayVisionException("Cannot read server.db", e);
    }
  }

  /** Runs reads and writes in one transaction that nobody else writes in. */
  public <T> T write(Work<T> work) {
    try {
      return jdbi.inTransaction(work::run);
    } catch (JdbiException e) {
      throw new XRayVisionException(
          "Cannot write server.db: is the disk full, or does another program hold it?", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }

  /** What is done with a connection. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it; what it throws rolls back. */
    T run(Handle handle);
  }
}
