/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.ArrayList;
import java.util.List;
import org.xrayvision.dicom.image.ImagePixel;

/**
 * A grey picture that the embedding program has decoded already. Immutable and safe for threads;
 * the pixels are copied. What {@code ingest} makes of it is a DICOM object like any other.
 */
public final class DecodedPicture {
  private static final int MAX_SIDE = 0xFFFF;

  private final byte[] pixels;
  private final int columns;
  private final int rows;
  private final int bitsAllocated;
  private final int bitsStored;
  private final boolean monochrome1;

  private DecodedPicture(
      byte[] pixels,
      int columns,
      int rows,
      int bitsAllocated,
      int bitsStored,
      boolean monochrome1) {
    this.pixels = pixels;
    this.columns = columns;
    this.rows = rows;
    this.bitsAllocated = bitsAllocated;
    this.bitsStored = bitsStored;
    this.monochrome1 = monochrome1;
  }

  /**
   * A picture of 8 bits; 0 is black.
   *
   * @param pixels row by row from the top left, each 0 to 255
   * @throws IllegalArgumentException if the numbers do not fit together, all errors listed
   */
  public static DecodedPicture of8Bit(byte[] pixels, int columns, int rows) {
    check(sizeErrors(pixels.length, columns, rows));
    return new DecodedPicture(pixels.clone(), columns, rows, 8, 8, false);
  }

  /**
   * A picture of up to 16 bits; 0 is black.
   *
   * @param pixels row by row from the top left, each 0 to 2^bitsStored - 1, unsigned
   * @param bitsStored how many bits of each pixel are used, 1 to 16
   * @throws IllegalArgumentException if the numbers do not fit together, all errors listed
   */
  public static DecodedPicture of16Bit(short[] pixels, int columns, int rows, int bitsStored) {
    List<String> errors = sizeErrors(pixels.length, columns, rows);
    if (bitsStored < 1 || bitsStored > 16) {
      errors.add("bitsStored must be 1 to 16, not " + bitsStored);
    } else if (anyAbove(pixels, bitsStored)) {
      errors.add("a pixel is above " + ((1 << bitsStored) - 1) + ", the most for bitsStored");
    }
    check(errors);
    byte[] bytes = new byte[pixels.length * 2];
    for (int i = 0; i < pixels.length; i++) {
      bytes[2 * i] = (byte) pixels[i];
      bytes[2 * i + 1] = (byte) (pixels[i] >> 8);
    }
    return new DecodedPicture(bytes, columns, rows, 16, bitsStored, false);
  }

  /** The same pixels, where 0 is white (MONOCHROME1). */
  public DecodedPicture asMonochrome1() {
    return new DecodedPicture(pixels, columns, rows, bitsAllocated, bitsStored, true);
  }

  private static List<String> sizeErrors(int pixels, int columns, int rows) {
    List<String> errors = new ArrayList<>();
    side(errors, "columns", columns);
    side(errors, "rows", rows);
    if (errors.isEmpty() && (long) columns * rows > ImagePixel.MAX_PIXELS) {
      errors.add("columns x rows is more than the limit of " + ImagePixel.MAX_PIXELS + " pixels");
    }
    if ((long) columns * rows != pixels) {
      errors.add("there are " + pixels + " pixels, not columns x rows");
    }
    return errors;
  }

  private static void side(List<String> errors, String what, int value) {
    if (value < 1 || value > MAX_SIDE) {
      errors.add(what + " must be 1 to " + MAX_SIDE + ", not " + value);
    }
  }

  private static boolean anyAbove(short[] pixels, int bitsStored) {
    for (short pixel : pixels) {
      if ((pixel & 0xFFFF) >>> bitsStored != 0) {
        return true;
      }
    }
    return false;
  }

  private static void check(List<String> errors) {
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          "the picture cannot be used: " + String.join("; ", errors));
    }
  }

  /** How many pixels a row has. */
  public int columns() {
    return columns;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** 8 or 16. */
  public int bitsAllocated() {
    return bitsAllocated;
  }

  /** How many bits of each pixel are used. */
  public int bitsStored() {
    return bitsStored;
  }

  /** Whether 0 is white. */
  public boolean monochrome1() {
    return monochrome1;
  }

  /** Least significant byte first; not copied, so not to be changed. */
  byte[] bytes() {
    return pixels;
  }
}
