/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.store.PriorReading;
import org.xrayvision.spi.Prompt;

class PromptBuilderTest {
  private static final RegionOptions REGIONS =
      new RegionOptions(Map.of(), Map.of("chest", "Any consolidation or {odd} finding?"), Set.of());
  private static final String REPORT =
      "FINDINGS:\nOpacity, seen by Ștefănescu.\n\nIMPRESSION:\nPneumonia $1.";

  @TempDir private Path directory;

  private static Prompt reading(
      PromptBuilder builder,
      Exam exam,
      @Nullable String clinical,
      List<PriorReading> priors,
      @Nullable String previous) {
    return builder.reading(
        new ReadingFacts(exam, clinical, priors, previous, Scrubber.of(exam, List.of())));
  }

  private static PriorReading prior(int daysBefore, String text, boolean radiologist) {
    LocalDateTime day = LocalDateTime.of(2026, 3, 20, 23, 0).minusDays(daysBefore);
    return new PriorReading("1.2.3", day, text, radiologist);
  }

  @Test
  void asksAboutRegionProjectionAndSubject() {
    Patient girl = new Patient("1", null, "POP ANA", LocalDate.of(2018, 6, 1), Sex.F);
    Exam exam = Exams.exam(girl, "Umar", "upper_limb", "lateral");
    Prompt prompt = reading(new PromptBuilder(null, REGIONS), exam, null, List.of(), null);
    assertThat(prompt.system()).contains("FINDINGS").contains("IMPRESSION");
    assertThat(prompt.user())
        .isEqualTo(
            "Are there any abnormalities?\n\nX-ray: lateral upper limb\n"
                + "Patient: 7 years old girl");
    assertThat(prompt.version()).matches("[0-9a-f]{12}");
  }

  @Test
  void tellsClinicalInformationAndPriorsWithoutWhoAndWhen() {
    Prompt prompt =
        reading(
            new PromptBuilder(null, REGIONS),
            Exams.chest(Exams.MARIA),
            "Tuse, febră\r\nCNP 2850914080011",
            List.of(
                prior(42, "Ștefănescu Maria: opacitate la 06.02.2026", true),
                prior(1, REPORT, false),
                prior(0, "plain text", false)),
            null);
    assertThat(prompt.user())
        .contains("Any consolidation or {odd} finding?")
        .contains("CLINICAL INFORMATION:\nTuse, febră CNP [id]\n")
        .contains(
            "PRIOR STUDIES:\n- 42 days earlier (radiologist): [name] [name]: opacitate la [date]")
        .contains("- 1 day earlier (model): Pneumonia $1.")
        .contains("- Earlier the same day (model): plain text")
        .doesNotContain("2026");
  }

  @Test
  void aSecondLookGetsThePreviousAnswer() {
    PromptBuilder builder = new PromptBuilder(null, REGIONS);
    Exam exam = Exams.chest(Exams.MARIA);
    Prompt first = reading(builder, exam, null, List.of(), null);
    Prompt second = reading(builder, exam, null, List.of(), REPORT);
    assertThat(second.user())
        .startsWith(first.user())
        .contains("Opacity, seen by [name].")
        .contains("Pneumonia $1.")
        .contains("second look");
    assertThat(second.version()).isNotEqualTo(first.version());
  }

  @Test
  void withoutARegionTheProtocolIsToldScrubbed() {
    Exam exam = Exams.exam(Exams.MARIA, "Rx Ștefănescu\nmaxilar", "", "");
    assertThat(reading(new PromptBuilder(null, REGIONS), exam, null, List.of(), null).user())
        .contains("X-ray: Rx [name] maxilar\n");
  }

  @Test
  void boundsWhatComesFromOutside() {
    Prompt prompt =
        reading(
            new PromptBuilder(null, REGIONS),
            Exams.chest(Exams.MARIA),
            "tuse ".repeat(10_000),
            List.of(prior(3, "a ".repeat(50_000), true)),
            "b ".repeat(50_000));
    assertThat(prompt.user().length()).isLessThan(8_000);
  }

  @Test
  void theCheckPassGetsTheScrubbedReport() {
    Prompt prompt =
        new PromptBuilder(null, REGIONS)
            .check(REPORT, Scrubber.of(Exams.chest(Exams.MARIA), List.of()));
    assertThat(prompt.system()).contains("severity").contains("confidence").contains("summary");
    assertThat(prompt.user()).contains("Pneumonia").doesNotContain("tefănescu");
  }

  @Test
  void aFileOfTheSameNameReplacesOursAndChangesTheVersion() throws IOException {
    Prompt ours =
        reading(
            new PromptBuilder(directory, REGIONS), Exams.chest(Exams.MARIA), "c", List.of(), null);
    Files.writeString(directory.resolve("usr_prompt.txt"), "\uFEFF{question} On a {anatomy}?\r\n");
    Prompt theirs =
        reading(
            new PromptBuilder(directory, REGIONS), Exams.chest(Exams.MARIA), "c", List.of(), null);
    assertThat(theirs.user())
        .isEqualTo(
            "Any consolidation or {odd} finding? On a frontal chest?\n\nCLINICAL INFORMATION:\nc");
    assertThat(theirs.system()).isEqualTo(ours.system());
    assertThat(theirs.version()).isNotEqualTo(ours.version());
  }

  @Test
  void namesEveryPromptFileThatCannotBeUsed() throws IOException {
    Files.writeString(directory.resolve("rep_prompt.txt"), " \n");
    Files.write(directory.resolve("chk_prompt.txt"), "é".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(directory.resolve("trn_prompt.txt"), new byte[100_000]);
    assertThatThrownBy(() -> new PromptBuilder(directory, REGIONS))
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("rep_prompt.txt is empty")
        .hasMessageContaining("chk_prompt.txt is not UTF-8")
        .hasMessageContaining("trn_prompt.txt is larger");
  }

  @Test
  void hasInstructionsToTranslateAndToCriticise() {
    PromptBuilder builder = new PromptBuilder(null, REGIONS);
    assertThat(builder.translation("Torace normal", Scrubber.general(), "ro", "en").system())
        .contains("Romanian");
    assertThat(builder.critique("Torace normal", Scrubber.general()).system())
        .contains("first_pass")
        .contains("second_pass")
        .contains("third_pass")
        .contains("overall_assessment");
  }
}
