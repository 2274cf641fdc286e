/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import org.sqlite.SQLiteJDBCLoader;

/** SQLite's native library, which sqlite-jdbc unpacks and loads once in a JVM. Stateless. */
final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Sees to it that it is loaded: the driver says only that a connection cannot be opened.
   *
   * @throws StoreException if it cannot be loaded
   */
  static void require() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception | LinkageError e) {
      throw new StoreException(
          "SQLite's native library cannot be loaded from "
              + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
              + ": the folder must be writable and not be mounted noexec; name another one with"
              + " -Dorg.sqlite.tmpdir=DIR",
          e);
    }
  }
}
