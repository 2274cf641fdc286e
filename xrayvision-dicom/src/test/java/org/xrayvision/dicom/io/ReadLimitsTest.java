/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.xrayvision.dicom.data.TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
import static org.xrayvision.dicom.data.TransferSyntax.JPEG_BASELINE_8BIT;
import static org.xrayvision.dicom.io.Golden.bytes;
import static org.xrayvision.dicom.io.Golden.join;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;

class ReadLimitsTest {
  private static final ReadLimits LIMITS = ReadLimits.defaults();
  private static final byte[] OPEN_SEQUENCE =
      bytes("08 00 40 11 FF FF FF FF FE FF 00 E0 FF FF FF FF | ReferencedImageSequence, item");

  @Test
  void boundsTheDepthOfSequences() {
    byte[] deep = repeat(OPEN_SEQUENCE, 1000);
    DicomFormatException error = error(IMPLICIT_VR_LITTLE_ENDIAN, deep, LIMITS);
    assertThat(error.tag()).isEqualTo(Tag.ReferencedImageSequence);
    assertThat(error.offset()).isEqualTo(64L * OPEN_SEQUENCE.length);
    assertThat(error(IMPLICIT_VR_LITTLE_ENDIAN, repeat(OPEN_SEQUENCE, 100_000), deepest()))
        .hasMessageContaining("256 levels");
  }

  @Test
  void boundsTheNumberOfElementsAndItems() throws IOException {
    byte[] items = repeat(bytes("FE FF 00 E0 00 00 00 00 | empty item"), 50);
    byte[] sequence =
        join(bytes("08 00 40 11 FF FF FF FF"), items, bytes("FE FF DD E0 00 00 00 00"));
    assertThat(error(IMPLICIT_VR_LITTLE_ENDIAN, sequence, LIMITS.withMaxElements(50)))
        .hasMessageContaining("more than 50 elements");
    assertThat(
            Golden.parse(IMPLICIT_VR_LITTLE_ENDIAN, sequence, LIMITS.withMaxElements(51)).length())
        .isEqualTo(sequence.length);
  }

  @Test
  void boundsOneValueInMemory() {
    byte[] text = join(bytes("40 00 60 A1 'UT' 00 00 64 00 00 00"), new byte[100]);
    DicomFormatException error =
        error(EXPLICIT_VR_LITTLE_ENDIAN, text, LIMITS.withMaxElementLength(99));
    assertThat(error.tag()).isEqualTo(Tag.TextValue);
    assertThat(error).hasMessageContaining("100 bytes").hasMessageContaining("99");
  }

  @Test
  void boundsAllValuesInMemory() {
    byte[] text = repeat(bytes("10 00 20 00 'LO' 04 00 'ABCD' | PatientID again and again"), 30);
    DicomFormatException error =
        error(EXPLICIT_VR_LITTLE_ENDIAN, text, LIMITS.withMaxHeldLength(100));
    assertThat(error.offset()).isEqualTo(25L * 12);
  }

  @Test
  void boundsTheNumberOfFragments() {
    byte[] fragments = repeat(bytes("FE FF 00 E0 00 00 00 00 | empty fragment"), 12);
    byte[] bytes = join(bytes("E0 7F 10 00 'OB' 00 00 FF FF FF FF"), fragments);
    assertThat(error(JPEG_BASELINE_8BIT, bytes, LIMITS.withMaxFragments(10)))
        .hasMessageContaining("more than 10 fragments");
  }

  @Test
  void boundsTheFragmentsOfAllValuesTogether() throws IOException {
    byte[] value = // table, two fragments
        join(
            bytes("09 00 01 10 'OB' 00 00 FF FF FF FF"),
            repeat(bytes("FE FF 00 E0 00 00 00 00 | empty item"), 3),
            bytes("FE FF DD E0 00 00 00 00"));
    DicomFormatException error =
        error(JPEG_BASELINE_8BIT, repeat(value, 6), LIMITS.withMaxFragments(10));
    assertThat(error).hasMessageContaining("more than 10 fragments");
    assertThat(error.offset()).isEqualTo(5L * value.length);
    assertThat(
            Golden.parse(JPEG_BASELINE_8BIT, repeat(value, 5), LIMITS.withMaxFragments(10))
                .length())
        .isEqualTo(5L * value.length);
  }

  @Test
  void boundsWhatADeflatedDataSetBecomes() throws IOException {
    byte[] bomb =
        join(bytes("E0 7F 10 00 'OB' 00 00 00 00 00 02 | 32 MiB"), new byte[32 * 1024 * 1024]);
    byte[] deflated = deflate(bomb);
    assertThat(deflated.length).isLessThan(50_000);
    assertThat(
            error(
                DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
                deflated,
                LIMITS.withMaxInflatedLength(1024 * 1024)))
        .hasMessageContaining("1048576");
    assertThat(Golden.parse(DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, deflated).length())
        .isEqualTo(bomb.length);
  }

  @Test
  void boundsTheDataSet() {
    byte[] bytes = join(bytes("E0 7F 10 00 'OB' 00 00 00 00 10 00 | 1 MiB"), new byte[1024 * 1024]);
    DicomFormatException error =
        error(EXPLICIT_VR_LITTLE_ENDIAN, bytes, LIMITS.withMaxDataSetLength(100_000));
    assertThat(error.tag()).isEqualTo(Tag.PixelData);
    assertThat(error).hasMessageContaining("100000");
  }

  @Test
  void refusesBoundsThatCannotBe() {
    assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withMaxDepth(257));
    assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withMaxElements(0));
    assertThatIllegalArgumentException().isThrownBy(() -> LIMITS.withInlineLength(1L << 40));
  }

  private static ReadLimits deepest() {
    return LIMITS.withMaxDepth(256);
  }

  private static DicomFormatException error(
      TransferSyntax syntax, byte[] bytes, ReadLimits limits) {
    return assertThrows(DicomFormatException.class, () -> Golden.parse(syntax, bytes, limits));
  }

  private static byte[] deflate(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, true))) {
      deflated.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] repeat(byte[] bytes, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }
}
