/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.util.Arrays;

/**
 * The inverse discrete cosine transform of 8x8 blocks, with dequantisation (ITU-T T.81 §A.3.3): in
 * floating point, so that 12-bit samples come out as exact as their coefficients. For one thread.
 */
final class InverseDct {
  private static final int SIZE = 8;
  private static final float C1 = half(1);
  private static final float C2 = half(2);
  private static final float C3 = half(3);
  private static final float C4 = half(4);
  private static final float C5 = half(5);
  private static final float C6 = half(6);
  private static final float C7 = half(7);

  private final float[] quantisation = new float[SIZE * SIZE];
  private final float[] block = new float[SIZE * SIZE];
  private final int offset;
  private final int most;

  /**
   * A transform for one component.
   *
   * @param quantisation 64 factors, row by row
   * @param precision bits of a sample
   * @param most the greatest sample to give
   */
  InverseDct(int[] quantisation, int precision, int most) {
    for (int i = 0; i < this.quantisation.length; i++) {
      this.quantisation[i] = quantisation[i];
    }
    this.offset = 1 << (precision - 1);
    this.most = most;
  }

  private static float half(int k) {
    return (float) (Math.cos(k * Math.PI / 16) / 2);
  }

  /** Transforms the 64 coefficients at one place into 8 rows at another. */
  void transform(short[] coefficients, int from, short[] samples, int to, int stride) {
    boolean flat = true;
    for (int i = 0; i < block.length; i++) {
      block[i] = coefficients[from + i] * quantisation[i];
      flat &= i == 0 || coefficients[from + i] == 0;
    }
    if (flat) {
      short sample = sample(block[0] / SIZE);
      for (int y = 0; y < SIZE; y++) {
        Arrays.fill(samples, to + y * stride, to + y * stride + SIZE, sample);
      }
      return;
    }
    for (int i = 0; i < SIZE; i++) {
      line(i, SIZE);
    }
    for (int i = 0; i < SIZE; i++) {
      line(i * SIZE, 1);
      for (int x = 0; x < SIZE; x++) {
        samples[to + i * stride + x] = sample(block[i * SIZE + x]);
      }
    }
  }

  private short sample(float value) {
    return (short) Math.max(0, Math.min(Math.round(value) + offset, most));
  }

  /** Eight values in place: the even and the odd frequencies make sums and differences. */
  private void line(int at, int step) {
    float[] v = block;
    int i1 = at + step;
    int i2 = i1 + step;
    int i3 = i2 + step;
    int i4 = i3 + step;
    int i5 = i4 + step;
    int i6 = i5 + step;
    int i7 = i6 + step;
    float sum = (v[at] + v[i4]) * C4;
    float difference = (v[at] - v[i4]) * C4;
    float outer = v[i2] * C2 + v[i6] * C6;
    float inner = v[i2] * C6 - v[i6] * C2;
    float odd0 = v[i1] * C1 + v[i3] * C3 + v[i5] * C5 + v[i7] * C7;
    float odd1 = v[i1] * C3 - v[i3] * C7 - v[i5] * C1 - v[i7] * C5;
    float odd2 = v[i1] * C5 - v[i3] * C1 + v[i5] * C7 + v[i7] * C3;
    float odd3 = v[i1] * C7 - v[i3] * C5 + v[i5] * C3 - v[i7] * C1;
    v[at] = sum + outer + odd0;
    v[i7] = sum + outer - odd0;
    v[i1] = difference + inner + odd1;
    v[i6] = difference + inner - odd1;
    v[i2] = difference - inner + odd2;
    v[i5] = difference - inner - odd2;
    v[i3] = sum - outer + odd3;
    v[i4] = sum - outer - odd3;
  }
}
