/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.exam.SubjectText;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.store.PriorReading;
import org.xrayvision.spi.PriorStudy;
import org.xrayvision.spi.Prompt;

/**
 * Makes prompts of the six texts and the facts of an exam. Whatever is free text passes the
 * scrubber here, and nothing else of the patient goes in but age and sex. Immutable.
 */
public final class PromptBuilder {
  private static final String DEFAULT_QUESTION = "Are there any abnormalities?";
  private static final int MAX_CLINICAL = 1_000;
  private static final int MAX_PRIOR = 1_200;
  private static final int MAX_PREVIOUS = 4_000;
  private static final int MAX_REPORT = 32 * 1024;
  private static final int MAX_ANATOMY = 80;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

  private final PromptTexts texts;
  private final Map<String, String> questions;

  /**
   * A builder with the texts in force.
   *
   * @param promptDirectory where files such as {@code rep_prompt.txt} replace ours; null for none
   * @throws XRayVisionException if a file there cannot be used
   */
  public PromptBuilder(@Nullable Path promptDirectory, RegionOptions regions) {
    this.texts = PromptTexts.load(promptDirectory);
    this.questions = regions.questions();
  }

  /** What a vision model is asked about an exam of which it sees one picture. */
  public Prompt reading(ReadingFacts facts) {
    return reading(facts, List.of());
  }

  /**
   * What a vision model is asked about an exam.
   *
   * @param otherViews the projections of the further pictures, each empty where it is not known
   */
  public Prompt reading(ReadingFacts facts, List<String> otherViews) {
    Exam exam = facts.exam();
    LocalDate day = exam.created().toLocalDate();
    String clinical = block("CLINICAL INFORMATION", clinicalInformation(facts));
    String priors =
        block(
            "PRIOR STUDIES",
            priorStudies(facts).stream()
                .map(PromptBuilder::line)
                .collect(Collectors.joining("\n")));
    Map<String, String> values =
        Map.of(
            "question", question(exam),
            "anatomy", anatomy(exam, facts.scrubber()),
            "subject", SubjectText.of(SubjectText.subject(exam.patient(), day)),
            "clinical_information", clinical,
            "prior_studies", priors);
    String usr = withPlaces(texts.text(PromptText.USR), "clinical_information", "prior_studies");
    String user = filled(usr, values) + views(otherViews);
    if (facts.previousAnswer() == null) {
      String version = texts.version(PromptText.REP, PromptText.USR);
      return new Prompt(texts.text(PromptText.REP), user, version);
    }
    String previous = bounded(facts.scrubber().scrub(facts.previousAnswer()), MAX_PREVIOUS);
    String rev = withPlaces(texts.text(PromptText.REV), "previous");
    return new Prompt(
        texts.text(PromptText.REP),
        user + "\n\n" + filled(rev, Map.of("previous", previous)),
        texts.version(PromptText.REP, PromptText.USR, PromptText.REV));
  }

  private static String views(List<String> others) {
    if (others.isEmpty()) {
      return "";
    }
    String named =
        others.stream()
            .map(projection -> projection.isBlank() ? "unnamed" : projection)
            .collect(Collectors.joining(", "));
    return "\n\nThe first picture is the one named above. The others are further views of the same"
        + " examination ("
        + named
        + "). Look at all of them together and write one report.";
  }

  /** What a report reader is told about a report that it is to grade. */
  public Prompt check(String report, Scrubber scrubber) {
    return about(PromptText.CHK, report, scrubber);
  }

  /** What a language model is told about a report that it is to criticise. */
  public Prompt critique(String report, Scrubber scrubber) {
    return about(PromptText.ANA, report, scrubber);
  }

  /**
   * What a language model is told about a report that it is to translate.
   *
   * @param source the report's language, a BCP 47 tag
   * @param target the language wanted, too
   */
  public Prompt translation(String report, Scrubber scrubber, String source, String target) {
    Prompt prompt = about(PromptText.TRN, report, scrubber);
    Map<String, String> values =
        Map.of("source_language", language(source), "target_language", language(target));
    return new Prompt(filled(prompt.system(), values), prompt.user(), prompt.version());
  }

  private static String language(String tag) {
    return Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH);
  }

  private Prompt about(PromptText text, String report, Scrubber scrubber) {
    String clean = bounded(scrubber.scrub(report), MAX_REPORT);
    return new Prompt(texts.text(text), clean, texts.version(text));
  }

  private String question(Exam exam) {
    return questionAbout(exam.region());
  }

  /** What is asked about a region. */
  public String questionAbout(String region) {
    return questions.getOrDefault(region, DEFAULT_QUESTION);
  }

  /** "frontal chest"; the protocol's words where no region is known. */
  private static String anatomy(Exam exam, Scrubber scrubber) {
    String region = exam.region().replace('_', ' ');
    if (region.isBlank()) {
      region = bounded(oneLine(scrubber.scrub(exam.protocol())), MAX_ANATOMY);
    }
    String anatomy = (exam.projection() + " " + region).strip();
    return anatomy.isEmpty() ? "plain" : anatomy;
  }

  /** Why the exam was asked for, scrubbed; empty where it is not known. */
  public String clinicalInformation(ReadingFacts facts) {
    String text = facts.clinicalInformation();
    return text == null ? "" : bounded(oneLine(facts.scrubber().scrub(text)), MAX_CLINICAL);
  }

  /** What was said before, scrubbed: days, never a date; of a model's report the impression. */
  public List<PriorStudy> priorStudies(ReadingFacts facts) {
    LocalDate day = facts.exam().created().toLocalDate();
    return facts.priors().stream()
        .filter(prior -> !prior.text().isBlank())
        .map(prior -> priorStudy(prior, facts.scrubber(), day))
        .toList();
  }

  private static PriorStudy priorStudy(PriorReading prior, Scrubber scrubber, LocalDate day) {
    long days = ChronoUnit.DAYS.between(prior.created().toLocalDate(), day);
    String impression = prior.radiologist() ? "" : ReportText.parse(prior.text()).impression();
    String text = impression.isEmpty() ? prior.text() : impression;
    return new PriorStudy(
        Math.toIntExact(Math.max(0, days)),
        bounded(oneLine(scrubber.scrub(text)), MAX_PRIOR),
        prior.radiologist());
  }

  private static String line(PriorStudy prior) {
    int days = prior.daysBefore();
    String when =
        days == 0 ? "Earlier the same day" : days + (days == 1 ? " day" : " days") + " earlier";
    return "- " + when + (prior.byRadiologist() ? " (radiologist): " : " (model): ") + prior.text();
  }

  private static String block(String title, String content) {
    return content.isEmpty() ? "" : title + ":\n" + content;
  }

  /** A site's own text may lack a place for what is optional; then it stands at the end. */
  private static String withPlaces(String text, String... places) {
    StringBuilder all = new StringBuilder(text);
    for (String place : List.of(places)) {
      if (!text.contains("{" + place + "}")) {
        all.append("\n\n{").append(place).append('}');
      }
    }
    return all.toString();
  }

  /** Fills in one pass, so that a value's own braces stay what they are. */
  private static String filled(String text, Map<String, String> values) {
    Matcher m = PLACEHOLDER.matcher(text);
    String full =
        m.replaceAll(
            place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    return full.replaceAll("\\n{3,}", "\n\n").strip();
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static String bounded(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end) + "…";
  }
}
