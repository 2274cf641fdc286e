/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Expressions for what identifies a person; all but {@link #SIGNED} are for folded text (small
 * letters, no diacritics).
 */
final class IdentifierPatterns {
  private static final String START = "(?<![\\p{L}\\p{N}])";
  private static final String END = "(?![\\p{L}\\p{N}])";
  private static final String NO_DIGIT = "(?<!\\p{N})";
  private static final String SEPARATOR = "[ ./\\-]?";
  private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
  private static final int SHORTEST_NAME = 3;
  private static final int SHORTEST_DECLINED = 4;
  private static final int SHORTEST_ID = 4;

  /** Letters may stand before a number ("tel0722...", "n.12.03.1980"), other digits of it not. */
  private static final String NUMBER_START = "(?<!\\d)(?<!\\d[.,])";

  private static final String MONTH =
      "(?:ian|jan|feb|mar|apr|mai|may|iun|jun|iul|jul|aug|sep|oct|nov|noi|dec)[a-z]*\\.?";

  private static final String ROMAN_MONTH = "(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})";

  /** Romanian personal number: 13 digits, with or without separators, right or wrong. */
  static final Pattern CNP = Pattern.compile("(?<!\\d)[1-9](?:[ .\\-]?\\d){12}(?!\\d)");

  /** Romanian numbers, and any that begins with + or 00. */
  static final Pattern PHONE =
      Pattern.compile(
          NUMBER_START
              + "(?:(?:\\+|00)\\d(?:[ .\\-/()]{0,2}\\d){7,13}"
              + "|40 ?[237](?:[ .\\-/]?\\d){8}"
              + "|\\(?0[237]\\d{1,2}\\)?(?:[ .\\-/]?\\d){6,8})(?!\\d)");

