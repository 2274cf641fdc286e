/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PhantomsTest {
  private final Phantoms phantoms;

  PhantomsTest() throws IOException {
    phantoms = new Phantoms();
  }

  @ParameterizedTest
  @CsvSource({
    "chest_pa_normal, normal",
    "chest_pa_normal_2, normal",
    "chest_lat, normal",
    "chest_pa_consolidation, pneumonia",
    "chest_pa_effusion, pleural effusion",
    "chest_pa_pneumothorax, pneumothorax",
    "chest_pa_cardiomegaly, cardiomegaly",
    "wrist_pa_fracture, fracture",
    "wrist_pa_normal, normal",
    "abdomen_levels, bowel obstruction",
    "abdomen_normal, normal",
    "knee_ap, normal"
  })
  void aPhantomIsKnownAgainInOtherContrast(String name, String summary) throws IOException {
    BufferedImage image = ImageIO.read(Path.of("../testdata/phantoms", name + ".png").toFile());

    assertThat(phantoms.reportOn(brighter(image)))
        .hasValueSatisfying(report -> assertThat(report.summary()).isEqualTo(summary));
  }

  @Test
  void anotherPictureIsNone() throws IOException {
    BufferedImage stripes = new BufferedImage(300, 300, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < 300; y++) {
        stripes.getRaster().setSample(x, y, 0, (x / 40 % 2) * 200);
      }
    }

    assertThat(phantoms.reportOn(png(stripes))).isEmpty();
    assertThat(phantoms.reportOn(Files.readAllBytes(Path.of("pom.xml")))).isEmpty();
  }

  /** About what the engine's contrast stretch and gamma do. */
  private static byte[] brighter(BufferedImage image) throws IOException {
    BufferedImage result =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    double top = Math.pow(2, image.getColorModel().getComponentSize(0)) - 1;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double value = image.getRaster().getSample(x, y, 0) / top;
        result.getRaster().setSample(x, y, 0, (int) (255 * Math.pow(value, 0.9)));
      }
    }
    return png(result);
  }

  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
