/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.JPEG_BASELINE_8BIT;
import static org.xrayvision.dicom.io.Golden.bytes;
import static org.xrayvision.dicom.io.Golden.join;
import static org.xrayvision.dicom.io.Golden.parse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Element;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.VR;

class DataSetParserTest {
  private static final int PRIVATE_CREATOR = 0x00090010;
  private static final int PRIVATE_SEQUENCE = 0x00091002;

  @Test
  void readsExplicitLittleEndian() throws IOException {
    ParsedDataSet parsed =
        parse(
            EXPLICIT_VR_LITTLE_ENDIAN,
            bytes(
                "08 00 60 00 'CS' 02 00 'CR'        | Modality",
                "10 00 10 00 'PN' 08 00 'Doe^Jane'  | PatientName",
                "28 00 10 00 'US' 02 00 00 04       | Rows 1024",
                "28 00 50 10 'DS' 0A 00 '2048\\100.5'| WindowCenter, two values",
                "E0 7F 10 00 'OW' 00 00 04 00 00 00 01 02 03 04 | PixelData"));
    DataSet dataSet = parsed.dataSet();
    assertThat(dataSet.string(Tag.Modality)).contains("CR");
    assertThat(dataSet.personName(Tag.PatientName).orElseThrow().display()).isEqualTo("Jane Doe");
    assertThat(dataSet.integer(Tag.Rows)).hasValue(1024);
    assertThat(dataSet.decimals(Tag.WindowCenter)).containsExactly(2048, 100.5);
    assertThat(parsed.pixelData())
        .contains(new PixelDataLocation(Tag.PixelData, VR.OW, false, List.of(new Range(66, 4))));
    assertThat(parsed.length()).isEqualTo(70);
  }

  @Test
  void readsImplicitLittleEndianByTheDictionary() throws IOException {
    DataSet dataSet =
        parse(
                IMPLICIT_VR_LITTLE_ENDIAN,
                bytes(
                    "08 00 60 00 02 00 00 00 'DX'        | Modality",
                    "09 00 10 00 04 00 00 00 'ACME'      | private creator: LO",
                    "09 00 01 10 02 00 00 00 07 00       | private: UN",
                    "28 00 11 00 02 00 00 00 00 08       | Columns 2048",
                    "28 00 03 01 02 00 00 00 01 00       | PixelRepresentation: signed",
                    "28 00 06 01 02 00 00 00 FF FF       | SmallestImagePixelValue: SS now",
                    "00 60 00 30 02 00 00 00 FF 00       | OverlayData",
                    "02 60 10 00 02 00 00 00 10 00       | OverlayRows of the second overlay"))
            .dataSet();
    assertThat(dataSet.string(Tag.Modality)).contains("DX");
    assertThat(dataSet.element(PRIVATE_CREATOR).orElseThrow().vr()).isEqualTo(VR.LO);
    assertThat(dataSet.element(0x00091001).orElseThrow().vr()).isEqualTo(VR.UN);
    assertThat(dataSet.integer(Tag.Columns)).hasValue(2048);
    assertThat(dataSet.integer(Tag.SmallestImagePixelValue)).hasValue(-1);
    assertThat(dataSet.element(Tag.OverlayData).orElseThrow().vr()).isEqualTo(VR.OW);
    assertThat(dataSet.integer(0x60020010)).hasValue(16);
  }

  @Test
  void readsBigEndianIntoLittleEndianValues() throws IOException {
    ParsedDataSet parsed =
        parse(
            EXPLICIT_VR_BIG_ENDIAN,
            bytes(
                "00 08 00 60 'CS' 00 02 'CR'              | Modality",
                "00 20 91 65 'AT' 00 04 00 18 90 87       | DimensionIndexPointer (0018,9087)",
                "00 28 00 10 'US' 00 02 04 00             | Rows 1024",
                "00 28 30 06 'OW' 00 00 00 00 00 04 01 02 03 04 | LUTData 0x0102 0x0304",
                "00 40 08 EA 'SQ' 00 00 FF FF FF FF       | a sequence",
                "FF FE E0 00 00 00 00 08                  | an item of 8 bytes",
                "00 08 01 00 'SH' 00 00                   | CodeValue, empty",
                "FF FE E0 DD 00 00 00 00                  | sequence delimitation",
                "7F E0 00 10 'OW' 00 00 00 00 00 02 12 34 | PixelData"));
    DataSet dataSet = parsed.dataSet();
    assertThat(dataSet.integer(Tag.Rows)).hasValue(1024);
    assertThat(dataSet.string(Tag.DimensionIndexPointer)).contains("00189087");
    assertThat(dataSet.integers(Tag.LUTData)).containsExactly(0x0102, 0x0304);
    assertThat(dataSet.items(Tag.MeasurementUnitsCodeSequence)).hasSize(1);
    assertThat(parsed.pixelData().orElseThrow().ranges()).hasSize(1);
  }