  static final Pattern EMAIL =
      Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}");

  /** A whole date of any meaning: what matters of it is told as days. */
  static final Pattern DATE =
      Pattern.compile(
          NUMBER_START
              + "(?:\\d{1,2}[./\\-]\\d{1,2}[./\\-](?:\\d{4}|\\d{2})"
              + "|\\d{1,2} ?[./\\- ] ?\\d{1,2} ?[./\\- ] ?(?:19|20)\\d{2}"
              + "|\\d{1,2}[./\\- ]{1,2}"
              + ROMAN_MONTH
              + "[./\\- ]{1,2}(?:19|20)\\d{2}"
              + "|\\d{4}[./\\-]\\d{1,2}[./\\-]\\d{1,2}"
              + "|(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])"
              + "|\\d{1,2}(?:st|nd|rd|th)?[.\\- ]{1,2}"
              + MONTH
              + "[,\\- ]{1,2}\\d{2,4}"
              + "|"
              + MONTH
              + " \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})(?!\\d)");

  /**
   * Who signs: a word that says so, or "Dr." before two names ("dr." before one is the right side,
   * dreapta). For the text as written.
   */
  static final Pattern SIGNED =
      Pattern.compile(
          "(?:\\bDr\\.? ?(?=\\p{Lu}\\p{Ll}+[ -]\\p{Lu})"
              + "|(?iu:\\b(?:medic(?: (?:primar|specialist|rezident))?(?: radiolog)?|radiolog"
              + "|radiologist|reported by|signed by|validat de|semnat de|întocmit de|intocmit de))"
              + "[ ]*[:,-]?[ ]*(?i:dr\\.? ?)?)"
              + "((?:\\p{Lu}[\\p{L}'-]+[ ]?){2,3})");

  /** What stands before a radiologist's name and names nobody. */
  private static final Set<String> TITLES =
      Set.of(
          "dr",
          "drd",
          "med",
          "medic",
          "doctor",
          "prof",
          "conf",
          "univ",
          "primar",
          "specialist",
          "rezident",
          "radiolog",
          "radiologist",
          "asist",
          "sef",
          "lucr");

  /** What joins names, where it is written small; with a capital it is a name (Ben, Van, Le). */
  private static final Set<String> PARTICLES =
      Set.of(
          "de", "da", "di", "la", "le", "du", "el", "al", "zu", "von", "van", "der", "den", "del",
          "bin", "ben", "jr", "sr");

  private IdentifierPatterns() {}

  /** The parts of a patient's names, folded. */
  static Set<String> partsOfPatients(Collection<String> names) {
    Set<String> parts = new LinkedHashSet<>();
    names.forEach(name -> addParts(name, parts));
    return parts;
  }

  /** The parts of radiologists' names, folded; titles, which name nobody, are left out. */
  static Set<String> partsOfRadiologists(Collection<String> names) {
    Set<String> parts = partsOfPatients(names);
    parts.removeAll(TITLES);
    return parts;
  }

  private static void addParts(String name, Set<String> parts) {
    FoldedText plain = new FoldedText(name);
    boolean hasCapitals = name.codePoints().anyMatch(Character::isUpperCase);
    Matcher m = LETTERS.matcher(plain.folded());
    while (m.find()) {
      boolean small =
          hasCapitals && Character.isLowerCase(name.codePointAt(plain.origin(m.start())));
      boolean particle = PARTICLES.contains(m.group()) || TITLES.contains(m.group());
      if (m.group().length() > 1 && !(small && particle)) {
        parts.add(m.group());
      }
    }
  }

  /**
   * Each part as a word, declined as Romanian does (Popescului, Mariei); matches nothing if empty.
   */
  static Pattern names(Collection<String> parts) {
    return words(
        parts.stream()
            .filter(part -> part.length() >= SHORTEST_NAME)
            .map(IdentifierPatterns::declined)
            .collect(Collectors.joining("|")));
  }

  private static String declined(String part) {
    boolean isShort = part.length() < SHORTEST_DECLINED;
    char last = part.charAt(part.length() - 1);
    if (last == 'a' || last == 'e') {
      String stem = part.substring(0, part.length() - 1);
      // "ani" are years, and "Ana" is no reason to lose them.
      return part + "|" + stem + (isShort ? "(?:ei|iei|ai)" : "(?:a|ai|ei|iei|ii|ie|i|o|e|elui)");
    }
    return part + (isShort ? "(?:ului|lui)?" : "(?:ului|lui|ul|ilor|ei|i|a|u|e|o)?");
  }

  /**
   * Parts of two letters: "an" and "or" are words, "An" may be a name; only to be taken where the
   * text as written has no small letter.
   */
  static Pattern shortNames(Collection<String> parts) {
    return words(
        parts.stream()
            .filter(part -> part.length() < SHORTEST_NAME)
            .collect(Collectors.joining("|")));
  }

  /** Each id, with separators between its characters or without; too short ones identify nobody. */
  static Pattern ids(Collection<String> ids) {
    return numbers(
        ids.stream()
            .map(id -> FoldedText.fold(id).replaceAll("[^\\p{L}\\p{N}]", ""))
            .map(id -> id.replaceFirst("^0+(?=.)", ""))
            .filter(id -> id.length() >= SHORTEST_ID)
            .map(id -> "0*" + id.replaceAll("(?<=.)(?=.)", Matcher.quoteReplacement(SEPARATOR)))
            .distinct()
            .collect(Collectors.joining("|")));
  }

  /** A birth date in the formats that {@link #DATE} does not know, and its year. */
  static Pattern birthDate(LocalDate date) {
    String d = twoDigits(date.getDayOfMonth());
    String m = twoDigits(date.getMonthValue());
    String y = String.format(Locale.ROOT, "%04d", date.getYear());
    String yy = y.substring(2);
    return numbers(
        String.join("|", d + m + y, y + m + d, yy + m + d, m + d + y, d + " ?" + m + " ?" + yy, y));
  }

  private static String twoDigits(int n) {
    return String.format(Locale.ROOT, "%02d", n);
  }

  /** As {@link #words}, but letters may stand right before what begins with a digit. */
  private static Pattern numbers(String alternatives) {
    return Pattern.compile(
        alternatives.isEmpty()
            ? "(?!)"
            : "(?:" + NO_DIGIT + "(?=\\d)|" + START + ")(?:" + alternatives + ")" + END);
  }

  private static Pattern words(String alternatives) {
    return Pattern.compile(
        alternatives.isEmpty() ? "(?!)" : START + "(?:" + alternatives + ")" + END);
  }
}
