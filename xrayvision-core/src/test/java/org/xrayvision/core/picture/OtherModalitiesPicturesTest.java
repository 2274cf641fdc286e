/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real mammography, ultrasound and secondary captures, where the corpus is named. */
class OtherModalitiesPicturesTest {
  private static final ImagePreparer PREPARER = ImagePreparer.withBuiltInCodecs();

  @ParameterizedTest
  @CsvSource({
    "mg_overlay_outofbounds_JPLL, 896, 536, 1",
    "rg_MG1_breast_J2KI, 589, 896, 1",
    "us_palette_rle, 800, 600, 1",
    "us_rgb_bigendian, 80, 60, 1",
    "sc_rgb_50, 100, 100, 1",
    "sc_rgb_rle_16bit_2frames, 100, 100, 2",
    "sc_ybr422_50, 100, 100, 1",
    "mr_overlay, 484, 300, 1",
    "emr_10frames_rle, 64, 64, 10"
  })
  void theFirstFrameBecomesAPictureAndTheFramesAreCounted(
      String name, int width, int height, int frames) throws IOException {
    String corpus = System.getenv("XRAYVISION_DICOM_CORPUS");
    assumeTrue(corpus != null, "the corpus is not here");
    PreparedPicture picture = PREPARER.prepare(Path.of(corpus, "real", name + ".dcm"));
    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    assertThat(picture.numberOfFrames()).isEqualTo(frames);
  }
}
