/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.Part10;

class ImagePreparerTest {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final ImagePreparer PREPARER = ImagePreparer.withBuiltInCodecs();

  /** Files of testdata/bad whose picture is sound, whatever else is wrong with them. */
  private static final Set<String> GOOD_PICTURES =
      Set.of(
          "window_width_0.dcm",
          "frames_2147483647.dcm",
          "voilut_wrong_count.dcm",
          "private_tags.dcm",
          "charset_unknown.dcm",
          "name_script.dcm",
          "dates_invalid.dcm");

  /** Files of testdata/bad of which no picture may be made. */
  private static final Set<String> NO_PICTURES =
      Set.of(
          "trunc_half_pixels.dcm",
          "trunc_jpeg70.dcm",
          "trunc_j2k90.dcm",
          "zero_length.dcm",
          "random_bytes.dcm",
          "not_dicom_png.dcm",
          "not_dicom_text.dcm",
          "dicm_then_garbage.dcm",
          "length_beyond_eof.dcm",
          "ow_length_2gb.dcm",
          "rows_cols_65535.dcm",
          "rows_zero.dcm",
          "bitsallocated_7.dcm",
          "no_pixeldata.dcm",
          "encapsulated_pdf.dcm",
          "rle_bad_offset.dcm",
          "jpeg_sof_65500.dcm",
          "ts_unknown.dcm",
          "ts_jpeg_but_native.dcm",
          "samples_3_mono.dcm");

  @TempDir Path folder;

  static Stream<String> goodPictures() {
    return GOOD_PICTURES.stream().sorted();
  }

  static Stream<String> noPictures() {
    return NO_PICTURES.stream().sorted();
  }

