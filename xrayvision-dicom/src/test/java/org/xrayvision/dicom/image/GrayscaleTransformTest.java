/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DicomException;

class GrayscaleTransformTest {
  private static final double WHITE = GrayscaleTransform.WHITE;

  @Test
  void withoutAnythingGreysFollowTheStoredValues() throws DicomException {
    assertGreys(chest(), stored -> stored / 4095.0);
  }

  @Test
  void signedValuesKeepTheirOrder() throws DicomException {
    assertGreys(chest().setInts(Tag.PixelRepresentation, 1), stored -> (stored + 2048) / 4095.0);
  }

  @Test
  void windowAppliesToRescaledValues() throws DicomException {
    DataSet.Builder dataSet =
        chest()
            .setInts(Tag.PixelRepresentation, 1)
            .set(Tag.RescaleSlope, "1")
            .set(Tag.RescaleIntercept, "2048")
            .set(Tag.WindowCenter, "1000", "5")
            .set(Tag.WindowWidth, "501", "6");

    assertGreys(dataSet, stored -> clamp((stored + 2048 - 999.5) / 500 + 0.5));
  }

  @Test
  void negativeSlopeTurnsThePictureRound() throws DicomException {
    assertGreys(
        chest().set(Tag.RescaleSlope, "-0.5").set(Tag.RescaleIntercept, "100"),
        stored -> 1 - stored / 4095.0);
  }

  @Test
  void slopeOfZeroMeansNoRescale() throws DicomException {
    assertGreys(chest().set(Tag.RescaleSlope, "0"), stored -> stored / 4095.0);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.5", "-300", "NaN", "''"})
  void windowsNarrowerThanOneAreIgnored(String width) throws DicomException {
    assertGreys(
        chest().set(Tag.WindowCenter, "1000").set(Tag.WindowWidth, width),
        stored -> stored / 4095.0);
  }

  @Test
  void windowOfWidthOneIsAThreshold() throws DicomException {
    assertGreys(
        chest().set(Tag.WindowCenter, "1000").set(Tag.WindowWidth, "1"),
        stored -> stored > 999.5 ? 1 : 0);
  }

  @Test
  void exactWindowHasNoHalfPixels() throws DicomException {
    assertGreys(
        chest()
            .set(Tag.WindowCenter, "2048")
            .set(Tag.WindowWidth, "1024")
            .set(Tag.VOILUTFunction, "LINEAR_EXACT"),
        stored -> clamp((stored - 2048) / 1024.0 + 0.5));
  }

  @Test
  void sigmoidWindowIsSmooth() throws DicomException {
    double low = 1 / (1 + Math.exp(-4 * (0 - 2048) / 1024.0));
    double high = 1 / (1 + Math.exp(-4 * (4095 - 2048) / 1024.0));
    assertGreys(
        chest()
            .set(Tag.WindowCenter, "2048")
            .set(Tag.WindowWidth, "1024")
            .set(Tag.VOILUTFunction, "SIGMOID"),
        stored -> (1 / (1 + Math.exp(-4 * (stored - 2048) / 1024.0)) - low) / (high - low));
  }

  @ParameterizedTest
  @CsvSource({
    "MONOCHROME1, , true",
    "MONOCHROME1, INVERSE, true",
    "MONOCHROME1, IDENTITY, true",
    "MONOCHROME2, INVERSE, true",
    "MONOCHROME2, IDENTITY, false",
    "MONOCHROME2, , false",
  })
  void polarityIsTurnedOnce(String photometric, String shape, boolean inverted)
      throws DicomException {
    DataSet.Builder dataSet = chest().set(Tag.PhotometricInterpretation, photometric);
    if (shape != null) {
      dataSet.set(Tag.PresentationLUTShape, shape);
    }
    assertGreys(dataSet, stored -> inverted ? 1 - stored / 4095.0 : stored / 4095.0);
  }

  @Test
  void modalityTableWinsOverRescaleAndComesBeforeTheWindow() throws DicomException {
    DataSet.Builder dataSet =
        chest()
            .set(Tag.RescaleSlope, "-7")
            .setItems(Tag.ModalityLUTSequence, table(3, 100, 16, 1000, 500, 2000))
            .set(Tag.WindowCenter, "1250.5")
            .set(Tag.WindowWidth, "1501");

    double[] first = {500 / 1500.0, 0, 1};
    assertGreys(dataSet, stored -> first[(int) Math.max(0, Math.min(2, stored - 100))]);
  }

  @Test
  void voiTableWinsOverWindow() throws DicomException {
    DataSet.Builder dataSet =
        chest()
            .set(Tag.WindowCenter, "10")
            .set(Tag.WindowWidth, "10")
            .setItems(Tag.VOILUTSequence, table(4, 2000, 8, 0, 10, 60, 255));

    double[] entries = {0, 10 / 255.0, 60 / 255.0, 1};
    assertGreys(dataSet, stored -> entries[(int) Math.max(0, Math.min(3, stored - 2000))]);
  }

  @Test
  void voiTableOfSignedInputBeginsBelowZero() throws DicomException {
    DataSet.Builder dataSet =
        chest()
            .set(Tag.RescaleIntercept, "-1024")
            .setItems(Tag.VOILUTSequence, table(3, 0xFFFF, 16, 5, 10, 25));

    double[] entries = {0, 0.25, 1};
    assertGreys(dataSet, stored -> entries[(int) Math.max(0, Math.min(2, stored - 1024 + 1))]);
  }

  @Test
  void tableOfZeroEntriesHas65536() throws DicomException {
    int[] entries = new int[65536];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = Math.min(4095, i) * 3;
    }
    assertGreys(
        chest().setItems(Tag.VOILUTSequence, table(0, 0, 16, entries)), stored -> stored / 4095.0);
  }

