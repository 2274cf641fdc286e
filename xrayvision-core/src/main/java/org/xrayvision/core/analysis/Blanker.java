/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.spi.Picture;

/** Paints over what is burned into a picture. Stateless. */
final class Blanker {
  private Blanker() {}

  /**
   * The same picture with the regions black, every pixel that they touch, and without its pixels at
   * full depth.
   *
   * @throws IOException if the picture is no PNG
   */
  static Picture blank(Picture picture, List<BurnedInRegion> regions) throws IOException {
    if (regions.isEmpty()) {
      return Picture.of(picture.png(), picture.width(), picture.height(), picture.projection());
    }
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
    if (image == null) {
      throw new IOException("the picture is no PNG");
    }
    WritableRaster raster = image.getRaster();
    for (BurnedInRegion region : regions) {
      blank(raster, region);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream(picture.png().length);
    ImageIO.write(image, "png", png);
    return Picture.of(png.toByteArray(), picture.width(), picture.height(), picture.projection());
  }

  private static void blank(WritableRaster raster, BurnedInRegion region) {
    int left = low(region.left(), raster.getWidth());
    int top = low(region.top(), raster.getHeight());
    int right = high(region.left() + region.width(), raster.getWidth());
    int bottom = high(region.top() + region.height(), raster.getHeight());
    int[] black = new int[(right - left) * raster.getNumBands()];
    for (int y = top; y < bottom; y++) {
      raster.setPixels(left, y, right - left, 1, black);
    }
  }

  /** A pixel more on each side: the picture was scaled, and letters bleed into their neighbours. */
  private static int low(double percent, int size) {
    return Math.max(0, (int) Math.floor(percent * size / 100) - 1);
  }

  private static int high(double percent, int size) {
    return Math.min(size, (int) Math.ceil(percent * size / 100) + 1);
  }
}
