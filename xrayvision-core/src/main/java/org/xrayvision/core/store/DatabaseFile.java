/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.xrayvision.core.store.StoreException.Reason;

/**
 * A database file as a whole: copied while programs work on it, checked, put in another one's
 * place. Knows nothing of what is in it but what sort it is. Stateless.
 */
public final class DatabaseFile {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PART = ".part";
  private static final String RESTORING = ".restoring";
  private static final String BEFORE = ".before-";
  private static final String OK = "ok";

  private DatabaseFile() {}

  /**
   * What a file is.
   *
   * @param exams whether it holds exams, ours or the Python program's
   * @param accounts whether it holds users and sessions
   * @param form the number of its newest migration; 0 for the Python program's
   */
  public record Content(boolean exams, boolean accounts, int form) {}

  /**
   * Copies a database as it is at one moment; who works on it goes on. The copy is complete,
   * checked and forced to disk when it has its name, and for its owner alone.
   *
   * @throws StoreException if that cannot be done; nothing is left then
   */
  public static void copy(Path database, Path target) {
    if (!Files.isRegularFile(database)) {
      throw new StoreException("there is no database " + database + " to be copied");
    }
    try {
      Path folder = DataDirectory.createPrivately(target.toAbsolutePath().getParent());
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < Files.size(database)) {
        // Not tried: what arrives meanwhile would find no room either.
        throw new IOException(
            "the copy may need " + Files.size(database) + " bytes, free: " + free);
      }
      try (Connection connection = Connections.bare(database, PATIENCE);
          Handle handle = Jdbi.open(connection)) {
        copy(handle, target);
      }
    } catch (IOException | SQLException | JdbiException e) {
      throw new StoreException(
          "no copy of "
              + database
              + " could be made as "
              + target
              + ": check the space and the permissions there",
          e instanceof JdbiException ? StoreErrors.of(database, e) : e);
    }
  }

  /** The same over a connection that is in no transaction. */
  static void copy(Handle handle, Path target) throws IOException, SQLException {
    Path part = target.resolveSibling(target.getFileName() + PART);
    Files.deleteIfExists(part);
    try {
      DataDirectory.createFilePrivately(part);
      handle.createUpdate("VACUUM INTO :file").bind("file", part.toString()).execute();
      if (!isWhole(part)) {
        throw new IOException("the copy is damaged");
      }
      DataDirectory.forceFile(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      DataDirectory.forceDirectory(target.toAbsolutePath().getParent());
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isWhole(Path file) throws SQLException {
    try (Connection connection = Connections.bare(file, PATIENCE);
        Handle handle = Jdbi.open(connection)) {
      return isWhole(handle);
    }
  }

  private static boolean isWhole(Handle handle) {
    return handle.createQuery("PRAGMA integrity_check(1)").mapTo(String.class).first().equals(OK);
  }

  /**
   * Reads the whole file, and says what it is. Changes nothing in it.
   *
   * @throws StoreException if it is damaged, or no database
   */
  public static Content check(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new StoreException("there is no file " + file);
    }
    try (Connection connection = Connections.bare(file, PATIENCE);
        Handle handle = Jdbi.open(connection)) {
      handle.execute("PRAGMA query_only = ON");
      if (!isWhole(handle)) {
        throw new StoreException(Reason.DAMAGED, "the file " + file + " is damaged");
      }
      boolean exams = Migrations.hasTable(handle, "exams");
      boolean accounts = Migrations.hasTable(handle, "users");
      return new Content(exams, accounts, exams ? Migrations.version(handle) : userVersion(handle));
    } catch (SQLException | JdbiException e) {
      throw new StoreException(
          Reason.DAMAGED, "the file " + file + " is no database, or is damaged", e);
    }
  }

  private static int userVersion(Handle handle) {
    return handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
  }

  /** Whether a file holds a patient or an exam of his; also where that cannot be told. */
  public static boolean mayHold(Path file, String patientKey) {
    try (Connection connection = Connections.bare(file, PATIENCE);
        Handle handle = Jdbi.open(connection)) {
      handle.execute("PRAGMA query_only = ON");
      return handle
          .createQuery(
              "SELECT EXISTS (SELECT 1 FROM patients WHERE cnp = :key)"
                  + " OR EXISTS (SELECT 1 FROM exams WHERE cnp = :key)")
          .bind("key", patientKey)
          .mapTo(Boolean.class)
          .one();
    } catch (SQLException | JdbiException e) {
      return true;
    }
  }

  /** The number of the newest migration that this program knows. */
  public static int newestForm() {
    return Migrations.newest();
  }

  /**
   * Puts a checked copy in a database's place. What stood there is kept beside it. Nobody may have
   * the database open.
   *
   * @param aside the name for what stood there, in the same folder; free
   * @param change is given the file before it stands there, and may change what is in it
   * @throws StoreException if that cannot be done; the database is as it was then
   */
  public static void replace(Path copy, Path database, Path aside, Consumer<Path> change) {
    replace(copy, database, aside, change, Files::createLink);
  }

  /** A second name for a file; there are file systems that know no such thing. */
  interface SecondName {
    Object give(Path name, Path file) throws IOException;
  }

  static void replace(
      Path copy, Path database, Path aside, Consumer<Path> change, SecondName names) {
    Path fresh = restoring(database);
    try {
      clean(database);
      try {
        DataDirectory.createFilePrivately(fresh);
        transfer(copy, fresh);
        check(fresh);
        change.accept(fresh);
        DataDirectory.forceFile(fresh);
        if (Files.exists(database)) {
          keep(database, aside, names);
        }
        Files.move(
            fresh, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DataDirectory.forceDirectory(database.toAbsolutePath().getParent());
      } finally {
        clean(database);
      }
    } catch (IOException e) {
      throw new StoreException(
          copy + " could not be put in the place of " + database + ": check space and permissions",
          e);
    }
  }

  private static Path restoring(Path database) {
    return database.resolveSibling(database.getFileName() + RESTORING);
  }

  /**
   * Deletes what a restore of this database has left that was killed: a file that has not its last
   * name yet is of no use, and holds what a database holds. Call it while nobody restores.
   */
  static void clean(Path database) throws IOException {
    clean(database.toAbsolutePath().getParent(), database.getFileName().toString());
  }

  /** The same for all databases of a folder. */
  static void cleanAll(Path folder) throws IOException {
    clean(folder, "");
  }

  private static void clean(Path folder, String database) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean left = name.contains(RESTORING) || (name.contains(BEFORE) && name.endsWith(PART));
        if (left && name.startsWith(database) && Files.isRegularFile(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void transfer(Path from, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(from);
        OutputStream out = Files.newOutputStream(to, StandardOpenOption.WRITE)) {
      in.transferTo(out);
    }
  }

  /**
   * A second name for the file, or a copy where there can be none; the first name never misses. Its
   * log, which must not meet the new file, is folded in, or goes along where the file is too
   * damaged for that.
   */
  private static void keep(Path database, Path aside, SecondName names) throws IOException {
    try (Connection connection = Connections.bare(database, PATIENCE);
        Handle handle = Jdbi.open(connection)) {
      handle.createQuery("PRAGMA wal_checkpoint(TRUNCATE)").mapTo(Integer.class).first();
    } catch (SQLException | JdbiException e) {
      // Damaged: that may be why another one is to take its place.
    }
    try {
      names.give(aside, database);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // exFAT and some shares on the network.
      Path part = aside.resolveSibling(aside.getFileName() + PART);
      DataDirectory.createFilePrivately(part);
      transfer(database, part);
      DataDirectory.forceFile(part);
      Files.move(part, aside, StandardCopyOption.ATOMIC_MOVE);
    }
    DataDirectory.forceDirectory(database.toAbsolutePath().getParent());
    for (String log : new String[] {"-wal", "-shm"}) {
      Path file = database.resolveSibling(database.getFileName() + log);
      if (Files.exists(file)) {
        Files.move(file, aside.resolveSibling(aside.getFileName() + log));
      }
    }
  }
}
