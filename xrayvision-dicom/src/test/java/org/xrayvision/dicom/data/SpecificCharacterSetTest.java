/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificCharacterSetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ISO_IR 100 | 4D FC 6C 6C 65 72       | Müller",
        "ISO_IR 101 | DE E2 72 63 E3          | Ţârcă",
        "ISO_IR 109 | A9 74                   | İt",
        "ISO_IR 110 | E0 BA                   | āē",
        "ISO_IR 144 | BB EE DA                | Люк",
        "ISO_IR 127 | E2 C8 C7 E6 EA          | قباني",
        "ISO_IR 126 | C4 E9 EF                | Διο",
        "ISO_IR 138 | F9 F8 E5 EF             | שרון",
        "ISO_IR 148 | FD FE F0                | ışğ",
        "ISO_IR 203 | A4 E9                   | €é",
        "ISO_IR 166 | A1 D2                   | กา",
        "ISO_IR 13  | D4 CF C0 DE             | ﾔﾏﾀﾞ",
        "ISO_IR 192 | C8 98 C4 83             | Șă",
        "GB18030    | CD F5 5E D0 A1 B6 AB    | 王^小东",
        "GBK        | CD F5 5E D0 A1 B6 AB    | 王^小东"
      })
  void readsAndWritesEachDefinedTerm(String term, String hex, String text) {
    SpecificCharacterSet set = SpecificCharacterSet.of(List.of(term));
    byte[] bytes = bytes(hex);
    assertThat(set.isKnown()).isTrue();
    assertThat(set.decode(bytes, VR.PN)).isEqualTo(text);
    assertThat(set.encode(text, VR.PN)).isEqualTo(bytes);
    assertThat(set.canEncode(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // ESC - A .. ESC - T designate the right half
        "ISO 2022 IR 100 | 1B 2D 41 E9    | é",
        "ISO 2022 IR 101 | 1B 2D 42 E3    | ă",
        "ISO 2022 IR 109 | 1B 2D 43 A9    | İ",
        "ISO 2022 IR 110 | 1B 2D 44 E0    | ā",
        "ISO 2022 IR 144 | 1B 2D 4C BB    | Л",
        "ISO 2022 IR 127 | 1B 2D 47 E2    | ق",
        "ISO 2022 IR 126 | 1B 2D 46 C4    | Δ",
        "ISO 2022 IR 138 | 1B 2D 48 F9    | ש",
        "ISO 2022 IR 148 | 1B 2D 4D FD    | ı",
        "ISO 2022 IR 166 | 1B 2D 54 A1    | ก",
        "ISO 2022 IR 13  | 1B 29 49 D4    | ﾔ",
        "ISO 2022 IR 87  | 1B 24 42 3B 33 45 44 | 山田",
        "ISO 2022 IR 159 | 1B 24 28 44 30 21    | 丂",
        "ISO 2022 IR 149 | 1B 24 29 43 FB F3    | 洪",
        "ISO 2022 IR 58  | 1B 24 29 41 CD F5    | 王"
      })
  void readsAndWritesEachCodeExtension(String term, String hex, String text) {
    SpecificCharacterSet set = SpecificCharacterSet.of(List.of("", term));
    assertThat(set.decode(bytes(hex), VR.LO)).isEqualTo(text);
    boolean left = term.endsWith("87") || term.endsWith("159");
    assertThat(set.encode(text, VR.LO))
        .as("ASCII is in force again where it was replaced")
        .isEqualTo(bytes(left ? hex + " 1B 28 42" : hex));
  }

  @Test
  void delimitersBringTheFirstSetBack() {
    SpecificCharacterSet set =
        SpecificCharacterSet.of(List.of("ISO 2022 IR 100", "ISO 2022 IR 144"));
    byte[] value = bytes("E9 1B 2D 4C BB 5E E9 3D 1B 2D 4C BB 5C E9");
    assertThat(set.decode(value, VR.PN)).isEqualTo("éЛ^é=Л\\é");
    assertThat(set.decode(value, VR.LO)).as("^ and = delimit names only").isEqualTo("éЛ^щ=Л\\é");
    assertThat(set.decode(set.encode("éЛ^éЛ=Лé", VR.PN), VR.PN)).isEqualTo("éЛ^éЛ=Лé");
  }

  @Test
  void keepsBackslashesOutOfTwoByteCharacters() {
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, "GB18030")
            .setBytes(Tag.OtherPatientIDs, VR.LO, bytes("81 5C 5C 41"))
            .build();
    assertThat(dataSet.strings(Tag.OtherPatientIDs)).containsExactly("乗", "A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO IR 101", "iso_ir_101", "ISO-IR 101", "ISO_IR101"})
  void understandsMisspelledTerms(String term) {
    assertThat(SpecificCharacterSet.of(List.of(term)).decode(bytes("E3"), VR.LO)).isEqualTo("ă");
  }

  @Test
  void guessesWhereNothingIsKnown() {
    for (List<String> terms : List.of(List.<String>of(), List.of(""), List.of("ISO_IR 999"))) {
      SpecificCharacterSet set = SpecificCharacterSet.of(terms);
      assertThat(set.isKnown()).isFalse();
      assertThat(set.decode("Fișier".getBytes(StandardCharsets.UTF_8), VR.PN)).isEqualTo("Fișier");
      assertThat(set.decode(bytes("4D FC"), VR.PN)).isEqualTo("Mü");
    }
    assertThat(SpecificCharacterSet.of(List.of("ISO_IR 6")).decode(bytes("C8 99"), VR.LO))
        .isEqualTo("ș");
  }

  @Test
  void neverFailsOnBytesThatMeanNothing() {
    byte[] every = new byte[512];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) (i % 2 == 0 ? i / 2 : 0x1B);
    }
    for (String term : List.of("87", "159", "149", "58", "13", "166", "127")) {
      SpecificCharacterSet set = SpecificCharacterSet.of(List.of("", "ISO 2022 IR " + term));
      for (VR vr : new VR[] {VR.PN, VR.LO, VR.UT}) {
        assertThat(set.decode(every, vr)).isNotEmpty();
        assertThat(set.decode(bytes("1B 24 42 3B"), vr)).isNotNull();
        assertThat(set.decode(bytes("1B 24 29 43 FB"), vr)).isNotNull();
        assertThat(set.decode(bytes("1B 24"), vr)).isEqualTo("\uFFFD$");
      }
    }
  }

  @Test
  void replacesWhatASetDoesNotHave() {
    SpecificCharacterSet latin1 = SpecificCharacterSet.of(List.of("ISO_IR 100"));
    assertThat(latin1.canEncode("Țepeș")).isFalse();
    assertThat(latin1.encode("aȚ", VR.LO)).isEqualTo(bytes("61 3F"));
    SpecificCharacterSet extended = SpecificCharacterSet.of(List.of("", "ISO 2022 IR 101"));
    assertThat(extended.canEncode("山")).isFalse();
    assertThat(extended.encode("a山", VR.LO)).isEqualTo(bytes("61 3F"));
  }

  @Test
  void leavesCodesAndIdentifiersAlone() {
    SpecificCharacterSet utf8 = SpecificCharacterSet.of(List.of("ISO_IR 192"));
    assertThat(utf8.decode(bytes("C8 99"), VR.CS)).hasSize(2);
  }

  @Test
  void takesNamesOfJavaCharacterSetsFromTheConfiguration() {
    assertThat(SpecificCharacterSet.ofName("windows-1250").decode(bytes("BA"), VR.LO))
        .isEqualTo("ş");
    assertThat(SpecificCharacterSet.ofName("ISO_IR 101").decode(bytes("BA"), VR.LO)).isEqualTo("ş");
    assertThat(SpecificCharacterSet.ofName("\\ISO 2022 IR 101").isKnown()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SpecificCharacterSet.ofName("ISO_IR 999"))
        .withMessageContaining("ISO_IR 999");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
