/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.simulator.pacs.SyntheticChest;

/**
 * A CR picture of 2048x2500 pixels, 12 bits in 16: smooth shapes with noise on top, as a detector
 * gives them.
 */
final class BenchImage {
  static final int ROWS = 2500;
  static final int COLUMNS = 2048;

  private BenchImage() {}

  static void write(Path file) throws IOException {
    SyntheticChest.write(
        SyntheticChest.of("Bench^Image", "BENCH", ROWS, COLUMNS, 12, pixels())
            .set(Tag.PhotometricInterpretation, "MONOCHROME1")
            .set(Tag.WindowCenter, "2048")
            .set(Tag.WindowWidth, "3600")
            .build(),
        file);
  }

  private static byte[] pixels() {
    Random random = new Random(7);
    byte[] bytes = new byte[ROWS * COLUMNS * 2];
    int at = 0;
    for (int y = 0; y < ROWS; y++) {
      for (int x = 0; x < COLUMNS; x++) {
        double shape = Math.sin(x / 300.0) * Math.cos(y / 240.0) + Math.sin((x + y) / 37.0) * 0.1;
        int value = (int) (2048 + 1500 * shape + random.nextInt(96));
        value = Math.max(0, Math.min(4095, value));
        bytes[at++] = (byte) value;
        bytes[at++] = (byte) (value >> 8);
      }
    }
    return bytes;
  }
}
