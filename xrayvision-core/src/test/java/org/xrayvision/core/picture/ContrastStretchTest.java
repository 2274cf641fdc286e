/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastStretchTest {
  @ParameterizedTest
  @ValueSource(floats = {0, 1, 30000.004f, 65535})
  void constantPicturesAreBlack(float grey) {
    float[] greys = new float[1000];
    Arrays.fill(greys, grey);
    // What the rounding of sums leaves of a constant picture must not be stretched to noise.
    greys[7] = Math.nextUp(grey);

    assertThat(stretch(greys, null)).containsOnly((byte) 0);
  }

  @Test
  void onePixelIsAPicture() {
    assertThat(stretch(new float[] {500}, null)).containsExactly(0);
  }

  @Test
  void greysFollowTheFormulaInDoublePrecision() {
    Random random = new Random(3);
    float[] greys = new float[20_000];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = (float) (20_000 + 3000 * random.nextGaussian());
    }
    assertCloseToFormula(greys, null);
  }

  @Test
  void aFewOutliersDoNotCostTheOthersTheirGreys() {
    Random random = new Random(4);
    float[] greys = new float[20_000];
    for (int i = 0; i < greys.length; i++) {
      greys[i] = i % 250 == 0 ? 65535 : 100 + 4 * random.nextFloat();
    }
    assertCloseToFormula(greys, null);
  }

  @Test
  void paddingCountsInNoPercentile() {
    Random random = new Random(5);
    float[] greys = new float[10_000];
    boolean[] padding = new boolean[greys.length];
    for (int i = 0; i < greys.length; i++) {
      padding[i] = i % 3 == 0;
      greys[i] = padding[i] ? 60_000 : 1000 + 500 * random.nextFloat();
    }
    byte[] with = stretch(greys, padding);

    assertCloseToFormula(greys, padding);
    assertThat(with).isNotEqualTo(stretch(greys, null));
    assertThat(with[0]).isEqualTo((byte) 255);
  }

  @Test
  void paddingEverywhereIsTreatedAsNone() {
    float[] greys = {1, 2, 3, 400, 500};
    boolean[] padding = {true, true, true, true, true};

    assertThat(stretch(greys, padding)).isEqualTo(stretch(greys, null));
  }

  @Test
  void whereNearlyAllPixelsAreEqualTheOthersStillShow() {
    float[] greys = new float[10_000];
    Arrays.fill(greys, 1000);
    greys[5] = 2000;

    byte[] result = stretch(greys, null);

    assertThat(result[5]).isEqualTo((byte) 255);
    assertThat(result[6]).isEqualTo((byte) 0);
  }

  @Test
  void gammaBringsTheMeanToTheMiddleWithinBounds() {
    assertThat(ContrastStretch.gamma(0.5)).isCloseTo(1, within(1e-9));
    assertThat(Math.pow(0.4, ContrastStretch.gamma(0.4))).isCloseTo(0.5, within(1e-9));
    assertThat(Math.pow(0.6, ContrastStretch.gamma(0.6))).isCloseTo(0.5, within(1e-9));
    assertThat(ContrastStretch.gamma(0.01)).isEqualTo(0.5);
    assertThat(ContrastStretch.gamma(0.99)).isEqualTo(2);
    assertThat(ContrastStretch.gamma(0)).isEqualTo(1);
    assertThat(ContrastStretch.gamma(1)).isEqualTo(1);
  }

  private static void assertCloseToFormula(float[] greys, boolean @Nullable [] padding) {
    byte[] result = stretch(greys, padding);
    double[] counted = new double[greys.length];
    int count = 0;
    for (int i = 0; i < greys.length; i++) {
      if (padding == null || !padding[i]) {
        counted[count++] = greys[i];
      }
    }
    counted = Arrays.copyOf(counted, count);
    Arrays.sort(counted);
    double low = percentile(counted, 0.01);
    double high = percentile(counted, 0.99);
    double[] stretched = new double[greys.length];
    for (int i = 0; i < greys.length; i++) {
      stretched[i] = Math.max(0, Math.min(1, (greys[i] - low) / (high - low)));
    }
    double mean = Arrays.stream(stretched).average().orElseThrow();
    double gamma = Math.max(0.5, Math.min(2, Math.log(0.5) / Math.log(mean)));
    for (int i = 0; i < greys.length; i++) {
      assertThat((double) (result[i] & 0xFF))
          .as("grey %s", greys[i])
          .isCloseTo(255 * Math.pow(stretched[i], gamma), within(1.6));
    }
  }

  private static double percentile(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  private static byte[] stretch(float[] greys, boolean @Nullable [] padding) {
    return ContrastStretch.apply(new AveragedPicture(greys.length, 1, greys, padding));
  }
}