  static List<Path> allBad() throws IOException {
    try (Stream<Path> files = Files.list(TESTDATA.resolve("bad"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"ro/olteanu_torace_1.dcm, 435, 512", "ts/cr_jpeg50_8bit.dcm, 301, 383"})
  void smallPicturesKeepTheirSize(Path file, int width, int height) throws IOException {
    PreparedPicture picture = PREPARER.prepare(TESTDATA.resolve(file));

    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    assertThat(greys(picture)).hasSize(width * height);
    assertThat(distinct(greys(picture))).isGreaterThan(100);
    assertThat(picture.numberOfFrames()).isEqualTo(1);
  }

  @Test
  void everyLosslessSyntaxGivesTheSamePictureAndHash() throws IOException {
    PreparedPicture base = PREPARER.prepare(TESTDATA.resolve("ts/cr_explicit.dcm"));
    assertThat(base.pixelSha256())
        .isEqualTo(
            Files.readAllLines(TESTDATA.resolve("refs.csv")).stream()
                .filter(line -> line.startsWith("ts/cr_explicit.dcm,"))
                .flatMap(line -> Stream.of(line.split(",")))
                .filter(field -> field.matches("[0-9a-f]{64}"))
                .findFirst()
                .orElseThrow());
    for (String name :
        new String[] {"implicit", "bigendian", "deflated", "rle", "jpeg57", "jpeg70"}) {
      assertThat(PREPARER.prepare(TESTDATA.resolve("ts/cr_" + name + ".dcm")))
          .as(name)
          .isEqualTo(base);
    }
  }

  @Test
  void polarityTwinsDifferByAtMostOneGrey() throws IOException {
    byte[] one = greys(PREPARER.prepare(TESTDATA.resolve("ts/cr_explicit_mono1.dcm")));
    byte[] two = greys(PREPARER.prepare(TESTDATA.resolve("ts/cr_explicit.dcm")));

    assertThat(one).hasSameSizeAs(two);
    for (int i = 0; i < one.length; i++) {
      assertThat(Math.abs((one[i] & 0xFF) - (two[i] & 0xFF))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void theFirstOfSeveralFramesIsShownAndTheNumberKept() throws IOException {
    assertThat(PREPARER.prepare(TESTDATA.resolve("ro/px_multiframe2.dcm")).numberOfFrames())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("goodPictures")
  void picturesOfOddFilesAreMade(String name) throws IOException {
    PreparedPicture picture = PREPARER.prepare(TESTDATA.resolve("bad").resolve(name));

    assertThat(distinct(greys(picture))).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("noPictures")
  void brokenFilesEndInAMessage(String name) {
    assertThatThrownBy(() -> PREPARER.prepare(TESTDATA.resolve("bad").resolve(name)))
        .isInstanceOf(DicomException.class)
        .message()
        .isNotBlank();
  }

  /** Also of those that are in neither list: a picture or an explained refusal, nothing else. */
  @ParameterizedTest
  @MethodSource("allBad")
  void noFileDoesMoreHarmThanADicomException(Path file) throws IOException {
    try {
      assertThat(PREPARER.prepare(file).png()).isNotEmpty();
    } catch (DicomException e) {
      assertThat(e).hasMessageNotContainingAny("null", "Exception");
    }
  }

  @Test
  void syntaxesThatCannotBeDecodedAreNamed() throws IOException {
    byte[] file = Files.readAllBytes(TESTDATA.resolve("ts/cr_j2k90.dcm"));
    String asText = new String(file, StandardCharsets.ISO_8859_1);
    file[asText.indexOf("1.2.840.10008.1.2.4.90") + 21] = '2';
    Path multiComponent = Files.write(folder.resolve("multi-component.dcm"), file);

    assertThatThrownBy(() -> PREPARER.prepare(multiComponent))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("1.2.840.10008.1.2.4.92")
        .hasMessageContaining("JPEG 2000 Part 2")
        .hasMessageContaining("cannot be decoded");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "1, 1, 4095", "30, 20, 0", "30, 20, 77", "1200, 5, 4095"})
  void constantPicturesArePictures(int columns, int rows, int value) throws IOException {
    short[] cells = new short[columns * rows];
    Arrays.fill(cells, (short) value);

    PreparedPicture picture = PREPARER.prepare(write(chest(rows, columns, cells).build()));

    assertThat(greys(picture)).containsOnly((byte) 0);
  }

  @Test
  void largePicturesAreShrunkTo896OnTheLongerSide() throws IOException {
    short[] cells = new short[1250 * 1024];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (short) (i % 1024 + i / 1024);
    }
    PreparedPicture picture = PREPARER.prepare(write(chest(1250, 1024, cells).build()));

    assertThat(picture.width()).isEqualTo(734);
    assertThat(picture.height()).isEqualTo(896);
    assertThat(distinct(greys(picture))).isGreaterThan(250);
  }

  @Test
  void paddingDoesNotCostThePictureItsContrast() throws IOException {
    short[] cells = new short[100 * 100];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (short) (i % 100 < 50 ? 4095 : 1000 + i % 100 + i / 100);
    }
    DataSet without = chest(100, 100, cells).build();
    DataSet with = without.toBuilder().setInts(Tag.PixelPaddingValue, VR.US, 4095).build();

    assertThat(distinct(greys(PREPARER.prepare(write(without))))).isLessThan(100);
    assertThat(distinct(greys(PREPARER.prepare(write(with))))).isGreaterThan(100);
  }

  @Test
  void colourPicturesAreShownByTheirLuminance() throws IOException {
    byte[] rgb = new byte[20 * 10 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3);
    }
    DataSet dataSet =
        chest(10, 20, new short[0])
            .setInts(Tag.SamplesPerPixel, 3)
            .set(Tag.PhotometricInterpretation, "RGB")
            .setInts(Tag.PlanarConfiguration, 0)
            .setInts(Tag.BitsAllocated, 8)
            .setInts(Tag.BitsStored, 8)
            .setInts(Tag.HighBit, 7)
            .setBytes(Tag.PixelData, VR.OB, rgb)
            .build();

    byte[] greys = greys(PREPARER.prepare(write(dataSet)));

    assertThat(greys).hasSize(200);
    for (int i = 1; i < greys.length; i++) {
      assertThat(greys[i] & 0xFF).isGreaterThanOrEqualTo(greys[i - 1] & 0xFF);
    }
  }

  private static DataSet.Builder chest(int rows, int columns, short[] cells) {
    byte[] bytes = new byte[cells.length * 2];
    for (int i = 0; i < cells.length; i++) {
      bytes[2 * i] = (byte) cells[i];
      bytes[2 * i + 1] = (byte) (cells[i] >> 8);
    }
    return DataSet.builder()
        .setInts(Tag.SamplesPerPixel, 1)
        .set(Tag.PhotometricInterpretation, "MONOCHROME2")
        .setInts(Tag.Rows, rows)
        .setInts(Tag.Columns, columns)
        .setInts(Tag.BitsAllocated, 16)
        .setInts(Tag.BitsStored, 12)
        .setInts(Tag.HighBit, 11)
        .setInts(Tag.PixelRepresentation, 0)
        .setBytes(Tag.PixelData, VR.OW, bytes);
  }

  private Path write(DataSet dataSet) throws IOException {
    Path file = folder.resolve(UIDs.newUid() + ".dcm");
    TransferSyntax syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.writeHeader(
          out, syntax.uid(), SOPClass.ComputedRadiographyImageStorage, UIDs.newUid(), null);
      DataSetWriter.write(dataSet, out, syntax);
    }
    return file;
  }

  private static long distinct(byte[] greys) {
    boolean[] seen = new boolean[256];
    for (byte grey : greys) {
      seen[grey & 0xFF] = true;
    }
    long count = 0;
    for (boolean one : seen) {
      count += one ? 1 : 0;
    }
    return count;
  }

  static byte[] greys(PreparedPicture picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png()));
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    byte[] greys = new byte[image.getWidth() * image.getHeight()];
    image.getRaster().getDataElements(0, 0, image.getWidth(), image.getHeight(), greys);
    return greys;
  }
}
