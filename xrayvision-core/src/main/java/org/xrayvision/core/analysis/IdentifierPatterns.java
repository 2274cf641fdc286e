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
 * Expressions for what identifies a person; all but {@link #SIGNED} and {@link #shortNames} are for
 * folded text (small letters, no diacritics).
 */
final class IdentifierPatterns {
  private static final String START = "(?<![\\p{L}\\p{N}])";
  private static final String END = "(?![\\p{L}\\p{N}])";
  private static final String SEPARATOR = "[ ./\\-]?";
  private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}]+");
  private static final int SHORTEST_NAME = 3;
  private static final int SHORTEST_DECLINED = 4;
  private static final int SHORTEST_ID = 4;

  private static final String MONTH =
      "(?:ian|jan|feb|mar|apr|mai|may|iun|jun|iul|jul|aug|sep|oct|nov|noi|dec)[a-z]*\\.?";

  /** Romanian personal number: 13 digits, with or without separators, right or wrong. */
  static final Pattern CNP = Pattern.compile("(?<!\\d)[1-9](?:[ .\\-]?\\d){12}(?!\\d)");

  /** Romanian numbers, and any that begins with + or 00. */
  static final Pattern PHONE =
      Pattern.compile(
          "(?<![\\p{L}\\d.,])(?:(?:\\+|00)\\d(?:[ .\\-/()]{0,2}\\d){7,13}"
              + "|\\(?0[237]\\d{1,2}\\)?(?:[ .\\-/]?\\d){6,8})(?!\\d)");

  static final Pattern EMAIL =
      Pattern.compile("[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}");

  /** A whole date of any meaning: what matters of it is told as days. */
  static final Pattern DATE =
      Pattern.compile(
          "(?<![\\d.])(?:\\d{1,2}[./\\-]\\d{1,2}[./\\-](?:\\d{4}|\\d{2})"
              + "|\\d{1,2} \\d{1,2} (?:19|20)\\d{2}"
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
              + "|(?i:\\b(?:medic(?: (?:primar|specialist|rezident))?(?: radiolog)?|radiolog"
              + "|radiologist|reported by|signed by|validat de|semnat de|întocmit de|intocmit de))"
              + "[ ]*[:,-]?[ ]*(?i:dr\\.? ?)?)"
              + "((?:\\p{Lu}[\\p{L}'-]+[ ]?){2,3})");

  private static final Set<String> PARTICLES =
      Set.of(
          "de",
          "da",
          "di",
          "la",
          "le",
          "du",
          "el",
          "al",
          "zu",
          "von",
          "van",
          "der",
          "den",
          "del",
          "bin",
          "ben",
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
          "lucr",
          "jr",
          "sr");

  private IdentifierPatterns() {}

  /** The parts of names, folded; particles and titles, which name nobody, are left out. */
  static Set<String> parts(Collection<String> names) {
    Set<String> parts = new LinkedHashSet<>();
    for (String name : names) {
      for (String part : NOT_LETTERS.split(FoldedText.fold(name), -1)) {
        if (part.length() > 1 && !PARTICLES.contains(part)) {
          parts.add(part);
        }
      }
    }
    return parts;
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
    if (part.length() < SHORTEST_DECLINED) {
      return part;
    }
    char last = part.charAt(part.length() - 1);
    if (last == 'a' || last == 'e') {
      String stem = part.substring(0, part.length() - 1);
      return part + "|" + stem + "(?:a|ei|iei|ii|ie|i|o|e)";
    }
    return part + "(?:ului|lui|ul|ilor|ei|i|a|u|e|o)?";
  }

  /** Parts of two letters, as words with a capital: "an" and "or" are words, "An" may be a name. */
  static Pattern shortNames(Collection<String> parts) {
    return words(
        parts.stream()
            .filter(part -> part.length() < SHORTEST_NAME)
            .map(
                part -> {
                  String capital = part.substring(0, 1).toUpperCase(Locale.ROOT);
                  return capital + "(?i:" + part.substring(1) + ")";
                })
            .collect(Collectors.joining("|")));
  }

  /** Each id, with separators between its characters or without; too short ones identify nobody. */
  static Pattern ids(Collection<String> ids) {
    return words(
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
    return words(
        String.join("|", d + m + y, y + m + d, yy + m + d, m + d + y, d + " ?" + m + " ?" + yy, y));
  }

  private static String twoDigits(int n) {
    return String.format(Locale.ROOT, "%02d", n);
  }

  private static Pattern words(String alternatives) {
    return Pattern.compile(
        alternatives.isEmpty() ? "(?!)" : START + "(?:" + alternatives + ")" + END);
  }
}