  @Test
  void readsNestedSequencesOfDefinedAndUndefinedLength() throws IOException {
    DataSet dataSet =
        parse(
                EXPLICIT_VR_LITTLE_ENDIAN,
                bytes(
                    "08 00 40 11 'SQ' 00 00 FF FF FF FF | ReferencedImageSequence, undefined",
                    "FE FF 00 E0 FF FF FF FF            | item, undefined",
                    "40 00 A1 70 'SQ' 00 00 12 00 00 00 | (0040,70A1), 18 bytes",
                    "FE FF 00 E0 0A 00 00 00            | item of 10 bytes",
                    "08 00 00 01 'SH' 02 00 'AB'        | CodeValue",
                    "FE FF 0D E0 00 00 00 00            | item delimitation",
                    "FE FF 00 E0 00 00 00 00            | an empty item",
                    "FE FF DD E0 00 00 00 00            | sequence delimitation",
                    "10 00 20 00 'LO' 02 00 '42'        | PatientID"))
            .dataSet();
    assertThat(dataSet.items(Tag.ReferencedImageSequence)).hasSize(2);
    DataSet item = dataSet.items(Tag.ReferencedImageSequence).get(0);
    assertThat(item.items(0x004070A1).get(0).string(Tag.CodeValue)).contains("AB");
    assertThat(dataSet.string(Tag.PatientID)).contains("42");
  }

  @Test
  void readsUnknownSequencesAsImplicitLittleEndian() throws IOException {
    DataSet dataSet =
        parse(
                EXPLICIT_VR_LITTLE_ENDIAN,
                bytes(
                    "09 00 02 10 'UN' 00 00 FF FF FF FF | private, UN of undefined length",
                    "FE FF 00 E0 FF FF FF FF            | item",
                    "10 00 20 00 02 00 00 00 '42'       | PatientID without VR",
                    "FE FF 0D E0 00 00 00 00            | item delimitation",
                    "FE FF DD E0 00 00 00 00            | sequence delimitation",
                    "28 00 10 00 'US' 02 00 01 00       | Rows, explicit again"))
            .dataSet();
    assertThat(dataSet.items(PRIVATE_SEQUENCE).get(0).string(Tag.PatientID)).contains("42");
    assertThat(dataSet.integer(Tag.Rows)).hasValue(1);
  }

  @Test
  void readsAnElementOfVRUNByTheDictionary() throws IOException {
    DataSet dataSet =
        parse(
                EXPLICIT_VR_LITTLE_ENDIAN,
                bytes("28 00 10 00 'UN' 00 00 02 00 00 00 05 00 | Rows, whose VR got lost"))
            .dataSet();
    assertThat(dataSet.integer(Tag.Rows)).hasValue(5);
  }

  @Test
  void findsFragmentsBehindTheOffsetTable() throws IOException {
    byte[] bytes =
        bytes(
            "E0 7F 10 00 'OB' 00 00 FF FF FF FF | PixelData, encapsulated",
            "FE FF 00 E0 04 00 00 00 00 00 00 00 | Basic Offset Table",
            "FE FF 00 E0 02 00 00 00 AA BB       | fragment",
            "FE FF 00 E0 04 00 00 00 01 02 03 04 | fragment",
            "FE FF DD E0 00 00 00 00             | sequence delimitation");
    ParsedDataSet parsed = parse(JPEG_BASELINE_8BIT, bytes);
    PixelDataLocation pixels = parsed.pixelData().orElseThrow();
    assertThat(pixels.encapsulated()).isTrue();
    assertThat(pixels.ranges())
        .containsExactly(new Range(20, 4), new Range(32, 2), new Range(42, 4));
    Element element = parsed.dataSet().element(Tag.PixelData).orElseThrow();
    assertThat(element.fragments()).hasSize(3);
    assertThatThrownBy(() -> element.fragments().get(1).open())
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("offset 32");
  }

