/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.files.PrivateFolders;

/**
 * Where SQLite's native library is unpacked: it must be writable, and programs must be allowed to
 * run from it, which the system's temporary folder often forbids. Stateless.
 */
final class NativeLibrary {
  /** Of sqlite-jdbc; what the command line of the JVM says, wins. */
  private static final String PROPERTY = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /**
   * Loads the library from {@code tmp} in the data directory. Called before a database is opened;
   * the setting is the whole JVM's.
   *
   * @throws XRayVisionException if it cannot be loaded
   */
  static void load(Path dataDirectory) {
    if (System.getProperty(PROPERTY) == null) {
      Path folder = dataDirectory.resolve("tmp");
      try {
        PrivateFolders.create(folder);
      } catch (IOException e) {
        throw new XRayVisionException(
            "Cannot create " + folder + ": may this process write there?", e);
      }
      System.setProperty(PROPERTY, folder.toString());
    }
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError e) {
      throw new XRayVisionException(
          "SQLite's native library cannot be loaded from "
              + System.getProperty(PROPERTY)
              + ": the folder must be writable and not be mounted noexec; name another one with"
              + " JAVA_OPTS=-Dorg.sqlite.tmpdir=DIR ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }
}
