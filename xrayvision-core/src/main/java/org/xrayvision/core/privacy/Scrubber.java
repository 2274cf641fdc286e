/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;

/**
 * Takes out of a free text what identifies a person: this patient's names, ids and birth date, the
 * radiologists' names, who signs, and whatever looks like a personal number, a telephone number, an
 * address of electronic mail or a date. Blind to diacritics and case. When in doubt it takes too
 * much. It is the only one: models, masked readers and figures are all kept from names by it.
 * Immutable.
 */
public final class Scrubber {
  private static final int MAX_TEXT = 64 * 1024;
  private static final String GONE = "[…]";

  private final NameWords names;
  private final KnownNumbers known;

  private Scrubber(Set<String> parts, Collection<String> ids, @Nullable LocalDate birthDate) {
    this.names = new NameWords(parts);
    this.known = new KnownNumbers(ids, birthDate);
  }

  /** For a text about nobody in particular: patterns only. */
  public static Scrubber general() {
    return new Scrubber(Set.of(), List.of(), null);
  }

  /**
   * For the texts about one exam, on their way out of the house: the UIDs go as well.
   *
   * @param radiologists further names that may stand in those texts
   */
  public static Scrubber of(Exam exam, Collection<String> radiologists) {
    return of(exam, radiologists, Stream.of(exam.uid(), exam.studyUid(), exam.seriesUid()));
  }

  /** For the texts about one exam, for those who may see it but not whose it is. */
  public static Scrubber ofReader(Exam exam) {
    return of(exam, List.of(), Stream.of());
  }

  private static Scrubber of(
      Exam exam, Collection<String> radiologists, Stream<@Nullable String> uids) {
    Patient patient = exam.patient();
    RadReport report = exam.radReport();
    List<@Nullable String> doctors = new ArrayList<>(radiologists);
    doctors.add(report == null ? null : report.radiologist());
    String key = patient.key();
    return of(
        patient.name(),
        doctors,
        Stream.concat(
                Stream.of(
                    key,
                    patient.hisId(),
                    exam.serviceRequestId(),
                    exam.accessionNumber(),
                    report == null ? null : report.id()),
                uids)
            .toList(),
        patient.birthDate());
  }

  /**
   * For the texts about one patient.
   *
   * @param ids a namespace before a colon may be left out in texts
   */
  public static Scrubber of(
      @Nullable String name,
      Collection<@Nullable String> radiologists,
      Collection<@Nullable String> ids,
      @Nullable LocalDate birthDate) {
    Set<String> parts =
        IdentifierPatterns.partsOfRadiologists(
            radiologists.stream().filter(Objects::nonNull).toList());
    if (name != null) {
      parts.addAll(IdentifierPatterns.partsOfPatients(List.of(name)));
    }
    List<String> all =
        ids.stream()
            .filter(Objects::nonNull)
            .flatMap(id -> Stream.of(id, id.substring(id.lastIndexOf(':') + 1)))
            .toList();
    return new Scrubber(parts, all, birthDate);
  }

  /**
   * The text without identifiers; marks such as {@code [name]} say what stood in their places. No
   * more than 64 KiB of it, as models are asked no more.
   */
  public String scrub(String text) {
    String bounded = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    List<Span> spans = spans(bounded);
    return spans.isEmpty() ? bounded : without(spans, bounded, false);
  }

  /** The whole text without identifiers; one mark, {@code […]}, stands for all of them. */
  public String blank(String text) {
    List<Span> spans = spans(text);
    return spans.isEmpty() ? text : without(spans, text, true);
  }

  private List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    FoldedText plain = new FoldedText(text);
    Words words = new Words(text, plain);
    if (plain.folded().indexOf('@') >= 0) {
      addresses(plain, spans);
    }
    if (plain.digits() > 0) {
      Numbers.find(plain, known, spans);
    }
    Numbers.find(plain, words, known, spans);
    names.find(words, spans);
    Signatures.find(text, plain, words, spans);
    return spans;
  }

  private static void addresses(FoldedText plain, List<Span> spans) {
    Matcher m = IdentifierPatterns.EMAIL.matcher(plain.folded());
    while (m.find()) {
      spans.add(new Span(plain.origin(m.start()), plain.origin(m.end()), Span.EMAIL));
    }
  }

  private static String without(List<Span> spans, String text, boolean alike) {
    spans.sort(
        Comparator.comparingInt(Span::from).thenComparing(Span::to, Comparator.reverseOrder()));
    StringBuilder clean = new StringBuilder(text.length());
    int at = 0;
    for (Span span : spans) {
      if (span.from() >= at) {
        clean.append(text, at, span.from()).append(alike ? GONE : span.mark());
      }
      at = Math.max(at, span.to());
    }
    return clean.append(text, at, text.length()).toString();
  }
}
