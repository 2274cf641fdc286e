/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code manifest.csv} of a folder of test data, which says what each file is and what is
 * expected of whoever receives it. Stateless.
 */
public final class TestManifest {
  private TestManifest() {}

  /** Its lines as cells, the heading first; a cell that holds commas stands in quotes. */
  public static List<List<String>> read(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("manifest.csv")).stream()
        .map(TestManifest::cells)
        .toList();
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
