/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.xrayvision.dicom.io.Golden.bytes;
import static org.xrayvision.dicom.io.Golden.join;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;

class Part10Test {
  private static final byte[] PREAMBLE = join(new byte[128], bytes("'DICM'"));
  private static final byte[] EXPLICIT_META =
      bytes(
          "02 00 00 00 'UL' 04 00 1C 00 00 00             | 28 bytes follow",
          "02 00 10 00 'UI' 14 00 '1.2.840.10008.1.2.1' 00 | TransferSyntaxUID");
  private static final byte[] PATIENT = bytes("10 00 20 00 'LO' 02 00 '42' | PatientID");

  @Test
  void writesWhatTheStandardDemands() throws IOException {
    byte[] header = header("XRAY");
    assertThat(Arrays.copyOf(header, 128)).containsOnly(0);
    byte[] expected =
        bytes(
            "'DICM'                                          | prefix",
            "02 00 00 00 'UL' 04 00 B0 00 00 00              | group length 176",
            "02 00 01 00 'OB' 00 00 02 00 00 00 00 01        | version",
            "02 00 02 00 'UI' 1A 00 '1.2.840.10008.5.1.4.1.1.1' 00 | SOP class",
            "02 00 03 00 'UI' 06 00 '1.2.3' 00               | SOP instance",
            "02 00 10 00 'UI' 14 00 '1.2.840.10008.1.2.1' 00 | transfer syntax",
            "02 00 12 00 'UI' 2C 00                          | implementation class UID");
    assertThat(Arrays.copyOfRange(header, 128, 128 + expected.length)).isEqualTo(expected);
    assertThat(header).hasSize(144 + 176);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    InputStream in = stream(join(header("XRAY"), PATIENT));
    FileMeta meta = Part10.readMeta(in, ReadLimits.defaults());
    assertThat(meta.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(meta.elements().string(Tag.MediaStorageSOPInstanceUID)).contains("1.2.3");
    assertThat(meta.elements().string(Tag.SourceApplicationEntityTitle)).contains("XRAY");
    assertThat(meta.elements().string(Tag.ImplementationClassUID))
        .contains(UIDs.IMPLEMENTATION_CLASS_UID);
    assertThat(meta.dataSetOffset()).isEqualTo(header("XRAY").length);
    assertThat(in.readAllBytes()).isEqualTo(PATIENT);
    assertThat(Part10.readMeta(stream(header(null)), ReadLimits.defaults()).elements())
        .matches(elements -> !elements.contains(Tag.SourceApplicationEntityTitle));
  }

  @Test
  void readsFileMetaWithoutPreamble() throws IOException {
    InputStream in = stream(join(EXPLICIT_META, PATIENT));
    FileMeta meta = Part10.readMeta(in, ReadLimits.defaults());
    assertThat(meta.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(meta.dataSetOffset()).isEqualTo(EXPLICIT_META.length);
    assertThat(in.readAllBytes()).isEqualTo(PATIENT);
  }

  @Test
  void toleratesAWrongGroupLength() throws IOException {
    byte[] wrong = EXPLICIT_META.clone();
    wrong[8] = 0x7F;
    InputStream in = stream(join(PREAMBLE, wrong, PATIENT));
    assertThat(Part10.readMeta(in, ReadLimits.defaults()).dataSetOffset())
        .isEqualTo(132 + EXPLICIT_META.length);
  }

  @Test
  void doesNotTakeDeflatedBytesForFileMeta() throws IOException {
    byte[] meta =
        bytes(
            "02 00 00 00 'UL' 04 00 1E 00 00 00                  | 30 bytes follow",
            "02 00 10 00 'UI' 16 00 '1.2.840.10008.1.2.1.99'     | TransferSyntaxUID");
    InputStream in = stream(join(PREAMBLE, meta, bytes("02 00 00 00 00 00 00 00")));
    FileMeta read = Part10.readMeta(in, ReadLimits.defaults());
    assertThat(read.transferSyntax()).isEqualTo(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(in.readAllBytes()).hasSize(8);
  }

  @Test
  void guessesTheSyntaxWithoutFileMeta() throws IOException {
    assertThat(guess(bytes("08 00 05 00 'CS' 0A 00 'ISO_IR 100'")))
        .isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(guess(bytes("08 00 00 00 04 00 00 00 10 00 00 00")))
        .isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(guess(bytes("00 08 00 16 'UI' 00 02 '1.'")))
        .isEqualTo(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    assertThat(guess(join(PREAMBLE, bytes("08 00 16 00 02 00 00 00 '1.'"))))
        .isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void refusesWhatIsNoDicomFile() {
    for (byte[] bytes :
        new byte[][] {
          {}, bytes("'GIF89a'"), bytes("89 'PNG' 0D 0A 1A 0A"), new byte[200], PREAMBLE
        }) {
      DicomFormatException error =
          assertThrows(
              DicomFormatException.class,
              () -> Part10.readMeta(stream(bytes), ReadLimits.defaults()));
      assertThat(error).hasMessageContaining("no DICOM file");
    }
  }

  @Test
  void saysThatTheTransferSyntaxIsMissing() {
    byte[] meta = bytes("02 00 03 00 'UI' 06 00 '1.2.3' 00 | MediaStorageSOPInstanceUID");
    DicomFormatException error =
        assertThrows(
            DicomFormatException.class,
            () -> Part10.readMeta(stream(join(PREAMBLE, meta)), ReadLimits.defaults()));
    assertThat(error.tag()).isEqualTo(Tag.TransferSyntaxUID);
    assertThat(error).hasMessageContaining("no transfer syntax");
  }

  @Test
  void saysWhichTransferSyntaxIsUnknown() {
    byte[] meta =
        bytes(
            "02 00 03 00 'UI' 06 00 '1.2.3' 00   | MediaStorageSOPInstanceUID",
            "02 00 10 00 'UI' 08 00 '1.2.3.4' 00 | TransferSyntaxUID");
    UnknownTransferSyntaxException error =
        catchThrowableOfType(
            UnknownTransferSyntaxException.class,
            () -> Part10.readMeta(stream(join(PREAMBLE, meta)), ReadLimits.defaults()));
    assertThat(error.uid()).isEqualTo("1.2.3.4");
    assertThat(error.fileMeta().string(Tag.MediaStorageSOPInstanceUID)).contains("1.2.3");
  }

  @Test
  void refusesFileMetaThatIsCutOrHuge() {
    DicomFormatException cut =
        assertThrows(
            DicomFormatException.class,
            () ->
                Part10.readMeta(
                    stream(join(PREAMBLE, Arrays.copyOf(EXPLICIT_META, 30))),
                    ReadLimits.defaults()));
    assertThat(cut.tag()).isEqualTo(Tag.TransferSyntaxUID);
    assertThat(cut.offset()).isEqualTo(144);
    byte[] huge = bytes("02 00 02 01 'OB' 00 00 FF FF FF FF | 4 GiB");
    DicomFormatException tooLong =
        assertThrows(
            DicomFormatException.class,
            () -> Part10.readMeta(stream(join(PREAMBLE, huge)), ReadLimits.defaults()));
    assertThat(tooLong).hasMessageContaining("4294967295");
  }

  @Test
  void readsManySmallElementsOfFileMetaInNoTime() {
    byte[] small = new byte[1024 * 1024];
    for (int i = 0; i < small.length; i += 8) { // (0002,nnnn) UI of length 0, nnnn from 1
      int element = (i / 8) % 0xFFFF + 1;
      byte[] header = {2, 0, (byte) element, (byte) (element >> 8), 'U', 'I', 0, 0};
      System.arraycopy(header, 0, small, i, header.length);
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThrows(
                DicomFormatException.class,
                () -> Part10.readMeta(stream(join(PREAMBLE, small)), ReadLimits.defaults())));
  }

  @Test
  void asksForAStreamThatMarks() {
    InputStream unmarked =
        new FilterInputStream(stream(PREAMBLE)) {
          @Override
          public boolean markSupported() {
            return false;
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Part10.readMeta(unmarked, ReadLimits.defaults()));
  }

  private static TransferSyntax guess(byte[] bytes) throws IOException {
    return Part10.readMeta(stream(bytes), ReadLimits.defaults()).transferSyntax();
  }

  private static byte[] header(@Nullable String source) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.writeHeader(out, "1.2.840.10008.1.2.1", "1.2.840.10008.5.1.4.1.1.1", "1.2.3", source);
    return out.toByteArray();
  }

  private static InputStream stream(byte[] bytes) {
    return new BufferedInputStream(new ByteArrayInputStream(bytes), 16);
  }
}
