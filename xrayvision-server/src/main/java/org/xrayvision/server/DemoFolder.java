/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.files.PrivateFolders;

/**
 * Keeps simulated patients and real ones apart: the demo marks the folders that it makes, works in
 * no other one that has data, and a real server works in none that is marked. Stateless.
 */
final class DemoFolder {
  /** The file that marks a folder. */
  static final String MARKER = "SIMULATED-BY-DEMO.txt";

  private static final List<String> DATA = List.of("xrayvision.db", "server.db", "images");
  private static final String TEXT =
      "\"xrayvision demo\" made this folder: its patients, pictures and reports are simulated.\n";

  private DemoFolder() {}

  /**
   * Makes the folder the demo's, creating it where it is missing.
   *
   * @throws XRayVisionException if it holds data that the demo has not made
   */
  static void claim(Path folder) throws IOException {
    if (isMarked(folder)) {
      return;
    }
    if (DATA.stream().anyMatch(name -> Files.exists(folder.resolve(name)))) {
      throw new XRayVisionException(
          folder
              + " holds data that the demo has not made; the demo would put simulated patients among"
              + " real ones. Name an empty folder with --data, or leave --data out.");
    }
    PrivateFolders.create(folder);
    try {
      Files.writeString(folder.resolve(MARKER), TEXT, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // Another demo was quicker; the lock decides between the two.
    }
  }

  /**
   * Refuses a folder of the demo to a real server.
   *
   * @throws XRayVisionException if it is one
   */
  static void refuse(Path folder) {
    if (isMarked(folder)) {
      throw new XRayVisionException(
          folder
              + " was made by \"xrayvision demo\": its patients are simulated. Name another folder"
              + " with --data, or run \"xrayvision demo --data "
              + folder
              + "\".");
    }
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static boolean isMarked(Path folder) {
    return Files.exists(folder.resolve(MARKER));
  }
}
