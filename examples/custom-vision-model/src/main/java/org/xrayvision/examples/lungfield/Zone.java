/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.lungfield;

import java.awt.image.Raster;
import org.xrayvision.spi.Finding;

/**
 * Brightness of a part of the picture, 0 to 1. Immutable.
 *
 * @param location where it is
 */
record Zone(double mean, double deviation, Finding.Location location) {
  private static final double TOP = 0.5;
  private static final double BOTTOM = 0.8;
  private static final double WHITE = 255;

  /** The lower lung zone between two sides, as parts of the width. */
  static Zone of(Raster pixels, double from, double to) {
    int x = (int) (from * pixels.getWidth());
    int y = (int) (TOP * pixels.getHeight());
    int width = Math.max(1, (int) (to * pixels.getWidth()) - x);
    int height = Math.max(1, (int) (BOTTOM * pixels.getHeight()) - y);
    double sum = 0;
    double squares = 0;
    for (int sample : pixels.getSamples(x, y, width, height, 0, (int[]) null)) {
      double value = sample / WHITE;
      sum += value;
      squares += value * value;
    }
    double count = (double) width * height;
    double mean = sum / count;
    double variance = Math.max(0, squares / count - mean * mean);
    return new Zone(mean, Math.sqrt(variance), new Finding.Location(0, x, y, width, height));
  }
}
