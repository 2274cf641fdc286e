/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;
import org.xrayvision.api.Sex;

final class MaskingTest {
  private static final Masking MASKED = Masking.with("one".getBytes(StandardCharsets.UTF_8));
  private static final Patient PATIENT =
      new Patient(
          "1580412400014", "412207", "Ștefănescu Ion-Gheorghe", LocalDate.of(1958, 4, 12), Sex.M);

  /** What core's tests of the one scrubber are made of. */
  private static final Path TABLE =
      Path.of("../xrayvision-core/src/test/resources/org/xrayvision/core/privacy/identifiers.csv");

  private static Exam exam() {
    return exam(PATIENT, "Dr. Andreea Marin");
  }

  private static Exam exam(Patient patient, String radiologist) {
    Instant then = Instant.EPOCH;
    RadReport report =
        new RadReport("SR-88121", "", null, 3, "", null, radiologist, null, null, 1, then, then);
    return new Exam(
        "1.2.3",
        patient,
        LocalDateTime.of(2026, 11, 22, 10, 0),
        "Torace",
        "chest",
        "PA",
        "CR",
        ExamStatus.DONE,
        null,
        null,
        "CR-4711",
        "A-17",
        null,
        false,
        0,
        null,
        null,
        report);
  }

  @ParameterizedTest
  @CsvSource({
    "Popescu Ion, P.I.",
    "ștefănescu Ion-Gheorghe, Ș.I.G.",
    "Dr. Andreea Marin, A.M.",
    "Prof. Dr. Radu Stoica, R.S.",
    "O'Neill Ana, O.N.A.",
    "Popescu^Ion^^, P.I.",
    "ANON, A.",
    "12345, ?",
    "a b c d e f, A.B.C.D.",
  })
  void namesBecomeInitials(String name, String initials) {
    assertThat(MASKED.name(name)).isEqualTo(initials);
    assertThat(Masking.NONE.name(name)).isEqualTo(name);
  }

  @Test
  void aPatientKeepsOnePseudonymThatTellsNothing() {
    String pseudonym = MASKED.patientId(PATIENT);

    assertThat(pseudonym).matches("p-[0-9a-f]{16}").isEqualTo(MASKED.patientId(PATIENT));
    assertThat(MASKED.patientId(new Patient("1580412400022", null, null, null, null)))
        .isNotEqualTo(pseudonym);
    assertThat(Masking.with("two".getBytes(StandardCharsets.UTF_8)).patientId(PATIENT))
        .isNotEqualTo(pseudonym);
    assertThat(MASKED.patientId(new Patient("uid:1.2.3", null, null, null, null))).isNull();
    assertThat(Masking.NONE.patientId(PATIENT)).isEqualTo("1580412400014");
  }

  @Test
  void idsAndBirthDateAreGone() {
    assertThat(MASKED.id("412207")).isNull();
    assertThat(MASKED.birthDate(PATIENT.birthDate())).isNull();
    assertThat(Masking.NONE.id("412207")).isEqualTo("412207");
    assertThat(Masking.NONE.birthDate(PATIENT.birthDate())).isEqualTo("1958-04-12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pacientul Ștefănescu are febră",
        "Pacientul STEFANESCU are febră",
        "Pacientul şTEFĂNESCU are febră",
        "Pacientul ION are febră",
        "Pacientul gheorghe are febră",
        "Pacientul 1580412400014 are febră",
        "Pacientul 412207 are febră",
        "Pacientul SR-88121 are febră",
        "Pacientul CR-4711 are febră",
        "Pacientul 1958-04-12 are febră",
        "Pacientul 12.04.1958 are febră",
        "Pacientul 12.4.1958 are febră",
        "Pacientul 19580412 are febră",
        "Pacientul Andreea are febră",
        "Pacientul MARIN are febră",
        "Pacientul 2920227400233 are febră",
      })
  void textsLoseWhatNamesPatientAndRadiologist(String text) {
    assertThat(MASKED.text(text, exam())).isEqualTo("Pacientul […] are febră");
    assertThat(Masking.NONE.text(text, exam())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Opacitate în lobul inferior drept, 12 mm.",
        "Ionescu nu e acest pacient",
        "Dr. de gardă",
        "Marinar, ioni, submarin",
      })
  void otherWordsStay(String text) {
    assertThat(MASKED.text(text, exam())).isEqualTo(text);
  }

  static Stream<String[]> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .map(line -> line.replace("\\n", "\n").replace("\\r", "\r").split("\\|", -1));
  }

  @ParameterizedTest
  @MethodSource("table")
  void textsLoseWhatModelsDoNotSeeEither(String name, String id, String text, String clean) {
    Patient patient = new Patient(id, "412207", name, LocalDate.of(1958, 4, 12), Sex.F);
    assertThat(MASKED.text(text, exam(patient, "Dr. Ionescu Andrei"))).isEqualTo(clean);
  }

  @Test
  void anotherExamsTextsAreHiddenByItsOwnNames() {
    Exam one = exam();
    Exam other = exam(new Patient("1", null, "Stan^Vasile", null, null), "Dr. Pop");
    assertThat(MASKED.text("Ion, Vasile", one)).isEqualTo("[…], Vasile");
    assertThat(MASKED.text("Ion, Vasile", other)).isEqualTo("Ion, […]");
    assertThat(MASKED.text("Ion, Vasile", one)).isEqualTo("[…], Vasile");
  }

  @Test
  void severalPlacesInOneTextAreAllGone() {
    assertThat(MASKED.text("Ion, Ion Stefanescu; ion.", exam())).isEqualTo("[…], […] […]; […].");
  }
}
