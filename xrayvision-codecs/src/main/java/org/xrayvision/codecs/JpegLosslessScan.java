/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import org.xrayvision.dicom.io.DicomException;

/**
 * One scan of a lossless JPEG stream: each sample is a prediction from its neighbours and a
 * difference (ITU-T T.81 §H.1.2, §H.2). For one thread.
 */
final class JpegLosslessScan {
  private static final int HALF = 1 << 15;

  private final JpegBits bits;
  private final JpegHuffman[] codes;
  private final int[] offsets;
  private final int predictor;
  private final int start;
  private final int shift;

  /**
   * A scan.
   *
   * @param codes for each of its components
   * @param offsets where each stands in a pixel
   * @param predictor the selection value, 1 to 7
   * @param precision of the samples as they are coded
   * @param shift the point transform: low bits that were left out
   */
  JpegLosslessScan(
      JpegBits bits, JpegHuffman[] codes, int[] offsets, int predictor, int precision, int shift) {
    this.bits = bits;
    this.codes = codes;
    this.offsets = offsets;
    this.predictor = predictor;
    this.start = 1 << (precision - 1);
    this.shift = shift;
  }

  /**
   * Fills its components in.
   *
   * @param step how many samples a pixel has
   * @param restartLines between two restart markers; 0 if there are none
   */
  void decode(short[] cells, int width, int height, int step, int restartLines)
      throws DicomException {
    int stride = width * step;
    for (int y = 0; y < height; y++) {
      boolean restarts = restartLines > 0 && y > 0 && y % restartLines == 0;
      if (restarts) {
        bits.restart(y / restartLines - 1);
      }
      if (y == 0 || restarts) {
        firstLine(cells, y * stride, stride, step);
      } else {
        line(cells, y * stride, stride, step);
      }
    }
    if (shift > 0) {
      for (int offset : offsets) {
        for (int cell = offset; cell < cells.length; cell += step) {
          cells[cell] = (short) (cells[cell] << shift);
        }
      }
    }
  }

  /** Predicted from the left, the first one from the middle of the range. */
  private void firstLine(short[] cells, int from, int stride, int step) throws DicomException {
    for (int at = from; at < from + stride; at += step) {
      for (int i = 0; i < codes.length; i++) {
        int cell = at + offsets[i];
        int prediction = at == from ? start : cells[cell - step];
        cells[cell] = (short) (prediction + difference(codes[i]));
      }
    }
  }

  private void line(short[] cells, int from, int stride, int step) throws DicomException {
    for (int at = from; at < from + stride; at += step) {
      for (int i = 0; i < codes.length; i++) {
        int cell = at + offsets[i];
        int above = cells[cell - stride] & 0xFFFF;
        int prediction =
            at == from
                ? above
                : prediction(
                    cells[cell - step] & 0xFFFF, above, cells[cell - stride - step] & 0xFFFF);
        cells[cell] = (short) (prediction + difference(codes[i]));
      }
    }
  }

  /** Table H.1; sums are taken modulo 2^16. */
  private int prediction(int left, int above, int corner) {
    return switch (predictor) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> corner;
      case 4 -> left + above - corner;
      case 5 -> left + ((above - corner) >> 1);
      case 6 -> above + ((left - corner) >> 1);
      default -> (left + above) >> 1;
    };
  }

  /** Table H.2: 16 stands for 32768, without further bits. */
  private int difference(JpegHuffman code) throws DicomException {
    int size = code.next(bits);
    if (size < 16) {
      return bits.signed(size);
    }
    if (size > 16) {
      throw new DicomException("the JPEG stream has a difference of %d bits".formatted(size));
    }
    return HALF;
  }
}
