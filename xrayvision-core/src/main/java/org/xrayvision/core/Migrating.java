/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.DatabaseFile;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.core.store.Survey;
import org.xrayvision.core.store.UpkeepStore;
import org.xrayvision.dicom.data.UIDs;

/**
 * Brings a database to the form that this program knows, or a copy of it to see what would happen.
 */
final class Migrating {
  private static final String DATABASE = "xrayvision.db";
  private static final String IMAGES = "images";
  private static final int BATCH = 500;

  private Migrating() {}

  static MigrationReport run(XRayVisionBuilder parts) {
    try (DataDirectory directory = DataDirectory.open(root(parts), parts.databaseFile)) {
      Path backup = Optional.ofNullable(parts.backupDirectory).orElse(directory.backup());
      return run(parts, directory.database(), directory.images(), backup);
    }
  }

  /**
   * On a copy beside the database, which is deleted again: whoever may read the one has the other.
   */
  static MigrationReport rehearse(XRayVisionBuilder parts) {
    Path root = root(parts);
    Path database = Optional.ofNullable(parts.databaseFile).orElse(root.resolve(DATABASE));
    try {
      Path folder = Files.createTempDirectory(database.toAbsolutePath().getParent(), ".migration-");
      try {
        Path copy = folder.resolve(DATABASE);
        DatabaseFile.copy(database, copy);
        return run(parts, copy, root.resolve(IMAGES), folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new XRayVisionException(
          "no copy of " + database + " can be made beside it: check space and permissions", e);
    }
  }

  private static Path root(XRayVisionBuilder parts) {
    return Objects.requireNonNull(parts.dataDirectory);
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private static MigrationReport run(
      XRayVisionBuilder parts, Path database, Path images, Path backup) {
    Path root = root(parts);
    // Not where a running engine has its plugins' folders, which it empties.
    Path scratch = root.resolve("tmp").resolve("migrating");
    try (Plugins plugins = Foundation.plugins(parts, root, scratch);
        PatientIds ids = PatientIds.of(parts, plugins)) {
      StoreOptions options = Foundation.storeOptions(parts, backup, ids.scheme());
      return run(database, images, options, parts.clock);
    }
  }

  private static MigrationReport run(
      Path database, Path images, StoreOptions options, Clock clock) {
    int formBefore = DatabaseFile.check(database).form();
    Map<String, Long> before = Survey.of(database);
    Map<String, Long> found;
    try (SqliteExamStore store = SqliteExamStore.open(database, options, clock)) {
      found = images(store.upkeep(), images);
    }
    int formAfter = DatabaseFile.newestForm();
    return new MigrationReport(formBefore, formAfter, before, Survey.of(database), found);
  }

  private static Map<String, Long> images(UpkeepStore store, Path folder) {
    Map<String, Long> figures = new LinkedHashMap<>();
    count(figures, store, folder, "pictures", ".png");
    count(figures, store, folder, "DICOM files", ".dcm");
    long missing =
        store.unread().stream()
            .filter(
                uid ->
                    !UIDs.isValid(uid)
                        || !(Files.exists(folder.resolve(uid + ".png"))
                            || Files.exists(folder.resolve(uid + ".dcm"))))
            .count();
    figures.put("waiting exams with neither", missing);
    return figures;
  }

  private static void count(
      Map<String, Long> figures, UpkeepStore store, Path folder, String what, String suffix) {
    long[] counts = {0, 0};
    List<String> uids = new ArrayList<>();
    Runnable look =
        () -> {
          int known = store.known(uids).size();
          counts[0] += known;
          counts[1] += uids.size() - known;
          uids.clear();
        };
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          uids.add(name.substring(0, name.length() - suffix.length()));
          if (uids.size() == BATCH) {
            look.run();
          }
        }
        look.run();
      } catch (IOException e) {
        throw new XRayVisionException(folder + " cannot be gone through: check its rights", e);
      }
    }
    figures.put(what + " of exams", counts[0]);
    figures.put(what + " without an exam", counts[1]);
  }
}
