/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder that one engine owns with its database, and its layout. One process holds it, and in
 * it one engine: the lock is taken when the directory is opened and given up by {@link #close()}.
 * Safe for threads.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String LOCK_FILE = "lock";
  private static final String INCOMING = "incoming";
  private static final String IMAGES = "images";
  private static final String DATABASE = "xrayvision.db";
  private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");
  private static final int MAX_UID_LENGTH = 64;

  private final Path root;
  private final DirectoryLock lock;
  private final Path database;
  private final DirectoryLock databaseLock;

  private DataDirectory(Path root, DirectoryLock lock, @Nullable Path database) {
    this.root = root;
    this.lock = lock;
    this.database = database == null ? root.resolve(DATABASE) : database;
    this.databaseLock = lockDatabase(this.database);
  }

  /**
   * Takes the directory, creating it and its folders where they are missing; what is new can be
   * entered by its owner alone.
   *
   * @throws StoreException if another process or engine holds it (the message names the process),
   *     or it cannot be written
   */
  public static DataDirectory open(Path root) {
    return open(root, null);
  }

  /**
   * The same with a database that may lie elsewhere. It has a lock of its own, since the engine of
   * another data directory may name the same one, and each would take back the other's claims.
   *
   * @param database null for the one in the directory
   */
  public static DataDirectory open(Path root, @Nullable Path database) {
    try {
      createPrivately(root);
      Path real = root.toRealPath();
      DirectoryLock lock =
          DirectoryLock.take(real.resolve(LOCK_FILE), "the data directory " + real);
      try {
        createPrivately(real.resolve(INCOMING));
        createPrivately(real.resolve(IMAGES));
        DatabaseFile.cleanAll(real); // who restores has the directory, and that are we
        return new DataDirectory(real, lock, database);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          "the data directory " + root + " cannot be used: check that it may be written", e);
    }
  }

  private static DirectoryLock lockDatabase(Path database) {
    try {
      Path folder = database.toAbsolutePath().getParent();
      Path real =
          Files.exists(database) || folder == null
              ? database.toRealPath()
              : folder.toRealPath().resolve(database.getFileName());
      DirectoryLock lock =
          DirectoryLock.take(
              real.resolveSibling(real.getFileName() + ".lock"), "the database " + database);
      try {
        DatabaseFile.clean(database); // who restores holds it
        return lock;
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoreException(
          "the database "
              + database
              + " cannot be used: check that its folder exists and may be written",
          e);
    }
  }

  /** Creates a folder that only its owner may enter; an existing one stays as it is. */
  public static Path createPrivately(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return Files.createDirectories(folder);
  }

  /** Creates an empty file that only its owner may read. */
  static void createFilePrivately(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
  }

  /** The directory itself, without symbolic links. */
  public Path root() {
    return root;
  }

  /** Where objects are written while they arrive. On the same file system as {@link #images()}. */
  public Path incoming() {
    return root.resolve(INCOMING);
  }

  /** Where pictures and DICOM files are kept. */
  public Path images() {
    return root.resolve(IMAGES);
  }

  /** Where files go that belong to no exam; made when there is one. */
  public Path orphans() {
    return root.resolve("orphans");
  }

  /** Where backups go if the configuration names no other place. */
  public Path backup() {
    return root.resolve("backup");
  }

  /** Where data sets for others are written. */
  public Path exports() {
    return root.resolve("exports");
  }

  /** The database that is locked with the directory. */
  public Path database() {
    return database;
  }

  /**
   * The DICOM file of an exam.
   *
   * @throws IllegalArgumentException if the UID cannot be one, and so must not name a file
   */
  public Path dicomFile(String uid) {
    return images().resolve(checked(uid) + ".dcm");
  }

  /**
   * The file of the n-th other object that came with the UID.
   *
   * @param n from 1
   * @throws IllegalArgumentException as for {@link #dicomFile}
   */
  public Path conflictFile(String uid, int n) {
    return images().resolve(checked(uid) + "." + n + ".dcm");
  }

  /**
   * The picture of an exam.
   *
   * @throws IllegalArgumentException as for {@link #dicomFile}
   */
  public Path pictureFile(String uid) {
    return images().resolve(checked(uid) + ".png");
  }

  private static String checked(String uid) {
    if (uid.length() > MAX_UID_LENGTH || !UID.matcher(uid).matches()) {
      throw new IllegalArgumentException("not a SOP Instance UID of 1 to 64 digits and dots");
    }
    return uid;
  }

  /** Free bytes for us on the file system that holds the directory. */
  public long freeBytes() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new StoreException("the free space of " + root + " cannot be read", e);
    }
  }

  /**
   * Forces a directory's entries to disk, so that a file just created or renamed in it outlives a
   * power cut. Where the system has no such thing (Windows) it does nothing.
   */
  public static void forceDirectory(Path directory) throws IOException {
    if (directory.getFileSystem().getSeparator().equals("\\")) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Forces a file's content to disk. */
  static void forceFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Gives the directory up. A second call does nothing. */
  @Override
  public void close() {
    databaseLock.close();
    lock.close();
  }
}
