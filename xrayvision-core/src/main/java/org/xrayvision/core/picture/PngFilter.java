/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

/**
 * The PNG filters None, Sub, Up and Average (PNG §9), chosen for a few rows at a time by the least
 * sum of absolute differences. Paeth gains a hundredth here and costs more than all the rest.
 */
final class PngFilter {
  private static final int NONE = 0;
  private static final int SUB = 1;
  private static final int UP = 2;
  private static final int AVERAGE = 3;

  /** Neighbouring rows are alike: one of them is tried with all filters. */
  private static final int ROWS_PER_CHOICE = 16;

  private PngFilter() {}

  /** The rows, each behind its filter byte. */
  static byte[] apply(byte[] greys, int width, int height) {
    byte[] out = new byte[(width + 1) * height];
    int filter = SUB;
    for (int y = 0; y < height; y++) {
      if (y % ROWS_PER_CHOICE == 1) {
        filter = best(greys, y * width, width, out, y * (width + 1));
      }
      filter(filter, greys, y * width, width, out, y * (width + 1));
    }
    return out;
  }

  private static int best(byte[] greys, int from, int width, byte[] scratch, int to) {
    int best = NONE;
    long least = Long.MAX_VALUE;
    for (int filter = NONE; filter <= AVERAGE; filter++) {
      filter(filter, greys, from, width, scratch, to);
      long sum = 0;
      for (int i = to + 1; i <= to + width; i++) {
        sum += Math.abs(scratch[i]);
      }
      if (sum < least) {
        least = sum;
        best = filter;
      }
    }
    return best;
  }

  /** Left of the first pixel is 0; Up and Average are not asked of the first row. */
  private static void filter(int filter, byte[] greys, int from, int width, byte[] out, int to) {
    out[to] = (byte) filter;
    switch (filter) {
      case SUB -> sub(greys, from, width, out, to + 1);
      case UP -> up(greys, from, width, out, to + 1);
      case AVERAGE -> average(greys, from, width, out, to + 1);
      default -> System.arraycopy(greys, from, out, to + 1, width);
    }
  }

  private static void sub(byte[] greys, int from, int width, byte[] out, int to) {
    out[to] = greys[from];
    for (int x = 1; x < width; x++) {
      out[to + x] = (byte) (greys[from + x] - greys[from + x - 1]);
    }
  }

  private static void up(byte[] greys, int from, int width, byte[] out, int to) {
    for (int x = 0; x < width; x++) {
      out[to + x] = (byte) (greys[from + x] - greys[from + x - width]);
    }
  }

  private static void average(byte[] greys, int from, int width, byte[] out, int to) {
    out[to] = (byte) (greys[from] - ((greys[from - width] & 0xFF) >> 1));
    for (int x = 1; x < width; x++) {
      int left = greys[from + x - 1] & 0xFF;
      int above = greys[from + x - width] & 0xFF;
      out[to + x] = (byte) (greys[from + x] - ((left + above) >> 1));
    }
  }
}
