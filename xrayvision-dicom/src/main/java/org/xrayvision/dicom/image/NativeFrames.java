/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.function.IntUnaryOperator;
import org.xrayvision.dicom.io.DicomException;

/** Views of native pixel data as frames, without a copy (PS3.5 §8.1, §8.2). */
final class NativeFrames {
  private NativeFrames() {}

  /**
   * The frame at the start of a buffer.
   *
   * @param bigEndian whether words are big endian
   * @param words whether the VR is OW: then, in big endian, bytes are swapped in pairs as well
   */
  static Frame first(ByteBuffer bytes, ImagePixel pixel, boolean bigEndian, boolean words)
      throws DicomException {
    if (bytes.remaining() < pixel.nativeFrameLength()) {
      throw new DicomException(
          "PixelData (7FE0,0010) has %d bytes; a frame of %dx%d needs %d"
              .formatted(
                  bytes.remaining(), pixel.columns(), pixel.rows(), pixel.nativeFrameLength()));
    }
    ByteBuffer frame =
        bytes.slice().order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean swapped = bigEndian && words && pixel.bitsAllocated() <= 8;
    if (pixel.photometricInterpretation().equals("YBR_FULL_422")) {
      return subsampled(frame, pixel, swapped);
    }
    if (pixel.photometricInterpretation().equals("YBR_PARTIAL_420")) {
      throw new DicomException(
          "PhotometricInterpretation (0028,0004) YBR_PARTIAL_420 is not read in native pixel data");
    }
    if (pixel.planarConfiguration() == 1) {
      return planar(pixel, cells(frame, pixel, swapped));
    }
    return chunky(pixel, frame, swapped);
  }

  /** PlanarConfiguration 0: the samples of a pixel stand together. */
  private static Frame chunky(ImagePixel pixel, ByteBuffer frame, boolean swapped) {
    int width = pixel.columns() * pixel.samplesPerPixel();
    if (pixel.bitsAllocated() == 16) {
      ShortBuffer shorts = frame.asShortBuffer();
      return Frame.over(pixel, (row, out) -> shorts.get(row * width, out, 0, width));
    }
    if (pixel.bitsAllocated() == 8 && !swapped) {
      return Frame.over(pixel, (row, out) -> readBytes(frame, row * width, width, out));
    }
    IntUnaryOperator cell = cells(frame, pixel, swapped);
    return Frame.over(
        pixel,
        (row, out) -> {
          for (int i = 0; i < width; i++) {
            out[i] = (short) cell.applyAsInt(row * width + i);
          }
        });
  }

  private static void readBytes(ByteBuffer frame, int at, int width, short[] out) {
    byte[] line = new byte[width];
    frame.get(at, line);
    for (int i = 0; i < width; i++) {
      out[i] = (short) (line[i] & 0xFF);
    }
  }

  /** Cells by their number, for layouts that are not worth a quick path. */
  private static IntUnaryOperator cells(ByteBuffer frame, ImagePixel pixel, boolean swapped) {
    int swap = swapped ? 1 : 0;
    return switch (pixel.bitsAllocated()) {
      case 16 -> frame.asShortBuffer()::get;
      case 8 -> index -> frame.get(index ^ swap) & 0xFF;
      // §8.1.1: the first pixel is the least significant bit of the first byte.
      default -> index -> frame.get((index >> 3) ^ swap) >> (index & 7) & 1;
    };
  }

  /** PlanarConfiguration 1: all red, then all green, then all blue. */
  private static Frame planar(ImagePixel pixel, IntUnaryOperator cell) {
    int columns = pixel.columns();
    int plane = pixel.rows() * columns;
    return Frame.over(
        pixel,
        (row, out) -> {
          for (int x = 0; x < columns; x++) {
            for (int sample = 0; sample < 3; sample++) {
              out[x * 3 + sample] = (short) cell.applyAsInt(sample * plane + row * columns + x);
            }
          }
        });
  }

  /** YBR_FULL_422: Y Y Cb Cr for each two pixels of a row (PS3.3 §C.7.6.3.1.2). */
  private static Frame subsampled(ByteBuffer frame, ImagePixel pixel, boolean swapped)
      throws DicomException {
    int columns = pixel.columns();
    if (pixel.bitsAllocated() != 8 || columns % 2 != 0 || pixel.planarConfiguration() != 0) {
      throw new DicomException(
          "PhotometricInterpretation (0028,0004) YBR_FULL_422 needs BitsAllocated 8, an even number"
              + " of Columns and PlanarConfiguration 0");
    }
    IntUnaryOperator cell = cells(frame, pixel, swapped);
    return Frame.over(
        pixel,
        (row, out) -> {
          for (int x = 0; x < columns; x++) {
            int pair = (row * columns + (x & ~1)) * 2;
            out[x * 3] = (short) cell.applyAsInt(pair + (x & 1));
            out[x * 3 + 1] = (short) cell.applyAsInt(pair + 2);
            out[x * 3 + 2] = (short) cell.applyAsInt(pair + 3);
          }
        });
  }
}