  @Test
  void refusesEncapsulatedPixelDataThatBeginWithoutAnItem() {
    byte[] bytes =
        bytes(
            "E0 7F 10 00 'OB' 00 00 FF FF FF FF | PixelData, encapsulated",
            "FF D8 FF E0 00 10 4A 46            | a JPEG stream at once");
    assertFormatError(JPEG_BASELINE_8BIT, bytes, Tag.PixelData, 0);
  }

  @Test
  void keepsPixelDataOfAnIconApart() throws IOException {
    ParsedDataSet parsed =
        parse(
            EXPLICIT_VR_LITTLE_ENDIAN,
            bytes(
                "88 00 00 02 'SQ' 00 00 16 00 00 00 | IconImageSequence",
                "FE FF 00 E0 0E 00 00 00            | item",
                "E0 7F 10 00 'OW' 00 00 02 00 00 00 01 02 | the icon's PixelData"));
    assertThat(parsed.pixelData()).isEmpty();
    assertThat(parsed.dataSet().items(Tag.IconImageSequence).get(0).contains(Tag.PixelData))
        .isTrue();
  }

  @Test
  void acceptsElementsOutOfOrderAndDropsGroupLengths() throws IOException {
    DataSet dataSet =
        parse(
                EXPLICIT_VR_LITTLE_ENDIAN,
                bytes(
                    "28 00 10 00 'US' 02 00 07 00       | Rows",
                    "10 00 00 00 'UL' 04 00 63 00 00 00 | group length, wrong",
                    "10 00 20 00 'LO' 02 00 '42'        | PatientID"))
            .dataSet();
    assertThat(dataSet.elements())
        .extracting(Element::tag)
        .containsExactly(Tag.PatientID, Tag.Rows);
  }

  @Test
  void findsFloatPixelData() throws IOException {
    ParsedDataSet parsed =
        parse(
            EXPLICIT_VR_LITTLE_ENDIAN,
            bytes("E0 7F 08 00 'OF' 00 00 04 00 00 00 00 00 80 3F | FloatPixelData"));
    assertThat(parsed.pixelData().map(PixelDataLocation::tag)).contains(Tag.FloatPixelData);
  }

  @Test
  void leavesLargeValuesWhereTheyAre() throws IOException {
    byte[] start = bytes("09 00 01 10 'OB' 00 00 00 00 80 00 | private, 8 MiB");
    byte[] end = bytes("10 00 20 00 'LO' 02 00 '42' | PatientID");
    ParsedDataSet parsed =
        parse(EXPLICIT_VR_LITTLE_ENDIAN, join(start, new byte[8 * 1024 * 1024], end));
    Element large = parsed.dataSet().element(0x00091001).orElseThrow();
    assertThat(large.bytes()).isEmpty();
    assertThat(large.bulk().orElseThrow().length()).isEqualTo(8 * 1024 * 1024);
    assertThat(parsed.dataSet().string(Tag.PatientID)).contains("42");
  }

  @Test
  void stopsBeforePixelDataWhenAsked() throws IOException {
    byte[] bytes =
        bytes(
            "10 00 20 00 'LO' 02 00 '42'              | PatientID",
            "E0 7F 10 00 'OW' 00 00 FF FF FF 7F 00 00 | PixelData, cut");
    ParsedDataSet parsed =
        DataSetParser.parseHeader(
            new ByteArrayInputStream(bytes), EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.defaults());
    assertThat(parsed.dataSet().string(Tag.PatientID)).contains("42");
    assertThat(parsed.pixelData()).isEqualTo(Optional.empty());
    assertThat(parsed.length()).isEqualTo(10);
  }

