/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** A verified copy of a database, made before it is changed. */
final class Backup {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory;
  private final Clock clock;

  Backup(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Copies the database that the handle is connected to, outside a transaction.
   *
   * @param version of its form, 0 for the Python program's
   * @return the copy: complete, checked and forced to disk
   */
  Path make(Handle handle, Path database, int version) {
    try {
      DataDirectory.createPrivately(directory);
      Path copy = freeName(database, version);
      DatabaseFile.copy(handle, copy);
      return copy;
    } catch (IOException | SQLException | JdbiException e) {
      throw new StoreException(
          "no backup of "
              + database
              + " could be made in "
              + directory
              + ", so it is left as it is: check the space and the permissions there",
          e instanceof JdbiException ? StoreErrors.of(database, e) : e);
    }
  }

  private Path freeName(Path database, int version) {
    String stem = database.getFileName() + "-form" + version + "-" + STAMP.format(clock.instant());
    Path name = directory.resolve(stem + ".db");
    for (int n = 2; Files.exists(name); n++) {
      name = directory.resolve(stem + "-" + n + ".db");
    }
    return name;
  }
}
