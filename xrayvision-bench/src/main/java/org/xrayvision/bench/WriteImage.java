/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the picture of the benchmarks to a file, for peers to read. */
final class WriteImage {
  private WriteImage() {}

  public static void main(String[] args) throws IOException {
    BenchImage.write(Path.of(args[0]));
  }
}
