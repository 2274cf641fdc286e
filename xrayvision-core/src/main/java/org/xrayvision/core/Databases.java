/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.DatabaseFile;

/**
 * Database files as a whole: copies of them, while an engine works on them or not, and putting a
 * copy back. Stateless, safe for threads.
 */
public final class Databases {
  private Databases() {}

  /** What is in a file. */
  public enum Content {
    /** Exams: an engine's, or the Python program's. */
    EXAMS,
    /** Users and sessions: the server's own. */
    ACCOUNTS,
    /** Neither. */
    OTHER
  }

  /**
   * A file that was checked.
   *
   * @param form the number of its newest migration; 0 for the Python program's database
   */
  public record Checked(Content content, int form) {}

  /**
   * Copies a database as it is at one moment; who works on it goes on. The copy is checked and
   * forced to disk before it gets its name, and for its owner alone.
   *
   * @param copy a file that is not there yet
   * @throws XRayVisionException if it cannot be made; nothing is left then
   */
  public static void backUp(Path database, Path copy) {
    DatabaseFile.copy(database, copy);
  }

  /**
   * Reads a whole file.
   *
   * @throws XRayVisionException if it is damaged, or no database
   */
  public static Checked check(Path file) {
    DatabaseFile.Content found = DatabaseFile.check(file);
    Content content =
        found.exams() ? Content.EXAMS : found.accounts() ? Content.ACCOUNTS : Content.OTHER;
    return new Checked(content, found.form());
  }

  /** The newest form of an engine's database that this program knows; a newer one it refuses. */
  public static int newestForm() {
    return DatabaseFile.newestForm();
  }

  /**
   * Puts a copy in the place of a database of a data directory that no engine works on. What stood
   * there is kept beside it.
   *
   * @param engineDatabase the engine's, which is locked with the directory; null for the one in it
   * @param database the one to be replaced
   * @param stamp goes into the name of what stood there
   * @return where that is now; null if nothing was there
   * @throws XRayVisionException if an engine has the directory (the message names its process), or
   *     the copy is damaged or newer than this program; nothing is changed then
   */
  public static @Nullable Path restore(
      Path dataDirectory, @Nullable Path engineDatabase, Path database, Path copy, String stamp) {
    return restore(dataDirectory, engineDatabase, database, copy, stamp, file -> {});
  }

  /**
   * The same.
   *
   * @param change is given the copy before it stands in the database's place, while that is still
   *     there, and may change what is in it; what it throws ends the restore with nothing changed
   */
  @SuppressWarnings("try") // the directory only has to be held meanwhile
  public static @Nullable Path restore(
      Path dataDirectory,
      @Nullable Path engineDatabase,
      Path database,
      Path copy,
      String stamp,
      Consumer<Path> change) {
    try (DataDirectory held = DataDirectory.open(dataDirectory, engineDatabase)) {
      Checked checked = check(copy);
      if (checked.content() == Content.EXAMS && checked.form() > newestForm()) {
        throw new XRayVisionException(
            copy
                + " was written by a newer XRayVision (form "
                + checked.form()
                + ", this one knows "
                + newestForm()
                + "): restore it with that one");
      }
      boolean there = Files.exists(database);
      Path aside = freeName(database, stamp);
      DatabaseFile.replace(copy, database, aside, change);
      return there ? aside : null;
    }
  }

  private static Path freeName(Path database, String stamp) {
    String stem = database.getFileName() + ".before-" + stamp;
    Path name = database.resolveSibling(stem);
    for (int n = 2; Files.exists(name); n++) {
      name = database.resolveSibling(stem + "-" + n);
    }
    return name;
  }

  /**
   * Those of these copies of an engine's database that a patient is in, and those of which that
   * cannot be told; also what an earlier {@link #restore} has kept beside the database.
   */
  public static List<Path> stillHolding(Path database, List<Path> copies, String patientKey) {
    List<Path> found = new ArrayList<>(copies);
    Path folder = database.toAbsolutePath().getParent();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, database.getFileName() + ".before-*")) {
      files.forEach(found::add);
    } catch (IOException e) {
      throw new XRayVisionException(folder + " cannot be read: check its rights", e);
    }
    found.removeIf(file -> file.toString().endsWith("-wal") || file.toString().endsWith("-shm"));
    found.removeIf(file -> !DatabaseFile.mayHold(file, patientKey));
    return found;
  }
}
