/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.data.CharacterSetExamples.Example;

class CodeExtensionTest {
  static List<Example> examples() {
    return CharacterSetExamples.all().toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsAndWritesTheExamplesOfTheStandard(Example example) {
    SpecificCharacterSet set = example.set();
    assertThat(set.isConforming()).isTrue();
    assertThat(set.decode(example.bytes(), example.vr())).isEqualTo(example.text());
    byte[] written = set.encode(example.text(), example.vr());
    if (example.section().equals("I.3")) {
      // The Standard designates at the start of each line, we where it is needed: both may be.
      assertThat(set.decode(written, example.vr())).isEqualTo(example.text());
    } else {
      assertThat(written).isEqualTo(example.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EUC-JP", "EUC-KR", "GB2312", "GBK", "GB18030", "TIS-620", "ISO-8859-6"})
  void theJdkHasEachCharacterSet(String name) {
    assertThat(Charset.isSupported(name))
        .as("%s: a JDK made by jlink needs the module jdk.charsets", name)
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // second bytes that look like a backslash, a caret, an equals sign, a letter
        "GB18030 | 81 5C 5C 81 5E 5C 81 40 | 乗,乛,丂",
        "GBK     | 8F 5C 5C 41             | 廫,A",
        "GB18030 | 81 30 81 30 5C 41       | \u0080,A",
        "ISO 2022 IR 87 | 1B 24 42 30 5C 30 5E 1B 28 42 5C 41 | 移緯,A",
        "ISO 2022 IR 87 | 1B 24 42 25 5C 25 5E 25 3D 1B 28 42 | ボマソ"
      })
  void bytesOfACharacterDoNotSplitValues(String terms, String hex, String values) {
    DataSet dataSet =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, terms)
            .setBytes(Tag.OtherPatientNames, VR.PN, bytes(hex))
            .build();
    assertThat(dataSet.strings(Tag.OtherPatientNames)).containsExactly(values.split(","));
  }

  @Test
  void delimitersBringTheFirstSetBack() {
    SpecificCharacterSet set =
        SpecificCharacterSet.of(List.of("ISO 2022 IR 100", "ISO 2022 IR 144"));
    for (String delimiter : List.of("5E", "3D", "5C", "0D", "0A", "0C", "09")) {
      byte[] value = bytes("1B 2D 4C BB" + delimiter + "E9");
      assertThat(set.decode(value, VR.PN)).startsWith("Л").endsWith("é").hasSize(3);
    }
    assertThat(set.decode(bytes("1B 2D 4C BB 5E E9"), VR.LO)).isEqualTo("Л^щ");
    assertThat(set.decode(bytes("1B 2D 4C BB 5C E9"), VR.LT)).isEqualTo("Л\\щ");
  }

  @Test
  void writesTheFirstSetBackBeforeADelimiter() {
    SpecificCharacterSet set =
        SpecificCharacterSet.of(List.of("ISO 2022 IR 100", "ISO 2022 IR 144"));
    assertThat(set.encode("éЛ^é", VR.PN)).isEqualTo(bytes("E9 1B 2D 4C BB 1B 2D 41 5E E9"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        // ESC $ ( X: nothing that DICOM knows; what follows is read as at the beginning
        "\\ISO 2022 IR 87  | 41 1B 24 28 58 42 43          | A\uFFFD$(XBC",
        "\\ISO 2022 IR 87  | 1B 24 42 3B 33 1B 28 58 41    | 山\uFFFD(XA",
        "\\ISO 2022 IR 87  | 1B 24 42 3B 33 45             | 山\uFFFD",
        "\\ISO 2022 IR 87  | 1B 24 42 3B 33 1B             | 山\uFFFD",
        "\\ISO 2022 IR 87  | 1B 24 42 7E 7E 3B 33          | \uFFFD山",
        "\\ISO 2022 IR 149 | 1B 24 29 43 FB F3 FB          | 洪\uFFFD",
        "\\ISO 2022 IR 149 | 1B 24 29 43 FB 41             | \uFFFDA",
        "ISO_IR 192        | 41 C8                         | A\uFFFD",
        "GB18030           | CD F5 81                      | 王\uFFFD",
        "ISO 2022 IR 13    | F0 D4                         | \uFFFDﾔ"
      })
  void brokenSequencesAreSeenAndLoseNoText(String terms, String hex, String text) {
    SpecificCharacterSet set = SpecificCharacterSet.of(Values.split(terms, 8));
    assertThat(set.decode(bytes(hex), VR.LO)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // a forgotten way back to ASCII before a caret; a space among characters of two bytes
        "\\ISO 2022 IR 87  | 1B 24 42 3B 33 45 44 5E 1B 24 42 42 40 4F 3A | 山田^太郎",
        "\\ISO 2022 IR 87  | 1B 24 42 3B 33 20 45 44                      | 山 田",
        "\\ISO 2022 IR 87  | 1B 24 42 3B 33 0D 0A 41                      | 山~~A",
        // the sequence once for the whole name, or never, or with a wrong label
        "\\ISO 2022 IR 149 | 1B 24 29 43 FB F3 5E D1 CE D4 D7             | 洪^吉洞",
        "ISO 2022 IR 149   | FB F3 5E D1 CE D4 D7                         | 洪^吉洞",
        "\\ISO 2022 IR 58  | D5 C5 5E D0 A1 B6 AB                         | 张^小东",
        "\\ISO 2022 IR 101 | 54 E3 6E                                     | Tăn",
        "\\ISO 2022 IR 101 | 54 C4 83 6E                                  | Tăn",
        "ISO_IR 87         | 1B 24 42 3B 33 45 44 1B 28 42                | 山田",
        "ISO 2022 IR 87    | 1B 24 42 3B 33 45 44 1B 28 42                | 山田"
      })
  void readsWhatDevicesWriteWrongly(String terms, String hex, String text) {
    SpecificCharacterSet set = SpecificCharacterSet.of(Values.split(terms, 8));
    assertThat(set.decode(bytes(hex), VR.PN)).isEqualTo(text.replace("~~", "\r\n"));
  }

  @Test
  void noCodeOfTwoBytesShiftsThoseBehindIt() {
    SpecificCharacterSet japanese =
        SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87", "ISO 2022 IR 159"));
    for (String escape : List.of("1B 24 42", "1B 24 28 44")) {
      for (int first = 0x21; first <= 0x7E; first++) {
        for (int second = 0x21; second <= 0x7E; second++) {
          byte[] value = bytes(escape + "%02X %02X 1B 24 42 3B 33".formatted(first, second));
          assertThat(japanese.decode(value, VR.LT)).endsWith("山").hasSizeLessThanOrEqualTo(4);
        }
      }
      byte[] unused = bytes(escape + "29 29 7E 7E 2D 2D 1B 28 42 41");
      assertThat(japanese.decode(unused, VR.LT)).endsWith("A");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ISO_IR 100 | true",
        "ISO_IR 13 | true",
        "\\ISO 2022 IR 87\\ISO 2022 IR 159 | true",
        "ISO 2022 IR 6\\ISO 2022 IR 87 | true",
        "GB18030 | true",
        "ISO_IR 100\\ISO_IR 144 | false",
        "ISO_IR 192\\ISO 2022 IR 87 | false",
        "ISO_IR 100\\ISO 2022 IR 144 | false",
        "ISO 2022 IR 149 | false",
        "ISO_IR 999 | false"
      })
  void tellsTermsThatCannotStandTogether(String terms, boolean conforming) {
    assertThat(SpecificCharacterSet.of(Values.split(terms, 8)).isConforming())
        .isEqualTo(conforming);
  }

  @Test
  void readsSeveralTermsWithoutCodeExtensionsByTheFirst() {
    SpecificCharacterSet set = SpecificCharacterSet.of(List.of("ISO_IR 100", "ISO_IR 144"));
    assertThat(set.decode(bytes("E9 5E 1B 2D 4C BB"), VR.PN)).isEqualTo("é^Л");
    SpecificCharacterSet utf8 = SpecificCharacterSet.of(List.of("ISO_IR 192", "ISO 2022 IR 87"));
    assertThat(utf8.decode(bytes("C8 98"), VR.PN)).isEqualTo("Ș");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
