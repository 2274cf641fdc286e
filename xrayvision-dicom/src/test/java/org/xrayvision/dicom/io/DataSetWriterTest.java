/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.dicom.data.TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.JPEG_BASELINE_8BIT;
import static org.xrayvision.dicom.io.Golden.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;

class DataSetWriterTest {
  @Test
  void writesExplicitLittleEndian() throws IOException {
    DataSet dataSet =
        DataSet.builder()
            .setInts(Tag.Rows, 1024)
            .set(Tag.PatientID, "123")
            .setItems(
                Tag.ReferencedImageSequence, DataSet.builder().set(Tag.CodeValue, "A").build())
            .setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4})
            .build();
    assertThat(write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN))
        .isEqualTo(
            bytes(
                "08 00 40 11 'SQ' 00 00 FF FF FF FF | ReferencedImageSequence, undefined length",
                "FE FF 00 E0 FF FF FF FF            | item",
                "08 00 00 01 'SH' 02 00 'A '        | CodeValue, padded",
                "FE FF 0D E0 00 00 00 00            | item delimitation",
                "FE FF DD E0 00 00 00 00            | sequence delimitation",
                "10 00 20 00 'LO' 04 00 '123 '      | PatientID, padded",
                "28 00 10 00 'US' 02 00 00 04       | Rows",
                "E0 7F 10 00 'OW' 00 00 04 00 00 00 01 02 03 04 | PixelData"));
  }

  @Test
  void writesBigEndian() throws IOException {
    DataSet dataSet =
        DataSet.builder()
            .setInts(Tag.Rows, 1024)
            .set(Tag.FrameIncrementPointer, "00181063")
            .setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4})
            .build();
    assertThat(write(dataSet, EXPLICIT_VR_BIG_ENDIAN))
        .isEqualTo(
            bytes(
                "00 28 00 09 'AT' 00 04 00 18 10 63 | FrameIncrementPointer (0018,1063)",
                "00 28 00 10 'US' 00 02 04 00       | Rows",
                "7F E0 00 10 'OW' 00 00 00 00 00 04 02 01 04 03 | PixelData"));
  }

  @Test
  void writesDefinedLengths() throws IOException {
    DataSet item = DataSet.builder().set(Tag.CodeValue, "AB").build();
    DataSet outer = DataSet.builder().setItems(Tag.ConceptCodeSequence, item).build();
    DataSet dataSet = DataSet.builder().setItems(Tag.ContentSequence, outer).build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(
        dataSet, out, IMPLICIT_VR_LITTLE_ENDIAN, DataSetWriter.Sequences.DEFINED_LENGTH);
    assertThat(out.toByteArray())
        .isEqualTo(
            bytes(
                "40 00 30 A7 22 00 00 00      | ContentSequence, 34 bytes",
                "FE FF 00 E0 1A 00 00 00      | item, 26 bytes",
                "40 00 68 A1 12 00 00 00      | ConceptCodeSequence, 18 bytes",
                "FE FF 00 E0 0A 00 00 00      | item, 10 bytes",
                "08 00 00 01 02 00 00 00 'AB' | CodeValue"));
  }

  @Test
  void writesACommandSetWithItsGroupLength() {
    DataSet command =
        DataSet.builder()
            .set(Tag.AffectedSOPClassUID, "1.2.840.10008.1.1")
            .setInts(Tag.CommandField, 0x0030)
            .setInts(Tag.MessageID, 1)
            .setInts(Tag.CommandDataSetType, 0x0101)
            .build();
    assertThat(DataSetWriter.commandBytes(command))
        .isEqualTo(
            bytes(
                "00 00 00 00 04 00 00 00 38 00 00 00          | CommandGroupLength 56",
                "00 00 02 00 12 00 00 00 '1.2.840.10008.1.1' 00 | AffectedSOPClassUID",
                "00 00 00 01 02 00 00 00 30 00                | CommandField C-ECHO-RQ",
                "00 00 10 01 02 00 00 00 01 00                | MessageID",
                "00 00 00 08 02 00 00 00 01 01                | CommandDataSetType: none"));
    DataSet withPatient = command.toBuilder().set(Tag.PatientID, "1").build();
    assertThatIllegalArgumentException().isThrownBy(() -> DataSetWriter.commandBytes(withPatient));
  }

  static Stream<Arguments> syntaxes() {
    return Stream.of(
            IMPLICIT_VR_LITTLE_ENDIAN,
            EXPLICIT_VR_LITTLE_ENDIAN,
            EXPLICIT_VR_BIG_ENDIAN,
            DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)
        .flatMap(
            syntax ->
                Arrays.stream(DataSetWriter.Sequences.values())
                    .map(sequences -> Arguments.of(syntax, sequences)));
  }

  @ParameterizedTest
  @MethodSource("syntaxes")
  void whatIsWrittenIsRead(TransferSyntax syntax, DataSetWriter.Sequences sequences)
      throws IOException {
    DataSet dataSet = everyVR();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, out, syntax, sequences);
    assertThat(out.size() % 2).isZero();
    ParsedDataSet parsed = Golden.parse(syntax, out.toByteArray());
    assertThat(parsed.dataSet()).isEqualTo(dataSet);
    assertThat(parsed.dataSet().personName(Tag.PatientName).orElseThrow().familyName())
        .isEqualTo("Țepeș");
  }

  @Test
  void writesFragments() throws IOException {
    DataSet dataSet =
        DataSet.builder()
            .setFragments(
                Tag.PixelData, List.of(BulkData.of(new byte[0]), BulkData.of(new byte[] {1, 2, 3})))
            .build();
    byte[] written = write(dataSet, JPEG_BASELINE_8BIT);
    assertThat(written)
        .isEqualTo(
            bytes(
                "E0 7F 10 00 'OB' 00 00 FF FF FF FF  | PixelData, encapsulated",
                "FE FF 00 E0 00 00 00 00             | an empty Basic Offset Table",
                "FE FF 00 E0 04 00 00 00 01 02 03 00 | fragment, padded",
                "FE FF DD E0 00 00 00 00             | sequence delimitation"));
    assertThatThrownBy(() -> write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("encapsulated");
  }

  @Test
  void refusesNativePixelDataInAnEncapsulatedSyntax() {
    DataSet dataSet = DataSet.builder().setBytes(Tag.PixelData, VR.OW, new byte[] {1, 2}).build();
    assertThatThrownBy(() -> write(dataSet, JPEG_BASELINE_8BIT)).isInstanceOf(DicomException.class);
  }

  @Test
  void streamsABulkValueFromAFile(@TempDir Path folder) throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("pixels.raw"), content);
    DataSet dataSet =
        DataSet.builder().setBulk(Tag.PixelData, VR.OW, BulkData.of(file, 1000, 200_000)).build();
    byte[] little = write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(Arrays.copyOfRange(little, 12, little.length))
        .isEqualTo(Arrays.copyOfRange(content, 1000, 201_000));
    byte[] big = write(dataSet, EXPLICIT_VR_BIG_ENDIAN);
    assertThat(big[12]).isEqualTo(content[1001]);
    assertThat(big[13]).isEqualTo(content[1000]);
    DataSet tooShort =
        DataSet.builder().setBulk(Tag.PixelData, VR.OW, BulkData.of(file, 299_000, 2000)).build();
    assertThatThrownBy(() -> write(tooShort, EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("1000 bytes, not 2000");
  }

  @Test
  void writesAValueTooLongForItsVRAsUnknown() throws IOException {
    DataSet dataSet = DataSet.builder().set(Tag.PixelSpacing, "1\\".repeat(40_000)).build();
    byte[] written = write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(new String(written, 4, 2, StandardCharsets.US_ASCII)).isEqualTo("UN");
    assertThat(
            Golden.parse(EXPLICIT_VR_LITTLE_ENDIAN, written).dataSet().decimals(Tag.PixelSpacing))
        .hasSize(40_000);
  }

  @Test
  void refusesFileMetaInformation() {
    DataSet dataSet = DataSet.builder().set(Tag.TransferSyntaxUID, "1.2").build();
    assertThatThrownBy(() -> write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("(0002,0010)");
  }

  @Test
  void takesADeflatedDataSetOfOddLengthWithoutPadding() throws IOException {
    for (int length = 1; length < 40; length++) {
      DataSet dataSet = DataSet.builder().set(Tag.PatientComments, "x".repeat(length)).build();
      byte[] written = write(dataSet, DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
      for (int cut : new int[] {0, written[written.length - 1] == 0 ? 1 : 0}) {
        byte[] unpadded = Arrays.copyOf(written, written.length - cut);
        assertThat(Golden.parse(DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, unpadded).dataSet())
            .isEqualTo(dataSet);
      }
    }
  }

  private static DataSet everyVR() {
    DataSet item =
        DataSet.builder()
            .set(Tag.CodeValue, "T-D3000")
            .set(Tag.CodeMeaning, "Chest")
            .setItems(Tag.ConceptCodeSequence, DataSet.empty())
            .build();
    return DataSet.builder()
        .set(Tag.SpecificCharacterSet, "ISO_IR 192")
        .set(Tag.PatientName, "Țepeș^Vlad")
        .set(Tag.StationAETitle, "XRAY")
        .set(Tag.PatientAge, "031Y")
        .set(Tag.FrameIncrementPointer, "00181063", "00181065")
        .set(Tag.StudyDate, "20240229")
        .set(Tag.AcquisitionDateTime, "20240229120000.5+0200")
        .set(Tag.WindowCenter, "1.5", "-2")
        .set(Tag.SeriesNumber, "-3")
        .set(Tag.PhysicalDeltaX, "0.125")
        .set(Tag.ExaminedBodyThickness, "2.5")
        .set(Tag.AdditionalPatientHistory, "a\\b no separator")
        .set(Tag.StationName, "Ș", "B")
        .set(Tag.ReferencePixelX0, "-70000")
        .set(Tag.SimpleFrameList, "1", "4000000000")
        .set(Tag.PixelIntensityRelationshipSign, "-1")
        .set(Tag.InstitutionAddress, "Str. Mare 1")
        .set(Tag.StudyTime, "120000")
        .set(Tag.LongCodeValue, "uc")
        .set(Tag.URNCodeValue, "urn:oid:1.2")
        .set(Tag.TextValue, "a long text")
        .set(Tag.StudyInstanceUID, "1.2.3")
        .setBytes(Tag.ICCProfile, VR.OB, new byte[] {1, 2, 3, 4})
        .setBytes(0x00091001, VR.UN, new byte[] {5, 6})
        .setInts(Tag.LUTData, 1, 65535, 3)
        .set(Tag.SpectroscopyData, VR.OF, "1.5")
        .set(Tag.ExtendedOffsetTable, VR.OV, "18446744073709551615")
        .setItems(Tag.ProcedureCodeSequence, item, item)
        .build();
  }

  private static byte[] write(DataSet dataSet, TransferSyntax syntax) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataSetWriter.write(dataSet, out, syntax);
    return out.toByteArray();
  }

  @Test
  void opensAFileOnlyWhenItIsWritten(@TempDir Path folder) throws IOException {
    BulkData missing = BulkData.of(folder.resolve("not-there"), 0, 2);
    DataSet dataSet = DataSet.builder().setBulk(Tag.PixelData, VR.OB, missing).build();
    assertThat(dataSet.hasValue(Tag.PixelData)).isTrue();
    assertThatThrownBy(() -> write(dataSet, EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(IOException.class);
    try (InputStream in = BulkData.of(new byte[] {1}).open()) {
      assertThat(in.readAllBytes()).containsExactly(1);
    }
  }
}
