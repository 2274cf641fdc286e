/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.GrayscaleTransform;

/**
 * A frame in greys of full depth, shrunk by area averaging. The frame is read once, row by row;
 * there is never a full-size picture besides the frame itself. The arrays are not copied: a picture
 * lives for one call of the preparer.
 */
final class AveragedPicture {
  private final int width;
  private final int height;
  private final float[] greys;
  private final boolean @Nullable [] padding;

  AveragedPicture(int width, int height, float[] greys, boolean @Nullable [] padding) {
    this.width = width;
    this.height = height;
    this.greys = greys;
    this.padding = padding;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Row by row, 0 to {@link GrayscaleTransform#WHITE}. */
  float[] greys() {
    return greys;
  }

  /** Where not null: which pixels have padding in them and say nothing of the contrast. */
  boolean @Nullable [] padding() {
    return padding;
  }

  /**
   * Renders and shrinks a frame so that no side is longer than {@code maxSide}; a smaller one keeps
   * its size.
   *
   * @param rows sees the stored values of every row once, in order
   */
  static AveragedPicture of(
      Frame frame, GrayscaleTransform transform, int maxSide, Consumer<short[]> rows) {
    int longer = Math.max(frame.rows(), frame.columns());
    int width = side(frame.columns(), longer, maxSide);
    int height = side(frame.rows(), longer, maxSide);
    return new Reduction(frame, transform, width, height, rows).run();
  }

  private static int side(int side, int longer, int maxSide) {
    return longer <= maxSide
        ? side
        : Math.max(1, (int) Math.round((double) side * maxSide / longer));
  }

  /** The one pass over a frame. For one thread, once. */
  private static final class Reduction {
    private final Frame frame;
    private final GrayscaleTransform transform;
    private final Consumer<short[]> rows;
    private final int width;
    private final int height;
    private final AreaWeights across;
    private final AreaWeights down;
    private final short[] stored;
    private final float[] greys;
    private final float[] sums;
    private final float[] result;
    private final boolean @Nullable [] padding;
    private int rowsRead;

    Reduction(
        Frame frame, GrayscaleTransform transform, int width, int height, Consumer<short[]> rows) {
      this.frame = frame;
      this.transform = transform;
      this.rows = rows;
      this.width = width;
      this.height = height;
      this.across = new AreaWeights(frame.columns(), width);
      this.down = new AreaWeights(frame.rows(), height);
      this.stored = new short[frame.columns()];
      this.greys = new float[across.rowLength()];
      this.sums = new float[across.rowLength()];
      this.result = new float[width * height];
      this.padding = transform.hasPadding() ? new boolean[width * height] : null;
    }

    AveragedPicture run() {
      for (int y = 0; y < height; y++) {
        for (int n = 0; n < down.count(y); n++) {
          // A row that two target rows share is the last one read, and not read again.
          if (down.start(y) + n == rowsRead) {
            readRow();
          }
          accumulate(greys, sums, down.weight(y, n), n == 0);
          if (padding != null) {
            markPadding(padding, y * width);
          }
        }
        across.average(sums, result, y * width);
      }
      return new AveragedPicture(width, height, result, padding);
    }

    private void readRow() {
      frame.readRow(rowsRead++, stored);
      rows.accept(stored);
      transform.apply(stored, greys, stored.length);
    }

    private static void accumulate(float[] greys, float[] sums, float weight, boolean first) {
      if (first) {
        for (int x = 0; x < sums.length; x++) {
          sums[x] = greys[x] * weight;
        }
      } else {
        for (int x = 0; x < sums.length; x++) {
          sums[x] += greys[x] * weight;
        }
      }
    }

    private void markPadding(boolean[] marks, int offset) {
      for (int x = 0; x < width; x++) {
        int start = across.start(x);
        for (int i = start; i < start + across.count(x); i++) {
          marks[offset + x] |= transform.isPadding(stored[i]);
        }
      }
    }
  }
}
