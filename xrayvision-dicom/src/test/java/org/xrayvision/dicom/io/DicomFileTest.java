/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.dicom.io.Golden.testdata;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;

class DicomFileTest {
  private static final int PRIVATE = 0x00091001;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.2",
        "1.2.840.10008.1.2.1.99"
      })
  void givesPixelsAndBulkValuesBack(String uid) throws IOException {
    TransferSyntax syntax = TransferSyntax.of(uid).orElseThrow();
    byte[] pixels = random(600_000);
    byte[] large = random(400_000);
    Path file = write(syntax, pixels, large);
    assertGivesBack(DicomFile.open(file), syntax, pixels, large);
    ByteBuffer inMemory = ByteBuffer.wrap(Golden.join(new byte[7], Files.readAllBytes(file)));
    assertGivesBack(DicomFile.open(inMemory.position(7)), syntax, pixels, large);
    assertThat(inMemory.position()).isEqualTo(7);
  }

  private static void assertGivesBack(
      DicomFile file, TransferSyntax syntax, byte[] pixels, byte[] large) throws IOException {
    DataSet kept;
    try (DicomFile dicom = file) {
      assertThat(dicom.transferSyntax()).isEqualTo(syntax);
      Range all = dicom.pixelData().orElseThrow().ranges().get(0);
      byte[] asEncoded = syntax.bigEndian() ? swapped(pixels) : pixels;
      assertThat(copy(dicom.pixelBytes(all))).isEqualTo(asEncoded);
      Range part = new Range(all.offset() + 1000, 500);
      ByteBuffer buffer = dicom.pixelBytes(part);
      assertThat(copy(buffer)).isEqualTo(Arrays.copyOfRange(asEncoded, 1000, 1500));
      assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(buffer.isReadOnly()).isTrue();
      kept = dicom.dataSet();
    }
    assertThat(read(kept, Tag.PixelData)).isEqualTo(pixels);
    if (syntax.explicitVR()) {
      assertThat(read(kept, PRIVATE)).isEqualTo(large);
    }
  }

  @Test
  void pixelsOfABufferAreAViewOfIt() throws IOException {
    byte[] bytes =
        Files.readAllBytes(
            write(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, random(600_000), new byte[2]));
    try (DicomFile dicom = DicomFile.open(ByteBuffer.wrap(bytes))) {
      Range all = dicom.pixelData().orElseThrow().ranges().get(0);
      ByteBuffer view = dicom.pixelBytes(all);
      int at = (int) (dicom.dataSetOffset() + all.offset()) + 5;
      bytes[at] ^= 0x55;
      assertThat(view.get(5)).isEqualTo(bytes[at]);
    }
  }

  @Test
  void refusesABufferThatIsNoFileAndRangesOutsideIt() throws IOException {
    assertThatThrownBy(() -> DicomFile.open(ByteBuffer.allocate(500)))
        .isInstanceOf(DicomFormatException.class);
    byte[] whole = Files.readAllBytes(testdata("ts/cr_explicit.dcm"));
    assertThatThrownBy(() -> DicomFile.open(ByteBuffer.wrap(whole, 0, whole.length - 100)))
        .isInstanceOf(DicomFormatException.class);
    try (DicomFile dicom = DicomFile.open(ByteBuffer.wrap(whole))) {
      assertThatThrownBy(() -> dicom.pixelBytes(new Range(whole.length, 1000)))
          .isInstanceOf(DicomException.class);
    }
  }

  @Test
  void saysThatAMappedFileBecameShorter() throws IOException {
    Path file = write(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, random(600_000), new byte[2]);
    try (DicomFile dicom = DicomFile.open(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(1000);
      }
      Range all = dicom.pixelData().orElseThrow().ranges().get(0);
      assertThatThrownBy(() -> dicom.pixelBytes(all))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining("shorter");
      assertThatThrownBy(() -> dicom.pixelBytes(new Range(all.offset(), 1000)))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining("shorter");
    }
  }

  @Test
  void writesAReadDataSetInAnotherSyntax() throws IOException {
    byte[] pixels = random(600_000);
    Path source = write(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, pixels, random(400_000));
    Path target = folder.resolve("target.dcm");
    try (DicomFile dicom = DicomFile.open(source);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
      DataSet renamed = dicom.dataSet().toBuilder().set(Tag.PatientName, "Other^Name").build();
      DataSetWriter.write(renamed, out, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    }
    try (DicomFile dicom = DicomFile.open(target)) {
      assertThat(dicom.fileMeta().size()).isZero();
      assertThat(dicom.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      assertThat(dicom.dataSet().string(Tag.PatientName)).contains("Other^Name");
      Range all = dicom.pixelData().orElseThrow().ranges().get(0);
      assertThat(copy(dicom.pixelBytes(all))).isEqualTo(pixels);
    }
  }

  @Test
  void givesFragmentsOfAnEncapsulatedFile() throws IOException {
    try (DicomFile dicom = DicomFile.open(testdata("ts/cr_j2k90_fragments.dcm"))) {
      PixelDataLocation pixels = dicom.pixelData().orElseThrow();
      assertThat(pixels.encapsulated()).isTrue();
      assertThat(pixels.ranges()).hasSize(6);
      assertThat(pixels.ranges().get(0).length()).isZero();
      ByteBuffer first = dicom.pixelBytes(pixels.ranges().get(1));
      assertThat(first.order(ByteOrder.BIG_ENDIAN).getInt())
          .as("SOC and SIZ of JPEG 2000")
          .isEqualTo(0xFF4FFF51);
    }
  }

  @Test
  void refusesRangesOutsideTheDataSet() throws IOException {
    try (DicomFile dicom = DicomFile.open(testdata("ts/cr_explicit.dcm"))) {
      assertThatThrownBy(() -> dicom.pixelBytes(new Range(231_000, 1000)))
          .isInstanceOf(DicomException.class);
      assertThatThrownBy(() -> dicom.pixelBytes(new Range(0, 1L << 33)))
          .isInstanceOf(DicomException.class);
    }
  }

  @Test
  void saysThatAFileIsNotThere() {
    assertThatThrownBy(() -> DicomFile.open(folder.resolve("nowhere.dcm")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path write(TransferSyntax syntax, byte[] pixels, byte[] large) throws IOException {
    Path file = folder.resolve("file.dcm");
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.SOPClassUID, SOPClass.ComputedRadiographyImageStorage)
            .set(Tag.PatientName, "Doe^Jane")
            .setBytes(PRIVATE, VR.OB, large)
            .setBulk(Tag.PixelData, VR.OW, BulkData.of(pixels))
            .build();
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.writeHeader(
          out, syntax.uid(), SOPClass.ComputedRadiographyImageStorage, "1.2.3", "TEST");
      DataSetWriter.write(dataSet, out, syntax);
    }
    return file;
  }

  private static byte[] read(DataSet dataSet, int tag) throws IOException {
    try (InputStream in = dataSet.element(tag).orElseThrow().bulk().orElseThrow().open()) {
      return in.readAllBytes();
    }
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] swapped(byte[] words) {
    byte[] bytes = words.clone();
    SwappedStream.swap(bytes, bytes.length, 2);
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
