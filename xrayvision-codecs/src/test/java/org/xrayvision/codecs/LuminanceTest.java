/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.image.GrayscaleTransform;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.Part10;

/** Colour becomes grey by luminance (ITU-R BT.601), whatever form it comes in. */
class LuminanceTest {
  private static final FrameDecoders DECODERS = FrameDecoders.of(Codecs.decoders());

  /** Red, green, blue, white. */
  private static final int[][] RGB = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};

  private static final int[] GREYS = {76, 150, 29, 255};

  private static DataSet.Builder picture(String photometric, int samples, int planar) {
    return DataSet.builder()
        .set(Tag.SOPClassUID, SOPClass.UltrasoundImageStorage)
        .set(Tag.SOPInstanceUID, "1.2.3")
        .setInts(Tag.SamplesPerPixel, samples)
        .setInts(Tag.PlanarConfiguration, planar)
        .set(Tag.PhotometricInterpretation, photometric)
        .setInts(Tag.Rows, 1)
        .setInts(Tag.Columns, 4)
        .setInts(Tag.BitsAllocated, 8)
        .setInts(Tag.BitsStored, 8)
        .setInts(Tag.HighBit, 7)
        .setInts(Tag.PixelRepresentation, 0);
  }

  private static DicomFile file(DataSet dataSet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    Part10.writeHeader(out, syntax.uid(), SOPClass.UltrasoundImageStorage, "1.2.3", null);
    DataSetWriter.write(dataSet, out, syntax);
    return DicomFile.open(ByteBuffer.wrap(out.toByteArray()));
  }

  private static int[] greys(DicomFile file) throws IOException {
    ImagePixel pixel = ImagePixel.of(file.dataSet());
    Frame frame = DECODERS.firstFrame(file, pixel);
    return Streams.values(frame.luminance(pixel.photometricInterpretation()));
  }

  @ParameterizedTest
  @CsvSource({"RGB, 0", "RGB, 1", "YBR_FULL, 0", "YBR_FULL, 1"})
  void nativeColours(String photometric, int planar) throws IOException {
    byte[] bytes = new byte[12];
    for (int pixel = 0; pixel < 4; pixel++) {
      int[] samples = photometric.equals("RGB") ? RGB[pixel] : ybr(RGB[pixel]);
      for (int s = 0; s < 3; s++) {
        bytes[planar == 1 ? s * 4 + pixel : pixel * 3 + s] = (byte) samples[s];
      }
    }
    DataSet dataSet = picture(photometric, 3, planar).setBytes(Tag.PixelData, VR.OB, bytes).build();
    try (DicomFile file = file(dataSet)) {
      assertThat(greys(file)).containsExactly(GREYS);
    }
  }

  /** PS3.3 §C.7.6.3.1.2. */
  private static int[] ybr(int[] rgb) {
    double y = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
    double cb = -0.1687 * rgb[0] - 0.3313 * rgb[1] + 0.5 * rgb[2] + 128;
    double cr = 0.5 * rgb[0] - 0.4187 * rgb[1] - 0.0813 * rgb[2] + 128;
    return Arrays.stream(new double[] {y, cb, cr})
        .mapToInt(value -> (int) Math.min(255, Math.round(value)))
        .toArray();
  }

  @Test
  void subsampledColours() throws IOException {
    // Y Y Cb Cr for two pixels each
    byte[] bytes = {76, (byte) 150, 1, 2, 29, (byte) 255, 3, 4};
    DataSet dataSet = picture("YBR_FULL_422", 3, 0).setBytes(Tag.PixelData, VR.OB, bytes).build();
    try (DicomFile file = file(dataSet)) {
      assertThat(greys(file)).containsExactly(GREYS);
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 255", "16, 65535"})
  void palettes(int bits, int white) throws IOException {
    DataSet.Builder palette =
        picture("PALETTE COLOR", 1, 0).setBytes(Tag.PixelData, VR.OB, new byte[] {0, 1, 2, 3});
    for (int s = 0; s < 3; s++) {
      ByteBuffer data = ByteBuffer.allocate(5 * bits / 8 + bits / 8 % 2);
      for (int[] colour : RGB) {
        int value = colour[s] * (white / 255);
        data.put((byte) value);
        if (bits == 16) {
          data.put((byte) (value >> 8));
        }
      }
      palette
          .setInts(0x00281101 + s, VR.US, 5, 0, bits) // the fifth is black
          .setBytes(0x00281201 + s, VR.OW, data.array());
    }
    DataSet dataSet = palette.build();
    ImagePixel pixel = ImagePixel.of(dataSet);
    float[] greys = new float[4];
    GrayscaleTransform.of(dataSet, pixel).apply(new short[] {0, 1, 2, 3}, greys, 4);
    for (int i = 0; i < 4; i++) {
      double luminance = 0.299 * RGB[i][0] + 0.587 * RGB[i][1] + 0.114 * RGB[i][2];
      assertThat(greys[i] / GrayscaleTransform.WHITE)
          .isCloseTo((float) luminance / 255, within(1e-5f));
    }
  }

  /** Files of the corpus, where it is named, and what pydicom makes of them. */
  static Stream<Arguments> realPictures() {
    return Stream.of(
        Arguments.of("us_rgb_bigendian", 222.436, 0.5),
        Arguments.of("sc_rgb_50", 127.732, 0.7),
        Arguments.of("sc_ybr422_50", 127.621, 0.7),
        Arguments.of("sc_rgb_rle_16bit_2frames", 32818.9, 0.5));
  }

  @ParameterizedTest
  @MethodSource("realPictures")
  void realPicturesHaveTheLuminanceThatPydicomFinds(String name, double mean, double tolerance)
      throws IOException {
    try (DicomFile file = DicomFile.open(corpus(name))) {
      assertThat(Arrays.stream(greys(file)).average().orElseThrow())
          .isCloseTo(mean, within(tolerance));
    }
  }

  @Test
  void aRealPaletteHasTheGreysThatPydicomFinds() throws IOException {
    try (DicomFile file = DicomFile.open(corpus("us_palette_rle"))) {
      ImagePixel pixel = ImagePixel.of(file.dataSet());
      GrayscaleTransform transform = GrayscaleTransform.of(file.dataSet(), pixel);
      Frame frame = DECODERS.firstFrame(file, pixel);
      // 32000 and 256, the palette's darkest is 0
      assertThat(grey(transform, frame, 120, 480) / grey(transform, frame, 360, 320))
          .isCloseTo(125f, within(0.01f));
      assertThat(grey(transform, frame, 120, 0)).isZero();
    }
  }

  private static float grey(GrayscaleTransform transform, Frame frame, int row, int column) {
    short[] values = new short[frame.rowLength()];
    float[] greys = new float[values.length];
    frame.readRow(row, values);
    transform.apply(values, greys, values.length);
    return greys[column];
  }

  private static Path corpus(String name) {
    String corpus = System.getenv("XRAYVISION_DICOM_CORPUS");
    assumeTrue(corpus != null, "the corpus is not here");
    return Path.of(corpus, "real", name + ".dcm");
  }
}
