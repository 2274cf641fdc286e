/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.spi.Subject;

class SubjectTextTest {
  @ParameterizedTest
  @CsvSource({
    "2017-02-01, 2024-03-10, F, 7 years old girl",
    "1979-03-10, 2024-03-10, F, 45 years old woman",
    "1979-03-11, 2024-03-10, M, 44 years old man",
    "2024-03-06, 2024-03-10, M, 4 days old boy",
    "2024-03-09, 2024-03-10, F, 1 day old girl",
    "2024-03-10, 2024-03-10, F, newborn girl",
    "2024-02-10, 2024-03-10, F, 1 month old girl",
    "2023-04-10, 2024-03-10, M, 11 months old boy",
    "2022-03-11, 2024-03-10, M, 23 months old boy",
    "2022-03-10, 2024-03-10, M, 2 years old boy",
    "2006-03-11, 2024-03-10, M, 17 years old boy",
    "2006-03-10, 2024-03-10, M, 18 years old man",
    "2006-03-10, 2024-03-10, F, 18 years old woman",
    "2017-02-01, 2024-03-10, O, 7 years old child",
    "1979-02-01, 2024-03-10, , 45 years old adult",
    ", 2024-03-10, M, male patient",
    ", 2024-03-10, F, female patient",
    ", 2024-03-10, , patient",
    "2024-03-11, 2024-03-10, F, female patient",
    "1880-03-11, 2024-03-10, F, female patient",
  })
  void ageAtTheExamAndSexInWords(LocalDate birth, LocalDate exam, Sex sex, String text) {
    Patient patient = new Patient("1", null, null, birth, sex);
    assertThat(SubjectText.of(SubjectText.subject(patient, exam))).isEqualTo(text);
  }

  @Test
  void subjectHoldsNothingButAgeAndSex() {
    Patient patient =
        new Patient("2510819332176", "H1", "Olteanu Maria", LocalDate.of(1951, 8, 19), Sex.F);
    Subject subject = SubjectText.subject(patient, LocalDate.of(2023, 11, 6));
    assertThat(subject.toString()).doesNotContain("1951", "2510819332176", "Olteanu");
    assertThat(subject.age()).hasYears(72);
  }
}
