/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import org.xrayvision.dicom.io.DicomException;

/**
 * How much bookkeeping a coding style (COD, COC; ITU-T T.800 §A.6.1, §A.6.2) asks of a decoder. A
 * few bytes can ask for millions of code-blocks and packets. Immutable.
 *
 * @param packets of one component and one layer
 * @param codeBlocks of one component
 */
record J2kCodingStyle(long packets, long codeBlocks) {
  private static final int MAX_LEVELS = 32;

  /** Code-blocks are at most 1024 samples long and 4096 large (table A.18). */
  private static final int MAX_EXPONENT = 10;

  private static final int MAX_AREA_EXPONENT = 12;

  /**
   * Reads what COD and COC have in common.
   *
   * @param segment at the number of decomposition levels
   * @param precincts whether the sizes of precincts follow
   */
  static J2kCodingStyle read(ByteBuffer segment, boolean precincts, J2kSize size)
      throws DicomException {
    if (segment.remaining() < 5) {
      throw new DicomException("the JPEG 2000 coding style is cut short");
    }
    int levels = segment.get() & 0xFF;
    int width = (segment.get() & 15) + 2;
    int height = (segment.get() & 15) + 2;
    segment.getShort(); // style of code-blocks, transformation
    boolean sound = width <= MAX_EXPONENT && height <= MAX_EXPONENT;
    if (levels > MAX_LEVELS || !sound || width + height > MAX_AREA_EXPONENT) {
      throw new DicomException(
          "the JPEG 2000 coding style has %d levels and code-blocks of 2^%d x 2^%d"
              .formatted(levels, width, height));
    }
    if (precincts && segment.remaining() <= levels) {
      throw new DicomException("the JPEG 2000 coding style is cut short");
    }
    long packets = 0;
    long codeBlocks = 0;
    for (int level = levels; level >= 0; level--) {
      int exponents = precincts ? segment.get() & 0xFF : 0xFF;
      int x = exponents & 15;
      int y = exponents >> 4;
      packets +=
          Math.max(size.tiles(), parts(size.width(), level + x) * parts(size.height(), level + y));
      // A code-block is no larger than its precinct, which above the lowest level has four bands.
      int band = level == levels ? 0 : 1;
      int blockX = Math.min(width, Math.max(0, x - band));
      int blockY = Math.min(height, Math.max(0, y - band));
      codeBlocks += parts(size.width(), level + blockX) * parts(size.height(), level + blockY);
    }
    return new J2kCodingStyle(packets, codeBlocks + 3L * levels * size.tiles());
  }

  private static long parts(int length, int exponent) {
    return exponent > 30 ? 1 : (length + (1L << exponent) - 1) >> exponent;
  }
}
