/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What this process holds. Where there is no /proc, files and sockets are 0.
 *
 * @param heap bytes in use after a collection
 */
record ProcessState(int files, int sockets, long heap) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Set<String> OVER = Set.of("06", "0A"); // TIME_WAIT is the kernel's; LISTEN

  static ProcessState now() throws InterruptedException {
    long heap = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      heap = Math.min(heap, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    String[] names = DESCRIPTORS.toFile().list();
    return names == null
        ? new ProcessState(0, 0, heap)
        : new ProcessState(
            names.length, (int) Stream.of(names).filter(n -> isSocket(n)).count(), heap);
  }

  private static boolean isSocket(String descriptor) {
    try {
      return Files.readSymbolicLink(DESCRIPTORS.resolve(descriptor))
          .toString()
          .startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  /** Connections of a local port, either end, that somebody still holds. */
  static long connectionsOf(int port) throws IOException {
    String hex = String.format(Locale.ROOT, ":%04X", port);
    long count = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (new File(table).exists()) {
        count +=
            Files.readAllLines(Path.of(table)).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(row -> row.length > 3 && !OVER.contains(row[3]))
                .filter(row -> row[1].endsWith(hex) || row[2].endsWith(hex))
                .count();
      }
    }
    return count;
  }
}
