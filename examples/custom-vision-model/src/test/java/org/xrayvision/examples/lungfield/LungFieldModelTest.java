/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.examples.lungfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.SettingsException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;
import org.xrayvision.testkit.LentContext;

class LungFieldModelTest {
  private final LungFieldModelFactory factory = new LungFieldModelFactory();
  @TempDir private Path scratch;

  private VisionModel model(Map<String, String> settings) {
    return factory.create(Settings.of(factory.settings(), settings), new LentContext(scratch));
  }

  private static VisionRequest request(String phantom, String region) throws Exception {
    byte[] png = Files.readAllBytes(Path.of("../../testdata/phantoms", phantom + ".png"));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return VisionRequest.builder()
        .pictures(List.of(Picture.of(png, image.getWidth(), image.getHeight(), "frontal")))
        .prompt(new Prompt("", "", "test"))
        .region(region)
        .deadline(Deadline.in(Duration.ofMinutes(1)))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "chest_pa_normal, false, false",
    "chest_pa_normal_2, false, false",
    "chest_pa_pneumothorax, false, false",
    "chest_pa_effusion, true, false",
    "chest_pa_consolidation, true, true",
    "chest_pa_cardiomegaly, true, true"
  })
  void tellsLowerZonesApart(String phantom, boolean opaque, boolean dense) throws Exception {
    VisionAnswer answer = model(Map.of()).read(request(phantom, "chest"));
    assertThat(answer.findings())
        .extracting(finding -> finding.probability() >= 0.5)
        .containsExactly(opaque, dense);
    assertThat(answer.severity() >= 5)
        .as("severity %s", answer.severity())
        .isEqualTo(opaque || dense);
  }

  @Test
  void takesItsThresholdsFromTheSettings() throws Exception {
    VisionAnswer answer =
        model(Map.of("asymmetry", "0.9", "flatness", "0"))
            .read(request("chest_pa_consolidation", "chest"));
    assertThat(answer.severity()).isZero();
  }

  @Test
  void willNeverReadAHand() {
    assertThatThrownBy(() -> model(Map.of()).read(request("hand_pa_normal", "hand")))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("hand");
  }

  @Test
  void refusesSettingsThatItDoesNotUnderstand() {
    assertThatThrownBy(() -> model(Map.of("asymmetri", "0.1", "flatness", "much")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown setting asymmetri")
        .hasMessageContaining("setting flatness must be a decimal");
    assertThatThrownBy(() -> model(Map.of("flatness", "2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("flatness must be 0 to 1");
  }
}
