/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.util.Arrays;
import org.xrayvision.dicom.io.DicomException;

/**
 * Decodes the lines of one JPEG-LS scan (ITU-T T.87 annexes A and B). A line is an array with one
 * more sample on either side, so that each sample has all its neighbours:
 *
 * <pre>
 *   above   c  b  d
 *   line    a  x
 * </pre>
 *
 * <p>For one thread.
 */
final class JpegLsScan {
  /** J: the run length of a single bit is 2 to the power of it (§A.2.1). */
  private static final int[] J = {
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15
  };

  private final JpegLsBits bits;
  private final int columns;
  private final JpegLsContexts contexts;
  private final int maxval;
  private final int near;
  private final int step;
  private final int wrap;
  private final int limit;
  private final int bitsOfRange;
  private final int[] runIndex;
  private final int[] contextOf;

  JpegLsScan(JpegLsParameters parameters, JpegLsBits bits, int columns, int components) {
    this.bits = bits;
    this.columns = columns;
    this.contexts = new JpegLsContexts(parameters);
    this.maxval = parameters.maxval();
    this.near = parameters.near();
    this.step = parameters.step();
    this.wrap = parameters.range() * step;
    this.limit = parameters.limit();
    this.bitsOfRange = parameters.bitsOfRange();
    this.runIndex = new int[components];
    this.contextOf = new int[components];
  }

  /** Begins anew behind a restart marker; the caller clears its lines. */
  void restart() {
    contexts.reset();
    Arrays.fill(runIndex, 0);
  }

  /** Decodes a line of one component: the scan has one, or is interleaved by lines. */
  void line(int component, int[] above, int[] line) throws DicomException {
    edges(above, line);
    int x = 1;
    while (x <= columns) {
      int a = line[x - 1];
      int b = above[x];
      int c = above[x - 1];
      int q = contexts.of(above[x + 1] - b, b - c, c - a);
      if (q != 0) {
        line[x++] = regular(q, a, b, c);
        continue;
      }
      int end = x + runLength(component, columns + 1 - x);
      Arrays.fill(line, x, end, a);
      x = end;
      if (x <= columns) {
        int type = Math.abs(a - above[x]) <= near ? 1 : 0;
        line[x] = interrupted(type, component, a, above[x]);
        endRun(component);
        x++;
      }
    }
  }

  /** Decodes a line of all components, interleaved by samples: there is one run for all. */
  void pixels(int[][] above, int[][] line) throws DicomException {
    for (int i = 0; i < line.length; i++) {
      edges(above[i], line[i]);
    }
    int x = 1;
    while (x <= columns) {
      if (!inRun(above, line, x)) {
        for (int i = 0; i < line.length; i++) {
          line[i][x] = regular(contextOf[i], line[i][x - 1], above[i][x], above[i][x - 1]);
        }
        x++;
        continue;
      }
      int end = x + runLength(0, columns + 1 - x);
      for (int i = 0; i < line.length; i++) {
        Arrays.fill(line[i], x, end, line[i][x - 1]);
        if (end <= columns) {
          line[i][end] = interrupted(0, 0, line[i][end - 1], above[i][end]);
        }
      }
      if (end <= columns) {
        endRun(0);
        end++;
      }
      x = end;
    }
  }

  private boolean inRun(int[][] above, int[][] line, int x) {
    boolean flat = true;
    for (int i = 0; i < line.length; i++) {
      int b = above[i][x];
      int c = above[i][x - 1];
      contextOf[i] = contexts.of(above[i][x + 1] - b, b - c, c - line[i][x - 1]);
      flat &= contextOf[i] == 0;
    }
    return flat;
  }

  /** What stands for the neighbours outside the picture (§A.2.1). */
  private void edges(int[] above, int[] line) {
    line[0] = above[1];
    above[columns + 1] = above[columns];
  }

  private int regular(int context, int a, int b, int c) throws DicomException {
    int q = Math.abs(context);
    int correction = contexts.correction(q);
    int predicted = predict(a, b, c) + (context < 0 ? -correction : correction);
    predicted = Math.max(0, Math.min(predicted, maxval));
    int k = contexts.golomb(q);
    int error = contexts.unmapped(q, k, mapped(k, limit));
    contexts.update(q, error);
    return reconstructed(predicted, context < 0 ? -error : error);
  }

  /** The median edge detector (§A.4.1). */
  private static int predict(int a, int b, int c) {
    int least = Math.min(a, b);
    int most = Math.max(a, b);
    if (c >= most) {
      return least;
    }
    return c <= least ? most : a + b - c;
  }

  /** A limited-length Golomb code (§A.5.3). */
  private int mapped(int k, int longest) throws DicomException {
    int escape = longest - bitsOfRange - 1;
    int zeros = bits.zeros(escape);
    int mapped = zeros < escape ? (zeros << k) + bits.bits(k) : bits.bits(bitsOfRange) + 1;
    if (mapped > 1 << bitsOfRange) {
      throw new DicomException("the JPEG-LS stream has an error value out of range");
    }
    return mapped;
  }

  private int reconstructed(int predicted, int error) {
    int value = predicted + error * step;
    if (value < -near) {
      value += wrap;
    } else if (value > maxval + near) {
      value -= wrap;
    }
    return Math.max(0, Math.min(value, maxval));
  }

  /** How many samples repeat the one before (§A.7.1); fewer than are left if another follows. */
  private int runLength(int component, int left) throws DicomException {
    int length = 0;
    while (length < left) {
      int exponent = J[runIndex[component]];
      if (bits.bit() == 0) {
        length += bits.bits(exponent);
        if (length >= left) {
          throw new DicomException("the JPEG-LS stream has a run beyond the end of its line");
        }
        return length;
      }
      length += 1 << exponent;
      if (length <= left) {
        runIndex[component] = Math.min(runIndex[component] + 1, J.length - 1);
      }
    }
    return left;
  }

  /** The sample that ends a run (§A.7.2). */
  private int interrupted(int type, int component, int a, int b) throws DicomException {
    int k = contexts.interruptionGolomb(type);
    int mapped = mapped(k, limit - J[runIndex[component]] - 1);
    int error = contexts.interruption(type, k, mapped);
    return type == 0 ? reconstructed(b, a > b ? -error : error) : reconstructed(a, error);
  }

  private void endRun(int component) {
    runIndex[component] = Math.max(runIndex[component] - 1, 0);
  }
}
