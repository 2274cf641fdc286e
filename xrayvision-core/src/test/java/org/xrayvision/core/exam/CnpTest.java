/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.PatientIdentity;

class CnpTest {
  private static final LocalDate EXAM = LocalDate.of(2024, 3, 10);
  private final Cnp scheme = new Cnp();

  /** The twelve digits with the check digit that fits. */
  private static String withCheckDigit(String twelve) {
    String weights = "279146358279";
    int sum =
        IntStream.range(0, 12).map(i -> (twelve.charAt(i) - '0') * (weights.charAt(i) - '0')).sum();
    return twelve + (sum % 11 == 10 ? 1 : sum % 11);
  }

  @ParameterizedTest
  @CsvSource({
    "2510819332176, 1951-08-19, F, 33",
    "1470328090418, 1947-03-28, M, 9",
    "5150422510446, 2015-04-22, M, 51",
    "6010317520061, 2001-03-17, F, 52",
    "1700607403183, 1970-06-07, M, 40",
  })
  void validNumberTellsBirthSexAndCounty(String cnp, LocalDate birth, Sex sex, int county) {
    assertThat(scheme.parse(cnp)).contains(new PatientIdentity(birth, sex, county));
  }

  @Test
  void digitsThreeAndFourAreTheNineteenthCentury() {
    assertThat(scheme.parse(withCheckDigit("399123140001")))
        .contains(new PatientIdentity(LocalDate.of(1899, 12, 31), Sex.M, 40));
  }

  @Test
  void residentHasSexButNoCenturyOfHisOwn() {
    assertThat(scheme.parse("8890115260064")).contains(new PatientIdentity(null, Sex.F, 26));
  }

  @Test
  void residentWasBornInTheCenturyThatTheExamAllows() {
    assertThat(scheme.parse("8890115260064", EXAM).orElseThrow().birthDate())
        .isEqualTo("1989-01-15");
    assertThat(scheme.parse(withCheckDigit("715012040001"), EXAM).orElseThrow().birthDate())
        .isEqualTo("2015-01-20");
    assertThat(scheme.parse(withCheckDigit("724031140001"), EXAM).orElseThrow().birthDate())
        .as("a day after the exam")
        .isEqualTo("1924-03-11");
  }

  @Test
  void nobodyIsBornAfterTheExam() {
    String day = withCheckDigit("524031040001");
    assertThat(scheme.parse(day, EXAM).orElseThrow().birthDate()).isEqualTo(EXAM);
    String dayAfter = withCheckDigit("524031140001");
    assertThat(scheme.parse(dayAfter, EXAM)).isEmpty();
    assertThat(scheme.parse(dayAfter)).isPresent();
    assertThat(scheme.parse(withCheckDigit("699123140001"), EXAM)).isEmpty();
  }

  @Test
  void residentBornOnALeapDayOfOneCenturyOnly() {
    assertThat(scheme.parse(withCheckDigit("700022940001"), EXAM).orElseThrow().birthDate())
        .isEqualTo("2000-02-29");
  }

  @Test
  void foreignerHasNeitherSexNorCentury() {
    assertThat(scheme.parse(withCheckDigit("985010140001")))
        .contains(new PatientIdentity(null, null, 40));
  }

  @ParameterizedTest
  @ValueSource(strings = {"01", "46", "47", "48", "51", "52", "70"})
  void countyThatExists(String county) {
    assertThat(scheme.parse(withCheckDigit("1700101" + county + "123"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "49", "50", "53", "69", "71", "99"})
  void countyThatDoesNotExist(String county) {
    String cnp = withCheckDigit("1700101" + county + "123");
    assertThat(scheme.parse(cnp)).isEmpty();
    assertThat(scheme.resembles(cnp)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1700101409025", // check digit
        "1991332400128", // 32nd of the 13th month
        "1700101491236", // county 49
        "0700101401230", // first digit
      })
  void mistypedNumberIsRecognisedAndNotTaken(String cnp) {
    assertThat(scheme.parse(cnp)).isEmpty();
    assertThat(scheme.resembles(cnp)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "RX-2024-00124",
        "251081933217",
        "25108193321760",
        " 251081933217",
        "2510819 32176",
        "٢٥١٠٨١٩٣٣٢١٧٦",
        "२५१०८१९३३२१७६"
      })
  void otherTextIsNoNumber(String id) {
    assertThat(scheme.parse(id)).isEmpty();
    assertThat(scheme.resembles(id)).isFalse();
  }
}
