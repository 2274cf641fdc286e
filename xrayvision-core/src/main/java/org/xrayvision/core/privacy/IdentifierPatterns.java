/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions for what identifies a person, for folded text (small letters, no diacritics). */
final class IdentifierPatterns {
  private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

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

  /** A whole date of any meaning that begins with a digit: what matters of it is told as days. */
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
              + "[,\\- ]{1,2}\\d{2,4})(?!\\d)");

  /** A date that begins with its month, at the beginning of a word. */
  static final Pattern MONTH_FIRST =
      Pattern.compile(MONTH + " \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}(?!\\d)");

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
}
