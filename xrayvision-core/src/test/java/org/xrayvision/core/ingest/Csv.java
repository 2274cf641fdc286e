/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.util.ArrayList;
import java.util.List;

/** Reads a line of comma separated values with quotes, as the manifests are written. */
final class Csv {
  private Csv() {}

  static List<String> cells(String line) {
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