  @Test
  void shortTableIsUsedAsFarAsItGoes() throws DicomException {
    assertGreys(
        chest().setItems(Tag.VOILUTSequence, table(65535, 0, 16, 0, 1, 2)),
        stored -> Math.min(2, stored) / 2);
  }

  @Test
  void eightBitEntriesMayBePackedInBytes() throws DicomException {
    DataSet packed =
        DataSet.builder()
            .setInts(Tag.LUTDescriptor, VR.US, 4, 0, 8)
            .setBytes(Tag.LUTData, VR.OW, new byte[] {0, 51, 102, -1})
            .build();
    double[] entries = {0, 0.2, 0.4, 1};
    assertGreys(
        chest().setItems(Tag.VOILUTSequence, packed), stored -> entries[(int) Math.min(3, stored)]);
  }

  @Test
  void brokenTablesAreNamed() {
    assertThatThrownBy(() -> of(chest().setItems(Tag.VOILUTSequence, table(4, 0, 16))))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("(0028,3006)");
    assertThatThrownBy(() -> of(chest().setItems(Tag.VOILUTSequence, table(4, 0, 17, 1, 2))))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("(0028,3002)");
    assertThatThrownBy(
            () -> of(chest().setItems(Tag.ModalityLUTSequence, DataSet.builder().build())))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("(0028,3002)");
  }

  @Test
  void rescaleBeyondAllNumbersIsRefused() {
    assertThatThrownBy(() -> of(chest().set(Tag.RescaleSlope, "1e308")))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("RescaleSlope");
  }

  @Test
  void paletteBecomesLuminance() throws DicomException {
    DataSet.Builder dataSet =
        chest()
            .set(Tag.PhotometricInterpretation, "PALETTE COLOR")
            .setInts(Tag.BitsAllocated, 8)
            .setInts(Tag.BitsStored, 2)
            .setInts(Tag.HighBit, 1);
    int[][] palette = {{0, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}};
    for (int i = 0; i < 3; i++) {
      dataSet.setInts(0x00281101 + i, VR.US, 4, 0, 8);
      dataSet.setBytes(0x00281201 + i, VR.OW, words(palette[i]));
    }
    double[] greys = {0, 0.587, 0.114, 1};
    assertGreys(dataSet, stored -> greys[(int) stored]);
  }

  @Test
  void paddingIsAValueOrARange() throws DicomException {
    assertThat(of(chest()).hasPadding()).isFalse();

    GrayscaleTransform one = of(chest().setInts(Tag.PixelPaddingValue, VR.US, 4095));
    assertThat(one.hasPadding()).isTrue();
    assertThat(one.isPadding((short) 4095)).isTrue();
    assertThat(one.isPadding((short) 4094)).isFalse();

    GrayscaleTransform range =
        of(
            chest()
                .setInts(Tag.PixelRepresentation, 1)
                .setInts(Tag.PixelPaddingValue, VR.US, 0xF830) // -2000
                .setInts(Tag.PixelPaddingRangeLimit, VR.US, 0xF82F));
    assertThat(range.isPadding((short) -2000)).isTrue();
    assertThat(range.isPadding((short) -2001)).isTrue();
    assertThat(range.isPadding((short) -1999)).isFalse();
    assertThat(range.isPadding((short) 0)).isFalse();
  }

  private static DataSet.Builder chest() {
    return ImagePixelTest.chest();
  }

  private static GrayscaleTransform of(DataSet.Builder builder) throws DicomException {
    DataSet dataSet = builder.build();
    return GrayscaleTransform.of(dataSet, ImagePixel.of(dataSet));
  }

  private static DataSet table(int count, int first, int bits, int... entries) {
    return DataSet.builder()
        .setInts(Tag.LUTDescriptor, VR.US, count, first, bits)
        .setBytes(Tag.LUTData, VR.OW, words(entries))
        .build();
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putShort((short) word);
    }
    return bytes.array();
  }

  private static double clamp(double y) {
    return Math.max(0, Math.min(1, y));
  }

  /** Compares the grey of every stored value with an expected one from 0 to 1. */
  private static void assertGreys(DataSet.Builder builder, DoubleUnaryOperator expected)
      throws DicomException {
    DataSet dataSet = builder.build();
    ImagePixel pixel = ImagePixel.of(dataSet);
    GrayscaleTransform transform = GrayscaleTransform.of(dataSet, pixel);
    int low = pixel.signed() ? -(1 << (pixel.bitsStored() - 1)) : 0;
    short[] stored = new short[1 << pixel.bitsStored()];
    float[] greys = new float[stored.length];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (short) (low + i);
    }
    transform.apply(stored, greys, stored.length);
    for (int i = 0; i < stored.length; i++) {
      assertThat((double) greys[i])
          .as("grey of %d", low + i)
          .isCloseTo(expected.applyAsDouble(low + i) * WHITE, within(0.02));
    }
  }
}
