/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngEncoderTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 40", "40, 1", "2, 2", "33, 17", "734, 896"})
  void anotherDecoderReadsTheSameGreys(int width, int height) throws IOException {
    byte[][] pictures = {
      new byte[width * height], noise(width * height), smooth(width, height), bands(width, height)
    };
    for (byte[] greys : pictures) {
      assertThat(decode(PngEncoder.encode(greys, width, height), width, height)).isEqualTo(greys);
    }
  }

  @Test
  void aSmoothPictureWithNoiseIsLessThanHalfItsGreys() {
    byte[] greys = smooth(734, 896);
    assertThat(PngEncoder.encode(greys, 734, 896).length).isLessThan(734 * 896 / 2);
  }

  @Test
  void noiseIsHardlyLongerThanItsGreys() {
    byte[] greys = noise(734 * 896);
    assertThat(PngEncoder.encode(greys, 734, 896).length).isLessThan(734 * 896 + 4096);
  }

  private static byte[] decode(byte[] png, int width, int height) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
    byte[] greys = new byte[width * height];
    image.getRaster().getDataElements(0, 0, width, height, greys);
    return greys;
  }

  private static byte[] noise(int count) {
    byte[] greys = new byte[count];
    new Random(1).nextBytes(greys);
    return greys;
  }

  private static byte[] smooth(int width, int height) {
    Random random = new Random(2);
    byte[] greys = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double grey = 128 + 60 * Math.sin(x / 50.0) * Math.cos(y / 70.0) + random.nextGaussian();
        greys[y * width + x] = (byte) grey;
      }
    }
    return greys;
  }

  /** Bands that want different filters. */
  private static byte[] bands(int width, int height) {
    byte[] greys = new byte[width * height];
    for (int i = 0; i < greys.length; i++) {
      int x = i % width;
      int y = i / width;
      greys[i] = (byte) (y % 60 < 20 ? x * 7 : y % 60 < 40 ? y * 31 : x % 2 * 255);
    }
    return greys;
  }
}
