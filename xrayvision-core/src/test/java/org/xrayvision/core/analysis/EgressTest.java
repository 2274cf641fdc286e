/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.spi.FullDepthImage;
import org.xrayvision.spi.Picture;

class EgressTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 100;

  /** White, with its pixels at full depth. */
  private static Picture white() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.getRaster().setSample(x, y, 0, 255);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return Picture.of(png.toByteArray(), WIDTH, HEIGHT, "frontal")
        .withPixels(() -> new FullDepthImage(1, 1, 8, false, new int[1]));
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  @Test
  void modelOutsideSeesTheRegionsBlackAndTheRestAsItIs() throws IOException {
    Egress egress =
        new Egress(
            "CR1",
            List.of(new BurnedInRegion(0, 0, 100, 10), new BurnedInRegion(75, 80, 25, 20)),
            false);
    assertThat(egress.whyNot(Reach.EXTERNAL)).isEmpty();
    Picture sent = egress.picture(white(), Reach.EXTERNAL);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(sent.png()));
    for (int x = 0; x < WIDTH; x++) {
      for (int y = 0; y < HEIGHT; y++) {
        boolean header = y < 11;
        boolean corner = x >= 149 && y >= 79;
        assertThat(grey(image, x, y)).as("%d, %d", x, y).isEqualTo(header || corner ? 0 : 255);
      }
    }
    assertThat(sent.pixels()).as("full depth has what is burned in").isEmpty();
  }

  @Test
  void modelInsideSeesThePictureAsItIs() throws IOException {
    Picture picture = white();
    Egress egress = new Egress("CR1", List.of(new BurnedInRegion(0, 0, 100, 10)), false);
    assertThat(egress.picture(picture, Reach.LOCAL)).isSameAs(picture);
    assertThat(new Egress(null, null, false).whyNot(Reach.LOCAL)).isEmpty();
  }

  @Test
  void pictureOfASenderOfWhichNobodyHasSaidStaysInside() throws IOException {
    Egress egress = new Egress("CR1", null, false);
    assertThat(egress.whyNot(Reach.EXTERNAL)).get().asString().contains("[source:CR1]");
    Picture picture = white();
    assertThatIllegalStateException().isThrownBy(() -> egress.picture(picture, Reach.EXTERNAL));
  }

  @Test
  void senderThatBurnsNothingInIsSentAsItIsWithoutFullDepth() throws IOException {
    Picture picture = white();
    Picture sent = new Egress("CR1", List.of(), false).picture(picture, Reach.EXTERNAL);
    assertThat(sent.png()).isEqualTo(picture.png());
    assertThat(sent.pixels()).isEmpty();
  }

  @Test
  void anObjectThatSaysThatTextIsBurnedInIsNotSentUnblanked() throws IOException {
    Egress egress = new Egress("US1", List.of(), true);
    assertThat(egress.whyNot(Reach.EXTERNAL)).get().asString().contains("[source:US1]");
    assertThat(egress.whyNot(Reach.LOCAL)).isEmpty();
    Picture picture = white();
    assertThatIllegalStateException().isThrownBy(() -> egress.picture(picture, Reach.EXTERNAL));
    Egress blanked = new Egress("US1", List.of(new BurnedInRegion(0, 0, 100, 10)), true);
    assertThat(blanked.whyNot(Reach.EXTERNAL)).isEmpty();
  }

  @Test
  void regionsLieWithinThePicture() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BurnedInRegion(50, 0, 51, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new BurnedInRegion(0, 0, 0, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new BurnedInRegion(0, 0, Double.NaN, 10));
  }
}
