/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;

/**
 * Takes names, ids and birth date of one exam's patient and radiologist out of texts, and anything
 * that looks like a CNP. Words are compared without case and diacritics. Immutable.
 */
final class PersonScrubber {
  private static final String GONE = "[…]";
  private static final int SHORTEST_NAME = 3;
  private static final int SHORTEST_ID = 4;
  private static final Set<String> TITLES = Set.of("dr", "dna", "prof", "conf", "med", "as", "sef");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT),
          DateTimeFormatter.ofPattern("dd.MM.uuuu", Locale.ROOT),
          DateTimeFormatter.ofPattern("d.M.uuuu", Locale.ROOT),
          DateTimeFormatter.ofPattern("dd/MM/uuuu", Locale.ROOT),
          DateTimeFormatter.ofPattern("dd-MM-uuuu", Locale.ROOT),
          DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT));

  private final Pattern hidden;

  private PersonScrubber(Set<String> terms) {
    String alternatives =
        terms.stream().map(Pattern::quote).collect(Collectors.joining("|", "", "|"));
    hidden =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?:" + alternatives + "[1-9][0-9]{12})(?![\\p{L}\\p{N}])");
  }

  static PersonScrubber of(Exam exam) {
    Set<String> terms = new TreeSet<>();
    Patient patient = exam.patient();
    addName(terms, patient.name());
    addId(terms, patient.patientId());
    addId(terms, patient.hisId());
    addId(terms, exam.serviceRequestId());
    LocalDate birth = patient.birthDate();
    if (birth != null) {
      DATES.forEach(format -> terms.add(birth.format(format)));
    }
    RadReport report = exam.radReport();
    if (report != null) {
      addName(terms, report.radiologist());
      addId(terms, report.id());
    }
    return new PersonScrubber(terms);
  }

  String scrub(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    Matcher found = hidden.matcher(fold(composed));
    StringBuilder out = new StringBuilder(composed.length());
    int from = 0;
    while (found.find()) {
      out.append(composed, from, found.start()).append(GONE);
      from = found.end();
    }
    return from == 0 ? text : out.append(composed, from, composed.length()).toString();
  }

  static String withoutTitles(String name) {
    StringBuilder out = new StringBuilder();
    Matcher word = WORD.matcher(Normalizer.normalize(name, Normalizer.Form.NFC));
    while (word.find()) {
      if (!TITLES.contains(fold(word.group()))) {
        out.append(word.group()).append(' ');
      }
    }
    return out.toString();
  }

  private static void addName(Set<String> terms, @Nullable String name) {
    if (name == null) {
      return;
    }
    Matcher word = WORD.matcher(fold(withoutTitles(name)));
    while (word.find()) {
      if (word.group().length() >= SHORTEST_NAME) {
        terms.add(word.group());
      }
    }
  }

  private static void addId(Set<String> terms, @Nullable String id) {
    if (id == null) {
      return;
    }
    // A key may carry its namespace; the bare id is what stands in texts.
    for (String form : List.of(id, id.substring(id.indexOf(':') + 1))) {
      if (form.length() >= SHORTEST_ID) {
        terms.add(fold(form));
      }
    }
  }

  /** Lower case without diacritics, character for character, so that places stay the same. */
  private static String fold(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char base =
          Character.isSurrogate(c)
              ? c
              : Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).charAt(0);
      out.append(Character.toLowerCase(base));
    }
    return out.toString();
  }
}
