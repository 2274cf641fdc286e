/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;

/**
 * Takes out of a free text what identifies a person: this patient's names, ids and birth date, the
 * radiologists' names, and whatever looks like a personal number, a telephone number, an address of
 * electronic mail or a date. Blind to diacritics and case. When in doubt it takes too much.
 * Immutable.
 */
public final class Scrubber {
  private static final int MAX_TEXT = 64 * 1024;

  private record Rule(Pattern pattern, String mark, boolean notSmall) {
    Rule(Pattern pattern, String mark) {
      this(pattern, mark, false);
    }
  }

  private record Span(int from, int to, String mark) {}

  private static final Rule SIGNED = new Rule(IdentifierPatterns.SIGNED, "[name]");

  private final List<Rule> folded;

  private Scrubber(Set<String> parts, Collection<String> ids, @Nullable LocalDate birthDate) {
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule(IdentifierPatterns.EMAIL, "[email]"));
    rules.add(new Rule(IdentifierPatterns.CNP, "[id]"));
    rules.add(new Rule(IdentifierPatterns.ids(ids), "[id]"));
    rules.add(new Rule(IdentifierPatterns.DATE, "[date]"));
    if (birthDate != null) {
      rules.add(new Rule(IdentifierPatterns.birthDate(birthDate), "[date]"));
    }
    rules.add(new Rule(IdentifierPatterns.PHONE, "[phone]"));
    rules.add(new Rule(IdentifierPatterns.names(parts), "[name]"));
    rules.add(new Rule(IdentifierPatterns.shortNames(parts), "[name]", true));
    this.folded = List.copyOf(rules);
  }

  /** For a text about nobody in particular: patterns only. */
  public static Scrubber general() {
    return new Scrubber(Set.of(), List.of(), null);
  }

  /**
   * For the texts about one exam.
   *
   * @param radiologists further names that may stand in those texts
   */
  public static Scrubber of(Exam exam, Collection<String> radiologists) {
    Patient patient = exam.patient();
    RadReport report = exam.radReport();
    List<String> doctors = new ArrayList<>(radiologists);
    if (report != null && report.radiologist() != null) {
      doctors.add(report.radiologist());
    }
    Set<String> parts = IdentifierPatterns.partsOfRadiologists(doctors);
    if (patient.name() != null) {
      parts.addAll(IdentifierPatterns.partsOfPatients(List.of(patient.name())));
    }
    String key = patient.key();
    List<String> ids =
        Stream.of(
                key,
                key.substring(key.lastIndexOf(':') + 1),
                patient.hisId(),
                exam.uid(),
                exam.studyUid(),
                exam.seriesUid(),
                exam.serviceRequestId(),
                exam.accessionNumber(),
                report == null ? null : report.id())
            .filter(Objects::nonNull)
            .toList();
    return new Scrubber(parts, ids, patient.birthDate());
  }

  /** The text without identifiers; marks such as {@code [name]} stand in their places. */
  public String scrub(String text) {
    String bounded = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    List<Span> spans = new ArrayList<>();
    FoldedText plain = new FoldedText(bounded);
    for (Rule rule : folded) {
      Matcher m = rule.pattern().matcher(plain.folded());
      while (m.find()) {
        int from = plain.origin(m.start());
        if (!rule.notSmall() || !Character.isLowerCase(bounded.codePointAt(from))) {
          spans.add(new Span(from, plain.origin(m.end()), rule.mark()));
        }
      }
    }
    Matcher signed = SIGNED.pattern().matcher(bounded);
    while (signed.find()) {
      spans.add(new Span(signed.start(1), signed.end(1), SIGNED.mark()));
    }
    return spans.isEmpty() ? bounded : without(spans, bounded);
  }

  private static String without(List<Span> spans, String text) {
    spans.sort(
        Comparator.comparingInt(Span::from).thenComparing(Span::to, Comparator.reverseOrder()));
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    for (Span span : spans) {
      if (span.from() >= at) {
        clean.append(text, at, span.from()).append(span.mark());
        // A signature's names may end in the space before the next word.
        boolean space = span.to() > 0 && text.charAt(span.to() - 1) == ' ';
        clean.append(space ? " " : "");
      }
      at = Math.max(at, span.to());
    }
    return clean.append(text, at, text.length()).toString();
  }
}
