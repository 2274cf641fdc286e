/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonNameTest {
  @Test
  void hasFiveComponents() {
    PersonName name = PersonName.parse("Adams^John Robert^Quincy^Rev.^B.A. M.Div.");
    assertThat(name.familyName()).isEqualTo("Adams");
    assertThat(name.givenName()).isEqualTo("John Robert");
    assertThat(name.middleName()).isEqualTo("Quincy");
    assertThat(name.prefix()).isEqualTo("Rev.");
    assertThat(name.suffix()).isEqualTo("B.A. M.Div.");
    assertThat(name.display()).isEqualTo("Rev. John Robert Quincy Adams B.A. M.Div.");
  }

  @Test
  void hasThreeGroups() {
    PersonName name = PersonName.parse("Yamada^Tarou=山田^太郎=やまだ^たろう=more");
    assertThat(name.alphabetic()).isEqualTo("Yamada^Tarou");
    assertThat(name.ideographic()).isEqualTo("山田^太郎");
    assertThat(name.phonetic()).isEqualTo("やまだ^たろう");
    assertThat(name.toDicom()).isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
  }

  @Test
  void fallsBackToTheGroupThatIsThere() {
    assertThat(PersonName.parse("=山田^太郎").familyName()).isEqualTo("山田");
    assertThat(PersonName.parse("==やまだ").display()).isEqualTo("やまだ");
  }

  @Test
  void dropsEmptyComponentsAtTheEnd() {
    PersonName name = PersonName.parse(" Neamțu^Vasile^^^ ");
    assertThat(name.alphabetic()).isEqualTo("Neamțu^Vasile");
    assertThat(name.display()).isEqualTo("Vasile Neamțu");
    assertThat(PersonName.parse("^^^^").isEmpty()).isTrue();
    assertThat(PersonName.parse("").display()).isEmpty();
  }

  @Test
  void whatIsBeyondGroupsAndComponentsIsLeftOut() {
    PersonName name = PersonName.parse("A^B^C^D^E" + "^F".repeat(100_000) + "=".repeat(100_000));
    assertThat(name.suffix()).isEqualTo("E");
    assertThat(name.display()).isEqualTo("D B C A E");
    assertThat(name.ideographic() + name.phonetic()).isEmpty();
  }
}
