/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

/**
 * A part of a sender's pictures where names or numbers are burned into the pixels, in percent of
 * the picture's width and height. Immutable.
 *
 * @param left of the left edge, 0 to 100
 * @param top of the upper edge, 0 to 100
 * @param width above 0
 * @param height above 0
 */
public record BurnedInRegion(double left, double top, double width, double height) {
  /** Checks that it lies within the picture. */
  public BurnedInRegion {
    boolean inside = left >= 0 && top >= 0 && left + width <= 100 && top + height <= 100;
    if (!inside || !(width > 0) || !(height > 0)) {
      throw new IllegalArgumentException(
          "left top width height in percent, within the picture, not "
              + (left + " " + top + " " + width + " " + height));
    }
  }
}