  @Test
  void readsEveryByteOfTheStreamAndSkipsNone() throws IOException {
    byte[] pixels = new byte[1_000_000];
    byte[] bytes =
        join(
            bytes(
                "10 00 20 00 'LO' 02 00 '42'              | PatientID",
                "E0 7F 10 00 'OW' 00 00 40 42 0F 00          | PixelData, 1,000,000 bytes"),
            pixels);
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    InputStream copying =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, Math.min(length, 1 + copy.size() % 7001));
            if (count > 0) {
              copy.write(target, offset, count);
            }
            return count;
          }

          @Override
          public long skip(long count) {
            throw new AssertionError("somebody looks on");
          }
        };
    DataSetParser.parse(copying, EXPLICIT_VR_LITTLE_ENDIAN, ReadLimits.defaults());
    assertThat(copy.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void namesTagAndOffsetOfAnInvalidVR() {
    byte[] bytes =
        bytes("08 00 60 00 'CS' 02 00 'CR' | Modality", "10 00 20 00 'ZZ' 02 00 '42' | PatientID");
    DicomFormatException error =
        assertFormatError(EXPLICIT_VR_LITTLE_ENDIAN, bytes, Tag.PatientID, 10);
    assertThat(error)
        .hasMessageStartingWith("(0010,0020) PatientID at offset 10:")
        .hasMessageContaining("\"ZZ\"");
  }

  @Test
  void refusesLengthsBeyondTheEnd() {
    assertFormatError(
        EXPLICIT_VR_LITTLE_ENDIAN,
        bytes("10 00 20 00 'LO' F0 FF '42' | 65520 bytes, there are 2"),
        Tag.PatientID,
        0);
    assertFormatError(
        EXPLICIT_VR_LITTLE_ENDIAN,
        bytes("E0 7F 10 00 'OW' 00 00 F0 FF FF 7F 01 02 | 2 GB, there are 2 bytes"),
        Tag.PixelData,
        0);
    assertFormatError(
        EXPLICIT_VR_LITTLE_ENDIAN,
        bytes(
            "08 00 40 11 'SQ' 00 00 10 00 00 00 | a sequence of 16 bytes",
            "FE FF 00 E0 08 00 00 00            | an item of 8",
            "10 00 20 00 'LO' 02 00 '42'        | an element of 10"),
        Tag.PatientID,
        20);
  }

  @Test
  void allocatesNoMoreThanArrives() {
    // Twice the heap of the tests: reserving it at once would end in an OutOfMemoryError.
    byte[] bytes = bytes("09 00 01 10 'UT' 00 00 00 00 FF 7F 'a few bytes' | 2 GB are declared");
    ReadLimits generous =
        ReadLimits.defaults()
            .withMaxElementLength(Integer.MAX_VALUE - 2048)
            .withMaxHeldLength(Long.MAX_VALUE);
    assertThatThrownBy(() -> parse(EXPLICIT_VR_LITTLE_ENDIAN, bytes, generous))
        .isInstanceOf(DicomFormatException.class)
        .hasMessageContaining("ends after 11");
  }

  @Test
  void refusesHeadersThatAreCut() {
    assertFormatError(EXPLICIT_VR_LITTLE_ENDIAN, bytes("10 00 20 00 'LO' | no length"), 0, 0);
    assertFormatError(
        EXPLICIT_VR_LITTLE_ENDIAN,
        bytes("09 00 01 10 'OB' 00 00 01 | the length is cut"),
        0x00091001,
        0);
  }

  @Test
  void refusesSequencesWithoutEnd() {
    byte[] open =
        bytes(
            "08 00 40 11 'SQ' 00 00 FF FF FF FF | undefined length",
            "FE FF 00 E0 FF FF FF FF            | item, undefined",
            "08 00 00 01 'SH' 02 00 'AB'        | CodeValue");
    assertThatThrownBy(() -> parse(EXPLICIT_VR_LITTLE_ENDIAN, open))
        .isInstanceOf(DicomFormatException.class);
    byte[] noItem =
        bytes(
            "08 00 40 11 'SQ' 00 00 FF FF FF FF | undefined length",
            "08 00 00 01 'SH' 02 00 'AB'        | an element where an item is to be");
    assertFormatError(EXPLICIT_VR_LITTLE_ENDIAN, noItem, Tag.CodeValue, 12);
  }

  @Test
  void refusesUndefinedLengthsOfText() {
    assertFormatError(
        EXPLICIT_VR_LITTLE_ENDIAN,
        bytes("40 00 60 A1 'UT' 00 00 FF FF FF FF | TextValue of undefined length"),
        Tag.TextValue,
        0);
    assertFormatError(
        IMPLICIT_VR_LITTLE_ENDIAN,
        bytes("10 00 20 00 FF FF FF FF | PatientID of undefined length"),
        Tag.PatientID,
        0);
  }

  @Test
  void refusesDelimitersOutOfPlace() {
    assertFormatError(
        EXPLICIT_VR_LITTLE_ENDIAN,
        bytes("FE FF DD E0 00 00 00 00 | a sequence ends that never began"),
        0xFFFEE0DD,
        0);
  }

  private static DicomFormatException assertFormatError(
      TransferSyntax syntax, byte[] bytes, int tag, long offset) {
    DicomFormatException error =
        assertThrows(DicomFormatException.class, () -> parse(syntax, bytes));
    assertThat(error.tag()).as(error.getMessage()).isEqualTo(tag);
    assertThat(error.offset()).as(error.getMessage()).isEqualTo(offset);
    return error;
  }
}
