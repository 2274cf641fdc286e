package org.xrayvision.core.picture;

/**
 * Which source pixels of one axis a target pixel covers, and with what share: the exact overlap of
 * the two grids, as OpenCV's INTER_AREA has it for fractional factors. Immutable.
 */
final class AreaWeights {
  /** What a rounding error of the grid's position may leave over; far less than a grey level. */
  private static final double NEGLIGIBLE = 1e-6;

  private final int[] starts;
  private final int[] counts;
  private final float[] weights;
  private final int stride;

  /** Weights for shrinking {@code source} pixels to {@code target}, which is not more. */
  AreaWeights(int source, int target) {
    double scale = (double) source / target;
    stride = (int) Math.ceil(scale) + 1;
    starts = new int[target];
    counts = new int[target];
    weights = new float[target * stride];
    for (int i = 0; i < target; i++) {
      double from = i * scale;
      double to = Math.min(source, (i + 1) * scale);
      int first = (int) (from + NEGLIGIBLE);
      int end = Math.min(source, (int) Math.ceil(to - NEGLIGIBLE));
      starts[i] = first;
      counts[i] = end - first;
      for (int j = first; j < end; j++) {
        double overlap = Math.min(to, j + 1) - Math.max(from, j);
        weights[i * stride + j - first] = (float) (overlap / (to - from));
      }
    }
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
    return weights[target * stride + n];
  }

  /** Averages one row of source pixels. */
  void average(float[] source, float[] target, int offset) {
    for (int i = 0; i < starts.length; i++) {
      int first = starts[i];
      int count = counts[i];
      int weight = i * stride;
      float sum = 0;
      for (int n = 0; n < count; n++) {
        sum += source[first + n] * weights[weight + n];
      }
      target[offset + i] = sum;
    }
  }
}
