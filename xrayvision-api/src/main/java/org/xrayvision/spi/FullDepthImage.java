/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Objects;

/**
 * The first frame at full depth: stored values, masked and sign-extended (PS3.3 §C.7.6.3), row by
 * row, with no table and no window applied. Immutable as long as nobody writes to the array, which
 * nobody may.
 *
 * @param columns width
 * @param rows height
 * @param bitsStored bits of a value, 1 to 16
 * @param inverted whether the lowest value is white (MONOCHROME1)
 * @param values rows times columns
 */
@SuppressWarnings("ArrayRecordComponent") // large, and compared by nobody
public record FullDepthImage(
    int columns, int rows, int bitsStored, boolean inverted, int[] values) {
  /** Checks the sizes. */
  public FullDepthImage {
    Objects.requireNonNull(values, "values");
    if (columns < 1 || rows < 1 || (long) columns * rows != values.length) {
      throw new IllegalArgumentException(
          columns + " x " + rows + " pixels do not fit " + values.length + " values");
    }
  }
}
