/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.util.Arrays;

/**
 * The statistics of a JPEG-LS scan: 365 contexts of the regular mode and, behind them, two of run
 * interruption (ITU-T T.87 §A.2.1, §A.6, §A.7.2). The names are the Standard's. For one thread.
 */
final class JpegLsContexts {
  /** Run interruption where the neighbours differ; the next one is where they do not. */
  static final int RUN_INTERRUPTION = 365;

  private static final int COUNT = 367;
  private static final int MIN_C = -128;
  private static final int MAX_C = 127;

  private final JpegLsParameters parameters;
  private final int step;

  /** Quantised gradients -4 to 4, from -MAXVAL on (§A.3.3). */
  private final byte[] quantised;

  private final int[] a = new int[COUNT];
  private final int[] b = new int[COUNT];
  private final int[] c = new int[COUNT];
  private final int[] n = new int[COUNT];

  /** Nn: negative errors of the two run interruption contexts. */
  private final int[] negative = new int[2];

  JpegLsContexts(JpegLsParameters parameters) {
    this.parameters = parameters;
    this.step = parameters.step();
    this.quantised = new byte[2 * parameters.maxval() + 1];
    for (int i = 0; i < quantised.length; i++) {
      quantised[i] = (byte) quantise(i - parameters.maxval());
    }
    reset();
  }

  private int quantise(int gradient) {
    int size = Math.abs(gradient);
    int region;
    if (size <= parameters.near()) {
      region = 0;
    } else if (size < parameters.t1()) {
      region = 1;
    } else if (size < parameters.t2()) {
      region = 2;
    } else {
      region = size < parameters.t3() ? 3 : 4;
    }
    return gradient < 0 ? -region : region;
  }

  /** As at the start of a scan and after each restart marker. */
  void reset() {
    Arrays.fill(a, Math.max(2, (parameters.range() + 32) / 64));
    Arrays.fill(b, 0);
    Arrays.fill(c, 0);
    Arrays.fill(n, 1);
    Arrays.fill(negative, 0);
  }

  /** The context of three gradients; negative where it is that of the mirrored ones (§A.3.4). */
  int of(int d1, int d2, int d3) {
    int zero = parameters.maxval();
    return 81 * quantised[d1 + zero] + 9 * quantised[d2 + zero] + quantised[d3 + zero];
  }

  /** The prediction correction of a context. */
  int correction(int q) {
    return c[q];
  }

  /** k: how many low bits of an error are written as they are (§A.5.1). */
  int golomb(int q) {
    return golomb(q, a[q]);
  }

  private int golomb(int q, int sum) {
    int k = 0;
    while ((long) n[q] << k < sum) {
      k++;
    }
    return k;
  }

  /** The error of the regular mode that was mapped to a number of 0 or more (§A.5.2). */
  int unmapped(int q, int k, int mapped) {
    boolean mirrored = k == 0 && parameters.near() == 0 && 2 * b[q] <= -n[q];
    int error = (mapped >>> 1) ^ -(mapped & 1);
    return mirrored ? ~error : error;
  }

  /** Counts an error of the regular mode (§A.6). */
  void update(int q, int error) {
    b[q] += error * step;
    a[q] += Math.abs(error);
    if (n[q] == parameters.reset()) {
      a[q] >>= 1;
      b[q] >>= 1;
      n[q] >>= 1;
    }
    n[q]++;
    if (b[q] <= -n[q]) {
      b[q] = Math.max(b[q] + n[q], 1 - n[q]);
      c[q] = Math.max(c[q] - 1, MIN_C);
    } else if (b[q] > 0) {
      b[q] = Math.min(b[q] - n[q], 0);
      c[q] = Math.min(c[q] + 1, MAX_C);
    }
  }

  /** k of a run interruption (§A.7.2). */
  int interruptionGolomb(int type) {
    int q = RUN_INTERRUPTION + type;
    return golomb(q, type == 0 ? a[q] : a[q] + (n[q] >> 1));
  }

  /** The error of a run interruption that was mapped; it is counted too (§A.7.2.1, §A.7.2.2). */
  int interruption(int type, int k, int mapped) {
    int q = RUN_INTERRUPTION + type;
    int doubled = mapped + type;
    int size = (doubled + 1) >> 1;
    boolean odd = (doubled & 1) == 1;
    boolean below = odd == (k != 0 || 2 * negative[type] >= n[q]);
    if (below && size != 0) {
      negative[type]++;
    }
    a[q] += (mapped + 1 - type) >> 1;
    if (n[q] == parameters.reset()) {
      a[q] >>= 1;
      n[q] >>= 1;
      negative[type] >>= 1;
    }
    n[q]++;
    return below ? -size : size;
  }
}
