/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

/**
 * Which source pixels of one axis a target pixel covers, and with what share: the exact overlap of
 * the two grids, as OpenCV's INTER_AREA has it for fractional factors. Immutable.
 */
final class AreaWeights {
  /** What a rounding error of the grid's position may leave over; far less than a grey level. */
  private static final double NEGLIGIBLE = 1e-6;

  /** Source pixels are taken four at a time, those of no weight too: a loop costs more. */
  private static final int GROUP = 4;

  private final int source;
  private final int groups;
  private final int[] starts;
  private final int[] counts;

  /** Of each target pixel, {@code groups * GROUP} weights, those beyond its count 0. */
  private final float[] weights;

  /** Weights for shrinking {@code source} pixels to {@code target}, which is not more. */
  AreaWeights(int source, int target) {
    double scale = (double) source / target;
    this.source = source;
    starts = new int[target];
    counts = new int[target];
    int most = 0;
    for (int i = 0; i < target; i++) {
      starts[i] = (int) (i * scale + NEGLIGIBLE);
      int end = (int) Math.ceil((i + 1) * scale - NEGLIGIBLE);
      counts[i] = Math.min(source, end) - starts[i];
      most = Math.max(most, counts[i]);
    }
    groups = (most + GROUP - 1) / GROUP;
    weights = new float[target * groups * GROUP];
    for (int i = 0; i < target; i++) {
      for (int n = 0; n < counts[i]; n++) {
        int at = starts[i] + n;
        double overlap = Math.min((i + 1) * scale, at + 1) - Math.max(i * scale, at);
        weights[index(i, n)] = (float) (overlap / scale);
      }
    }
  }

  /** All weights of one group lie together, as one pass over the target takes them. */
  private int index(int target, int n) {
    return (n / GROUP * starts.length + target) * GROUP + n % GROUP;
  }

  /** The first source pixel that a target pixel covers. */
  int start(int target) {
    return starts[target];
  }

  /** How many source pixels a target pixel covers, at least 1. */
  int count(int target) {
    return counts[target];
  }

  /** The share of the n-th of them; all shares of a target pixel add up to 1. */
  float weight(int target, int n) {
    return weights[index(target, n)];
  }

  /** How long a row given to {@link #average} must be; what is behind its pixels must be finite. */
  int rowLength() {
    return source + groups * GROUP;
  }

  /** Averages one row of source pixels. */
  void average(float[] row, float[] target, int offset) {
    for (int group = 0; group < groups; group++) {
      int weight = group * starts.length * GROUP;
      for (int i = 0; i < starts.length; i++) {
        int first = starts[i] + group * GROUP;
        float sum =
            row[first] * weights[weight]
                + row[first + 1] * weights[weight + 1]
                + row[first + 2] * weights[weight + 2]
                + row[first + 3] * weights[weight + 3];
        weight += GROUP;
        target[offset + i] = group == 0 ? sum : target[offset + i] + sum;
      }
    }
  }
}
