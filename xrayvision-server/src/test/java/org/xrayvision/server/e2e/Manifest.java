/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code manifest.csv} of a folder of test data: quoted fields, commas within them. */
final class Manifest {
  private Manifest() {}

  /** The DICOM files that it names, there or not. */
  static List<TestFile> read(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("manifest.csv"));
    int expected = fields(lines.get(0)).indexOf("expected");
    List<TestFile> files = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = fields(line);
      String name = fields.get(0);
      if (!name.startsWith("phantoms/")) {
        String label = folder.getFileName() + "/" + name;
        files.add(new TestFile(label, folder.resolve(name), fields.get(expected)));
      }
    }
    return files;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
