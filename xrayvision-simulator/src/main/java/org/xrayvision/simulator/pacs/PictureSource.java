/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Where the simulated X-rays' pixels come from: the phantoms of this jar, or a folder of the user's
 * own PNGs.
 */
final class PictureSource {
  private static final String PHANTOMS = "/org/xrayvision/simulator/phantoms/";
  static final int BITS = 12;

  private final @Nullable List<Path> own;
  private int next;

  /**
   * A source over a folder, or over the phantoms for null.
   *
   * @throws IOException if the folder holds no PNG
   */
  PictureSource(@Nullable Path folder) throws IOException {
    if (folder == null) {
      own = null;
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      own = files.filter(PictureSource::isPng).sorted().toList();
    }
    if (own.isEmpty()) {
      throw new IOException("no .png in " + folder);
    }
  }

  /** The pixels of a phantom, or of the user's next picture. */
  Pixels pixels(String phantom) throws IOException {
    if (own != null) {
      Path file = own.get(next++ % own.size());
      try (InputStream in = Files.newInputStream(file)) {
        return read(in, file.toString());
      }
    }
    try (InputStream in = PictureSource.class.getResourceAsStream(PHANTOMS + phantom + ".png")) {
      if (in == null) {
        throw new IOException("no phantom " + phantom);
      }
      return read(in, phantom);
    }
  }

  private static boolean isPng(Path path) {
    return path.getFileName().toString().toLowerCase(java.util.Locale.ROOT).endsWith(".png");
  }

  private static Pixels read(InputStream in, String what) throws IOException {
    BufferedImage read = ImageIO.read(in);
    if (read == null) {
      throw new IOException(what + " is no picture that can be read");
    }
    BufferedImage image = grey(read);
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int shift = image.getColorModel().getComponentSize(0) - BITS;
    byte[] bytes = new byte[image.getWidth() * image.getHeight() * 2];
    int at = 0;
    int[] row = new int[image.getWidth() * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, image.getWidth(), 1, row);
      for (int x = 0; x < image.getWidth(); x++) {
        int value = shift >= 0 ? row[x * bands] >> shift : row[x * bands] << -shift;
        bytes[at++] = (byte) value;
        bytes[at++] = (byte) (value >> 8);
      }
    }
    return new Pixels(image.getHeight(), image.getWidth(), bytes);
  }

  /** The picture itself where it is grey; colours and palettes become 8-bit grey. */
  private static BufferedImage grey(BufferedImage image) {
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      return image;
    }
    BufferedImage grey =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = grey.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return grey;
  }

  /** 12 bits in 16, little endian, row by row. */
  @SuppressWarnings("ArrayRecordComponent") // handed from here to one data set
  record Pixels(int rows, int columns, byte[] littleEndian) {}
}
