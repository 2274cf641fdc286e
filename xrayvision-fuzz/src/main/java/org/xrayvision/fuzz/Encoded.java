/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.codecs.Codecs;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;

/**
 * An input for a decoder: what the data set says of the frame in six bytes, then the frame.
 *
 * <pre>
 *   0  Rows, two bytes, the most significant first
 *   2  Columns
 *   4  bits stored, and 0x80 for signed, 0x40 for three samples, 0x20 for planar
 *   5  ignored
 * </pre>
 *
 * @param pixel what the data set says
 */
public record Encoded(ImagePixel pixel, ByteBuffer frame) {
  private static final int HEADER = 6;

  /** Larger pictures cost more and find no more. */
  private static final int MOST = 1 << 20;

  /** The input, or null if it is none. */
  public static @Nullable Encoded of(byte[] data) {
    if (data.length < HEADER) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(data);
    int rows = in.getShort() & 0xFFFF;
    int columns = in.getShort() & 0xFFFF;
    int flags = in.get();
    int bits = 1 + (flags & 0x0F);
    if (rows == 0 || columns == 0 || (long) rows * columns > MOST) {
      return null;
    }
    boolean colour = (flags & 0x40) != 0;
    ImagePixel pixel =
        new ImagePixel(
            rows,
            columns,
            colour ? 3 : 1,
            colour ? "RGB" : "MONOCHROME2",
            bits > 8 ? 16 : 8,
            bits,
            bits - 1,
            (flags & 0x80) != 0,
            1,
            (flags & 0x20) != 0 ? 1 : 0);
    return new Encoded(pixel, ByteBuffer.wrap(data, HEADER, data.length - HEADER).slice());
  }

  /** Decodes it as this transfer syntax and reads every row. */
  public static void decode(byte[] data, String transferSyntaxUid) {
    Encoded encoded = of(data);
    if (encoded == null) {
      return;
    }
    FrameDecoder decoder = decoder(transferSyntaxUid);
    Bounds.check(
        () -> {
          Frame frame =
              decoder.decode(transferSyntaxUid, encoded.frame().duplicate(), encoded.pixel());
          if (frame.rows() != encoded.pixel().rows()
              || frame.columns() != encoded.pixel().columns()) {
            throw new AssertionError("a picture of another size");
          }
          short[] row = new short[frame.rowLength()];
          for (int y = 0; y < frame.rows(); y++) {
            frame.readRow(y, row);
          }
        });
  }

  private static FrameDecoder decoder(String transferSyntaxUid) {
    return Codecs.decoders().stream()
        .filter(decoder -> decoder.transferSyntaxes().contains(transferSyntaxUid))
        .findFirst()
        .orElseThrow();
  }
}
