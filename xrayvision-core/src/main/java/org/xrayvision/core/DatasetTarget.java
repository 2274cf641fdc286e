/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.xrayvision.core.store.DataDirectory;

/** Where the files of a data set go, one after the other. Used by one thread. */
abstract class DatasetTarget {
  private final Map<String, Long> parts = new HashMap<>();

  /** One file below {@code train}, {@code validate} or {@code test}, or beside them. */
  abstract void put(String name, byte[] content) throws IOException;

  /** No more will come. */
  abstract void end() throws IOException;

  void countExam(String part) {
    parts.merge(part, 1L, Long::sum);
  }

  long exams(String part) {
    return parts.getOrDefault(part, 0L);
  }

  /** In a folder that has folders for the parts already. */
  static final class Folder extends DatasetTarget {
    private static final long LEAST_FREE = 1L << 30;

    private final Path folder;
    private final DataDirectory directory;

    Folder(Path folder, DataDirectory directory) {
      this.folder = folder;
      this.directory = directory;
    }

    @Override
    void put(String name, byte[] content) throws IOException {
      if (directory.freeBytes() < LEAST_FREE) {
        throw new IOException("less than 1 GiB is free on the disk of the data directory");
      }
      Files.write(folder.resolve(name), content);
    }

    @Override
    void end() throws IOException {
      DataDirectory.forceDirectory(folder);
    }
  }

  /** In a ZIP that goes into a stream; its entries have no time either. */
  static final class Zip extends DatasetTarget {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private final String folder;

    Zip(OutputStream out, String folder) {
      this.zip = new ZipOutputStream(out);
      this.folder = folder;
      zip.setLevel(Deflater.BEST_SPEED); // pictures are packed already
    }

    @Override
    void put(String name, byte[] content) throws IOException {
      ZipEntry entry = new ZipEntry(folder + "/" + name);
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    }

    @Override
    void end() throws IOException {
      zip.finish();
    }
  }
}
