/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.xrayvision.server.files.PrivateFolders;

/**
 * The file that names what was not taken, and why: only its owner may read it, since paths may be
 * called after patients. Made when there is something to tell. For one thread.
 */
final class ImportReport {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

  private final Path file;
  private boolean begun;

  ImportReport(Path folder, LocalDateTime now) {
    file = folder.resolve("import-" + STAMP.format(now) + ".txt");
  }

  void add(String reason, Path path) throws IOException {
    begun = true;
    String line = (reason + "\t" + path).replaceAll("[\\p{Cntrl}&&[^\t]]", "?") + "\n";
    Files.writeString(PrivateFolders.createFile(file), line, StandardOpenOption.APPEND);
  }

  /** Where it is, if anything was told. */
  Optional<Path> file() {
    return begun ? Optional.of(file) : Optional.empty();
  }
}
