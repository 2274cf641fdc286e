/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text whose character set nobody told, or told wrongly. */
class FallbackCharacterSetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF-8        | 49 6F 6E C8 9B 61     | Ionța",
        "ISO_IR 192   | 54 E3 6E 61 73 E3     | Tănasă",
        "UTF-8        | AA 65 72 62 61 6E     | Şerban",
        "UTF-8        | 4D FC 6C 6C 65 72     | Müller",
        "ISO_IR 101   | 49 6F 6E C8 9B 61     | Ionța",
        "ISO_IR 101   | 54 E3 6E 61 73 E3     | Tănasă",
        "ISO_IR 100   | 54 E3 6E 61 73 E3     | Tãnasã",
        "windows-1250 | 8A 74 65 66 61 6E     | Štefan",
        "ISO_IR 144   | BB EE DA              | Люк",
        "GB18030      | C1 AA CD A8           | 联通", // valid UTF-8 by chance
        "ISO_IR 6     | 4D FC                 | Mü"
      })
  void isUtf8WhereItCanBeAndElseTheFallback(String fallback, String hex, String text) {
    DataSet unlabelled = DataSet.builder().setBytes(Tag.PatientName, VR.PN, bytes(hex)).build();
    assertThat(unlabelled.withFallbackCharacterSet(fallback).string(Tag.PatientName))
        .contains(text);
  }

  @Test
  void aLabelIsBelieved() {
    DataSet labelled =
        DataSet.builder()
            .set(Tag.SpecificCharacterSet, "ISO_IR 100")
            .setBytes(Tag.PatientName, VR.PN, bytes("C8 9B"))
            .build();
    assertThat(labelled.withFallbackCharacterSet("ISO_IR 101").string(Tag.PatientName))
        .contains("È\u009B");
  }

  @Test
  void asciiWithOtherBytesIsNoLabel() {
    DataSet ascii = labelledAscii("54 E3 6E 61 73 E3");
    assertThat(ascii.hasKnownCharacterSet()).isTrue();
    assertThat(ascii.string(Tag.PatientName)).contains("Tãnasã");
    assertThat(ascii.withFallbackCharacterSet("ISO_IR 101").string(Tag.PatientName))
        .contains("Tănasă");
    assertThat(ascii.withFallbackCharacterSet("UTF-8").string(Tag.PatientName)).contains("Tănasă");
    assertThat(labelledAscii("C8 9B").withFallbackCharacterSet("ISO_IR 101").characterSet())
        .matches(set -> set.definedTerms().equals(List.of("ISO_IR 6")));
  }

  @Test
  void itemsInheritTheFallbackToo() {
    DataSet unlabelled = DataSet.builder().setBytes(Tag.CodeMeaning, VR.LO, bytes("BA")).build();
    for (DataSet item : new DataSet[] {unlabelled, labelledAscii("41")}) {
      DataSet filled = item.toBuilder().setBytes(Tag.CodeMeaning, VR.LO, bytes("BA")).build();
      DataSet outer = DataSet.builder().setItems(Tag.ViewCodeSequence, filled).build();
      DataSet labelled =
          DataSet.builder()
              .set(Tag.SpecificCharacterSet, "ISO_IR 101")
              .setItems(Tag.ViewCodeSequence, filled)
              .build();
      assertThat(meaning(outer)).isEqualTo("º");
      assertThat(meaning(outer.withFallbackCharacterSet("ISO_IR 101"))).isEqualTo("ş");
      assertThat(meaning(labelled)).isEqualTo("ş");
    }
  }

  @Test
  void textBesideLabelledAsciiStaysWhenTheDataSetIsBuiltAnew() {
    DataSet known = labelledAscii("54 E3").withFallbackCharacterSet("ISO_IR 101");
    DataSet more = known.toBuilder().set(Tag.PatientID, "42").build();
    assertThat(more.bytes(Tag.PatientName)).isEqualTo(bytes("54 E3"));
    assertThat(more.string(Tag.PatientName)).contains("Tă");
  }

  private static String meaning(DataSet outer) {
    return outer.items(Tag.ViewCodeSequence).get(0).string(Tag.CodeMeaning).orElseThrow();
  }

  private static DataSet labelledAscii(String name) {
    return DataSet.builder()
        .set(Tag.SpecificCharacterSet, "ISO_IR 6")
        .setBytes(Tag.PatientName, VR.PN, bytes(name))
        .build();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
