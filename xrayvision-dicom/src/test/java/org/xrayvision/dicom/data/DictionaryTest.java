/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DictionaryTest {
  @Test
  void hasAConstantForEachElement() throws IllegalAccessException {
    List<Field> constants =
        Arrays.stream(Tag.class.getDeclaredFields())
            .filter(field -> Modifier.isPublic(field.getModifiers()))
            .toList();
    assertThat(constants).hasSizeGreaterThan(1500);
    int before = -1;
    for (Field constant : constants) {
      int tag = constant.getInt(null);
      assertThat(Dictionary.keywordOf(tag)).isEqualTo(constant.getName());
      assertThat(Dictionary.tagOf(constant.getName())).hasValue(tag);
      assertThat(before == -1 || Integer.compareUnsigned(before, tag) < 0)
          .as(constant.getName() + " is in order")
          .isTrue();
      before = tag;
    }
  }

  @Test
  void knowsGroupLengthsPrivateAndRepeatingGroups() {
    assertThat(Dictionary.vrOf(0x00100000)).isEqualTo(VR.UL);
    assertThat(Dictionary.vrOf(0x00090010)).isEqualTo(VR.LO);
    assertThat(Dictionary.vrOf(0x000900FF)).isEqualTo(VR.LO);
    assertThat(Dictionary.vrOf(0x00091010)).isEqualTo(VR.UN);
    assertThat(Dictionary.vrOf(0x60103000)).isEqualTo(VR.OW);
    assertThat(Dictionary.keywordOf(0x601E0010)).isEqualTo("OverlayRows");
    assertThat(Dictionary.vrOf(0x50023000)).isEqualTo(VR.OW);
    assertThat(Dictionary.vrOf(0x52009229)).isEqualTo(VR.SQ);
    assertThat(Dictionary.vrOf(0x00080003)).isEqualTo(VR.UN);
    assertThat(Dictionary.keywordOf(0x00080003)).isEmpty();
    assertThat(Dictionary.tagOf("NoSuchKeyword")).isEmpty();
  }

  @Test
  void tellsWhatDependsOnThePixelRepresentation() {
    assertThat(Dictionary.isUSOrSS(Tag.PixelPaddingValue)).isTrue();
    assertThat(Dictionary.vrOf(Tag.PixelPaddingValue)).isEqualTo(VR.US);
    assertThat(Dictionary.isUSOrSS(Tag.Rows)).isFalse();
  }

  @Test
  void writesTagsAsTheStandardDoes() {
    assertThat(Tag.toString(Tag.PatientID)).isEqualTo("(0010,0020)");
    assertThat(Tag.of(0x7FE0, 0x0010)).isEqualTo(Tag.PixelData);
    assertThat(Tag.group(0xFFFEE000)).isEqualTo(0xFFFE);
    assertThat(Tag.element(0xFFFEE000)).isEqualTo(0xE000);
  }

  @Test
  void knowsEveryVR() {
    for (VR vr : VR.values()) {
      assertThat(VR.of(vr.name().charAt(0), vr.name().charAt(1))).contains(vr);
    }
    assertThat(VR.of('Z', 'Z')).isEqualTo(Optional.empty());
    assertThat(VR.of('u', 's')).isEqualTo(Optional.empty());
    assertThat(VR.of(-1, 300)).isEqualTo(Optional.empty());
    // PS3.5 §7.1.2
    assertThat(Arrays.stream(VR.values()).filter(VR::hasLongLength))
        .containsExactlyInAnyOrder(
            VR.OB, VR.OD, VR.OF, VR.OL, VR.OV, VR.OW, VR.SQ, VR.SV, VR.UC, VR.UN, VR.UR, VR.UT,
            VR.UV);
    assertThat(Arrays.stream(VR.values()).filter(VR::usesCharacterSet))
        .containsExactlyInAnyOrder(VR.SH, VR.LO, VR.ST, VR.LT, VR.UC, VR.UT, VR.PN);
  }

  @Test
  void knowsTransferSyntaxesAndSOPClasses() {
    assertThat(TransferSyntax.all()).hasSizeGreaterThan(60);
    assertThat(TransferSyntax.of("1.2.840.10008.1.2.4.70\0"))
        .contains(TransferSyntax.JPEG_LOSSLESS_SV1);
    assertThat(TransferSyntax.of("1.2.3.4.5.6.7")).isEmpty();
    assertThat(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN.bigEndian()).isTrue();
    assertThat(SOPClass.nameOf("1.2.840.10008.5.1.4.1.1.1"))
        .contains("Computed Radiography Image Storage");
    assertThat(SOPClass.nameOf("1.2.3")).isEmpty();
  }
}
