/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xrayvision.simulator.dicom.TestManifest;

/** What {@code manifest.csv} of a folder of test data expects of the server. */
final class Manifest {
  private Manifest() {}

  /** The DICOM files that it names, there or not. */
  static List<TestFile> read(Path folder) throws IOException {
    List<List<String>> lines = TestManifest.read(folder);
    int expected = lines.get(0).indexOf("expected");
    List<TestFile> files = new ArrayList<>();
    for (List<String> fields : lines.subList(1, lines.size())) {
      String name = fields.get(0);
      if (!name.startsWith("phantoms/")) {
        String label = folder.getFileName() + "/" + name;
        files.add(new TestFile(label, folder.resolve(name), fields.get(expected)));
      }
    }
    return files;
  }
}
