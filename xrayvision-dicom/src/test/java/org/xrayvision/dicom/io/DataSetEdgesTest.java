/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.io.Golden.bytes;
import static org.xrayvision.dicom.io.Golden.join;
import static org.xrayvision.dicom.io.Golden.parse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;

/** What stands before the first element of a data set, and behind its pixel data. */
class DataSetEdgesTest {
  private static final byte[] PIXELS = bytes("E0 7F 10 00 'OW' 00 00 04 00 00 00 01 02 03 04");
  private static final byte[] PATIENT = bytes("10 00 20 00 'LO' 02 00 '42' | PatientID");

  @TempDir private Path folder;

  @Test
  void refusesGroupsOfFileMetaAndOfCommands() {
    byte[] meta = bytes("02 00 10 00 'UI' 12 00 '1.2.840.10008.1.2' 00 | TransferSyntaxUID");
    DicomFormatException first =
        assertThrows(
            DicomFormatException.class,
            () -> parse(EXPLICIT_VR_LITTLE_ENDIAN, join(meta, PATIENT)));
    assertThat(first.tag()).isEqualTo(Tag.TransferSyntaxUID);
    assertThat(first.offset()).isZero();
    assertThat(first)
        .hasMessageStartingWith("(0002,0010) TransferSyntaxUID at offset 0:")
        .hasMessageContaining("group");
    DicomFormatException later =
        assertThrows(
            DicomFormatException.class,
            () -> parse(EXPLICIT_VR_LITTLE_ENDIAN, join(PATIENT, meta)));
    assertThat(later.offset()).isEqualTo(PATIENT.length);
    DicomFormatException command =
        assertThrows(
            DicomFormatException.class,
            () ->
                parse(
                    IMPLICIT_VR_LITTLE_ENDIAN,
                    bytes("00 00 00 01 02 00 00 00 01 00 | Command Field")));
    assertThat(command.tag()).isEqualTo(0x00000100);
  }

  @Test
  void aBigEndianDataSetThatBeginsLikeFileMetaIsReadBack() throws IOException {
    byte[] dataSet =
        bytes(
            "02 00 00 10 'LO' 00 02 'AB' | (0200,0010), whose bytes could be (0002,1000)",
            "10 10 00 20 'LO' 00 02 '42' | (1010,0020)");
    parse(EXPLICIT_VR_BIG_ENDIAN, dataSet);

    try (DicomFile file = DicomFile.open(file(EXPLICIT_VR_BIG_ENDIAN, dataSet))) {
      assertThat(file.dataSet().string(0x02000010)).contains("AB");
      assertThat(file.dataSet().string(0x10100020)).contains("42");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "01 02 03", "FF FF FF FF FF FF FF", "00 00 00 00 00 00 00 00"})
  void acceptsPaddingBehindThePixelData(String tail) throws IOException {
    byte[] dataSet = join(PATIENT, PIXELS, bytes(tail));
    ParsedDataSet parsed = parse(EXPLICIT_VR_LITTLE_ENDIAN, dataSet);
    assertThat(parsed.length()).isEqualTo(PATIENT.length + PIXELS.length);
    assertThat(parsed.dataSet().size()).isEqualTo(2);

    try (DicomFile file = DicomFile.open(file(EXPLICIT_VR_LITTLE_ENDIAN, dataSet))) {
      assertThat(file.pixelBytes(file.pixelData().orElseThrow().ranges().get(0)).getInt())
          .isEqualTo(0x04030201);
    }
  }

  @Test
  void acceptsManyNulsBehindThePixelDataButNothingAmongThem() throws IOException {
    byte[] nuls = new byte[100_000];
    assertThat(parse(EXPLICIT_VR_LITTLE_ENDIAN, join(PIXELS, nuls)).length())
        .isEqualTo(PIXELS.length);
    nuls[99_999] = 1;
    DicomFormatException error =
        assertThrows(
            DicomFormatException.class, () -> parse(EXPLICIT_VR_LITTLE_ENDIAN, join(PIXELS, nuls)));
    assertThat(error).hasMessageContaining("padding");
    assertThat(error.offset()).isEqualTo(PIXELS.length);
  }

  @Test
  void elementsBehindThePixelDataAreStillElements() throws IOException {
    byte[] trailing = bytes("FC FF FC FF 'OB' 00 00 02 00 00 00 00 00 | DataSetTrailingPadding");
    ParsedDataSet parsed = parse(EXPLICIT_VR_LITTLE_ENDIAN, join(PIXELS, trailing));
    assertThat(parsed.dataSet().contains(0xFFFCFFFC)).isTrue();
    byte[] cut = bytes("FC FF FC FF 'OB' 00 00 02 00 00 00");
    assertThrows(
        DicomFormatException.class, () -> parse(EXPLICIT_VR_LITTLE_ENDIAN, join(PIXELS, cut)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "00 00 00 00 00 00 00 00 00 00 00 00"})
  void paddingBeforeThePixelDataIsNone(String tail) {
    assertThrows(
        DicomFormatException.class,
        () -> parse(EXPLICIT_VR_LITTLE_ENDIAN, join(PATIENT, bytes(tail))));
  }

  private Path file(TransferSyntax syntax, byte[] dataSet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.writeHeader(out, syntax.uid(), "1.2.840.10008.5.1.4.1.1.1", "1.2.3", null);
    out.writeBytes(dataSet);
    return Files.write(folder.resolve("a.dcm"), out.toByteArray());
  }
}
