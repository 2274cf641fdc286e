/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.util.Arrays;
import org.xrayvision.dicom.io.DicomException;

/**
 * One component of a JPEG picture: its coefficients in blocks of 64, row by row of blocks, until
 * they become samples in the same place. For one thread.
 */
final class JpegPlane {
  static final int BLOCK = 64;

  private static final int SIDE = 8;
  private static final byte NOT_YET = -1;

  final int id;
  final int horizontal;
  final int vertical;
  final int quantisation;

  /** Blocks of the component itself, which a scan of its own has (ITU-T T.81 §A.2.2). */
  final int blocksWide;

  final int blocksHigh;

  /**
   * Blocks from one row of blocks to the next: that many fill up the scans of several components.
   */
  final int stride;

  private final int rowsOfBlocks;
  private short[] cells = {};

  /** For each coefficient, in zig-zag order, the lowest bit that a scan has brought. */
  private final byte[] known = new byte[BLOCK];

  /**
   * A component without its coefficients.
   *
   * @param selection id, sampling factors and number of the quantisation table, as in SOFn
   * @param units units of the picture, across and down, and how many samples each has
   */
  JpegPlane(int[] selection, int columns, int rows, Units units) {
    this.id = selection[0];
    this.horizontal = selection[1] >> 4;
    this.vertical = selection[1] & 15;
    this.quantisation = selection[2];
    this.blocksWide = ceiling(ceiling(columns * horizontal, units.horizontal), SIDE);
    this.blocksHigh = ceiling(ceiling(rows * vertical, units.vertical), SIDE);
    this.stride = units.across(columns) * horizontal;
    this.rowsOfBlocks = units.down(rows) * vertical;
    Arrays.fill(known, NOT_YET);
  }

  /** MCUs: the greatest sampling factors of all components. */
  record Units(int horizontal, int vertical) {
    int across(int columns) {
      return ceiling(columns, SIDE * horizontal);
    }

    int down(int rows) {
      return ceiling(rows, SIDE * vertical);
    }
  }

  private static int ceiling(int value, int divisor) {
    return (value + divisor - 1) / divisor;
  }

  void allocate() {
    cells = new short[stride * rowsOfBlocks * BLOCK];
  }

  /** The coefficients, from {@code 64 * (y * stride + x)} on for each block; or the samples. */
  short[] cells() {
    return cells;
  }

  /** Samples from one row to the next, once they are there. */
  int samplesWide() {
    return stride * SIDE;
  }

  /** Notes what a scan brings; each bit of a coefficient comes once, the upper ones first. */
  void expect(int first, int last, int before, int bit) throws DicomException {
    for (int k = first; k <= last; k++) {
      if (known[k] != (before == 0 ? NOT_YET : before)) {
        throw new DicomException("the JPEG stream has scans out of order");
      }
      known[k] = (byte) bit;
    }
  }

  boolean hasDc() {
    return known[0] != NOT_YET;
  }

  boolean isComplete() {
    for (byte bit : known) {
      if (bit != 0) {
        return false;
      }
    }
    return true;
  }

  /** Turns coefficients into samples, one row of blocks after the other. */
  void transform(InverseDct dct) {
    int width = samplesWide();
    short[] rows = new short[width * SIDE];
    for (int y = 0; y < rowsOfBlocks; y++) {
      int from = y * rows.length;
      for (int x = 0; x < stride; x++) {
        dct.transform(cells, from + x * BLOCK, rows, x * SIDE, width);
      }
      System.arraycopy(rows, 0, cells, from, rows.length);
    }
  }
}
