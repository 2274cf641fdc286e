/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder.KnownFrame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.Range;

/** Encoded frames for tests, and what is in them. */
final class Streams {
  private Streams() {}

  /**
   * One of {@code src/test/resources/streams}: {@link #drawn} as encoded by DCMTK 3.6.7 (IJG's
   * library, CharLS).
   */
  static ByteBuffer bytes(String name) {
    try (InputStream in = Streams.class.getResourceAsStream("/streams/" + name)) {
      return ByteBuffer.wrap(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy from the first byte to the limit. */
  static byte[] array(ByteBuffer stream) {
    byte[] copy = new byte[stream.limit()];
    stream.get(0, copy);
    return copy;
  }

  static ByteBuffer bytes(KnownFrame known) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(known.base64()));
  }

  /** The fragments of a file with one frame, joined. */
  static ByteBuffer frame(Path path) throws IOException {
    try (DicomFile file = DicomFile.open(path)) {
      List<Range> items = file.pixelData().orElseThrow().ranges();
      long total = items.stream().skip(1).mapToLong(Range::length).sum();
      ByteBuffer joined = ByteBuffer.allocate((int) total);
      for (Range item : items.subList(1, items.size())) {
        joined.put(file.pixelBytes(item));
      }
      return joined.flip();
    }
  }

  static ImagePixel pixel(Path path) throws IOException {
    try (DicomFile file = DicomFile.open(path)) {
      return ImagePixel.of(file.dataSet());
    }
  }

  static ImagePixel rgb(int rows, int columns) {
    return new ImagePixel(rows, columns, 3, "RGB", 8, 8, 7, false, 1, 0);
  }

  static int[] values(Frame frame) {
    short[] row = new short[frame.rowLength()];
    int[] all = new int[frame.rows() * row.length];
    for (int y = 0; y < frame.rows(); y++) {
      frame.readRow(y, row);
      for (int i = 0; i < row.length; i++) {
        all[y * row.length + i] = frame.signed() ? row[i] : row[i] & 0xFFFF;
      }
    }
    return all;
  }

  /** A third of it flat, the right quarter all edges, the rest a slope with noise. */
  static int[] drawn(int rows, int columns, int bits, int samples) {
    int[] all = new int[rows * columns * samples];
    int most = (1 << bits) - 1;
    for (int i = 0; i < all.length; i++) {
      int s = i % samples;
      int x = i / samples % columns;
      int y = i / samples / columns;
      if (y < rows / 3) {
        all[i] = most / 5 * (s + 1) / 2;
      } else if (x >= 3 * columns / 4) {
        all[i] = most * ((x / 2 + y / 2 + s) % 2);
      } else {
        int noise = (x * 7 + y * 13 + s * 5) * 37 % 11 * most / 200;
        all[i] = (x * most / (2 * columns) + y * most / (3 * rows) + noise) % (most + 1);
      }
    }
    return all;
  }
}
