/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The contrast of a picture: clip to the 1st and 99th percentile, stretch to 0..255, then a gamma
 * that brings the mean towards the middle. All numbers come from one histogram, and the greys
 * through one table.
 */
final class ContrastStretch {
  private static final double LOW = 0.01;
  private static final double HIGH = 0.99;
  private static final double MIN_GAMMA = 0.5;
  private static final double MAX_GAMMA = 2;
  private static final int BINS = 1 << 16;

  /** So that a grey level is at least a dozen bins wide, however far outliers lie. */
  private static final int ENOUGH_BINS = 4096;

  /** Of {@code GrayscaleTransform.WHITE}: less is the rounding of a sum, not a picture. */
  private static final float MIN_SPREAD = 0.25f;

  private static final int MAX_PASSES = 4;

  private final float[] greys;
  private final boolean @Nullable [] padding;
  private final char[] bins;
  private final int total;
  private final int[] all = new int[BINS];
  private final int[] counted;

  private ContrastStretch(AveragedPicture picture) {
    this.greys = picture.greys();
    this.padding = saysSomething(picture.padding()) ? picture.padding() : null;
    this.bins = new char[greys.length];
    this.total = greys.length - count(padding);
    this.counted = padding == null ? all : new int[BINS];
  }

  /** The 8-bit greys of a picture, row by row. A constant picture becomes black. */
  static byte[] apply(AveragedPicture picture) {
    return new ContrastStretch(picture).run();
  }

  /** Padding that covers everything cannot be left out. */
  private static boolean saysSomething(boolean @Nullable [] padding) {
    return padding != null && count(padding) < padding.length;
  }

  private static int count(boolean @Nullable [] marks) {
    int count = 0;
    if (marks != null) {
      for (boolean mark : marks) {
        count += mark ? 1 : 0;
      }
    }
    return count;
  }

  private byte[] run() {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < greys.length; i++) {
      if (padding == null || !padding[i]) {
        // Not Math.min, which looks for NaN and -0 as well.
        min = greys[i] < min ? greys[i] : min;
        max = greys[i] > max ? greys[i] : max;
      }
    }
    if (max - min < MIN_SPREAD) {
      return new byte[greys.length];
    }
    float from = min;
    float to = max;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      count(from, to);
      double low = percentile(LOW);
      double high = percentile(HIGH);
      if (high - low >= ENOUGH_BINS) {
        return map(low, high);
      }
      // Outliers have taken most of the bins: count again, more closely, around the percentiles.
      float width = (to - from) / (BINS - 1);
      float start = from;
      from = (float) (start + (low - 1) * width);
      to = (float) (start + (high + 1) * width);
      if (to - from < MIN_SPREAD) {
        break;
      }
    }
    // Nearly all pixels are equal: show the others.
    count(min, max);
    return map(0, BINS - 1);
  }

  /** Puts every pixel into its bin; what lies outside goes to the first or last. */
  private void count(float from, float to) {
    Arrays.fill(all, 0);
    float scale = (BINS - 1) / (to - from);
    for (int i = 0; i < greys.length; i++) {
      int bin = (int) ((greys[i] - from) * scale + 0.5f);
      bin = Math.max(0, Math.min(BINS - 1, bin));
      bins[i] = (char) bin;
      all[bin]++;
    }
    if (padding != null) {
      Arrays.fill(counted, 0);
      for (int i = 0; i < greys.length; i++) {
        if (!padding[i]) {
          counted[bins[i]]++;
        }
      }
    }
  }

  /** A percentile as a bin, interpolated between the two nearest ranks. */
  private double percentile(double share) {
    double rank = share * (total - 1);
    int below = (int) rank;
    int bin = 0;
    int seen = counted[0];
    while (seen <= below) {
      seen += counted[++bin];
    }
    int lower = bin;
    while (seen <= Math.min(total - 1, below + 1)) {
      seen += counted[++bin];
    }
    return lower + (rank - below) * (bin - lower);
  }

  private byte[] map(double low, double high) {
    byte[] table = table(low, high, gamma(low, high));
    byte[] result = new byte[bins.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = table[bins[i]];
    }
    return result;
  }

  /**
   * The exponent that would bring the mean of the stretched picture to the middle, within bounds.
   */
  private double gamma(double low, double high) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (all[bin] != 0) {
        sum += all[bin] * Math.max(0, Math.min(1, (bin - low) / (high - low)));
      }
    }
    return gamma(sum / bins.length);
  }

  /**
   * The exponent for a mean grey.
   *
   * @param mean 0 to 1; at both ends the picture stays as it is
   */
  static double gamma(double mean) {
    if (mean <= 0 || mean >= 1) {
      return 1;
    }
    return Math.max(MIN_GAMMA, Math.min(MAX_GAMMA, Math.log(0.5) / Math.log(mean)));
  }

  /** From bins to greys: a power for each of 255 borders between greys, not for each bin. */
  private static byte[] table(double low, double high, double gamma) {
    byte[] table = new byte[BINS];
    int bin = 0;
    for (int grey = 0; grey < 255; grey++) {
      double border = low + (high - low) * Math.pow((grey + 0.5) / 255, 1 / gamma);
      while (bin < BINS && bin < border) {
        table[bin++] = (byte) grey;
      }
    }
    Arrays.fill(table, bin, BINS, (byte) 255);
    return table;
  }
}
