/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import org.xrayvision.dicom.io.DicomException;

/**
 * The coding parameters of a JPEG-LS scan (ITU-T T.87 §C.2.4.1.1) and what follows from them
 * (§A.2). Immutable.
 *
 * @param maxval the greatest sample value
 * @param near the greatest error of a sample, 0 if lossless
 * @param t1 first threshold of local gradients; t2 and t3 follow
 * @param reset at how many samples a context halves what it has counted
 */
record JpegLsParameters(int maxval, int near, int t1, int t2, int t3, int reset) {
  private static final int DEFAULT_RESET = 64;

  /**
   * Replaces what is 0 by its default and checks the rest.
   *
   * @throws DicomException if a parameter is out of range
   */
  static JpegLsParameters of(JpegLsPreset preset, int precision, int near) throws DicomException {
    int maxval = preset.maxval() == 0 ? (1 << precision) - 1 : preset.maxval();
    if (maxval < 1 || maxval >= 1 << precision) {
      throw new DicomException(
          "JPEG-LS MAXVAL %d does not fit %d bits".formatted(maxval, precision));
    }
    if (near > Math.min(255, maxval / 2)) {
      throw new DicomException("JPEG-LS NEAR %d with MAXVAL %d".formatted(near, maxval));
    }
    int factor = maxval >= 128 ? (Math.min(maxval, 4095) + 128) / 256 : 256 / (maxval + 1);
    boolean wide = maxval >= 128;
    int basic1 = wide ? factor + 2 + 3 * near : Math.max(2, 3 / factor + 3 * near);
    int basic2 = wide ? factor * 4 + 3 + 5 * near : Math.max(3, 7 / factor + 5 * near);
    int basic3 = wide ? factor * 17 + 4 + 7 * near : Math.max(4, 21 / factor + 7 * near);
    int t1 = preset.t1() == 0 ? clamp(basic1, near + 1, maxval) : preset.t1();
    int t2 = preset.t2() == 0 ? clamp(basic2, t1, maxval) : preset.t2();
    int t3 = preset.t3() == 0 ? clamp(basic3, t2, maxval) : preset.t3();
    int reset = preset.reset() == 0 ? DEFAULT_RESET : preset.reset();
    if (t1 < near + 1 || t2 < t1 || t3 < t2 || t3 > maxval) {
      throw new DicomException(
          "JPEG-LS thresholds %d, %d, %d with MAXVAL %d".formatted(t1, t2, t3, maxval));
    }
    if (reset < 3 || reset > Math.max(255, maxval)) {
      throw new DicomException("JPEG-LS RESET " + reset);
    }
    return new JpegLsParameters(maxval, near, t1, t2, t3, reset);
  }

  private static int clamp(int value, int low, int maxval) {
    return value > maxval || value < low ? low : value;
  }

  /** Twice NEAR plus one: the distance of neighbouring error values. */
  int step() {
    return 2 * near + 1;
  }

  /** RANGE: how many error values there are. */
  int range() {
    return (maxval + 2 * near) / step() + 1;
  }

  /** qbpp: bits of an error value that is written as it is. */
  int bitsOfRange() {
    return bitsFor(range());
  }

  /** LIMIT: bits of the longest code. */
  int limit() {
    int bpp = Math.max(2, bitsFor(maxval + 1));
    return 2 * (bpp + Math.max(8, bpp));
  }

  private static int bitsFor(int count) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
  }
}
