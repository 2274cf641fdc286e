/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who signs, or is spoken of: names that nobody has told us, known by the word before them. "dr."
 * before a word written small, or before one of medicine, is the right side (dreapta). Stateless.
 */
final class Signatures {
  private static final String TITLE =
      "(?<title>(?:(?:prof|conf|lect|asist|sef lucr|univ|as|dr|doctor(?:ul|ului)?)\\b\\.? ?)*)";

  /** Folded: what is said of who signs. The longest comes first. */
  private static final Pattern INTRODUCTION =
      Pattern.compile(
          "(?:(?:(?<plain>medic(?:ul|ului)?(?: (?:primar|specialist|rezident))?"
              + "(?: radiolog(?:ul|ului)?)?|radiolog(?:ul|ului)?|radiologist)"
              + "|(?<told>(?:reported|signed|validated|approved) by"
              + "|(?:validat|semnat|intocmit|redactat|verificat|interpretat|parafat)"
              + "(?: electronic)? (?:de catre|de))"
              + "|(?<bare>validat|semnat|intocmit|redactat|verificat|interpretat|parafat|semnatura"
              + "|pacient(?:a|ul|ului|ei)?|nume(?:le)?(?: si prenume(?:le)?)?"
              + "|domnul(?:ui)?|doamn(?:a|ei)|dl|dna)(?: electronic)?"
              + ")(?![\\p{L}\\p{N}])\\.? *(?<mark>[:,-]?) *|(?=dr\\b))"
              + TITLE);

  private static final Set<String> BEGINNINGS =
      Set.of(
          "dr",
          "medic",
          "medicul",
          "medicului",
          "radiolog",
          "radiologul",
          "radiologului",
          "radiologist",
          "reported",
          "signed",
          "validated",
          "approved",
          "validat",
          "semnat",
          "semnatura",
          "intocmit",
          "redactat",
          "verificat",
          "interpretat",
          "parafat",
          "pacient",
          "pacienta",
          "pacientul",
          "pacientului",
          "pacientei",
          "nume",
          "numele",
          "domnul",
          "domnului",
          "doamna",
          "doamnei",
          "dl",
          "dna");

  /** As written: a name in capitals, one with a capital, an initial. */
  private static final Pattern NAME =
      Pattern.compile("(?:\\p{Lu}[\\p{L}\\p{M}\u2019'-]+|\\p{Lu}\\.)");

  private static final Pattern SPACE = Pattern.compile("\\.?[ \u00a0]?");
  private static final int MOST_NAMES = 3;

  private Signatures() {}

  /**
   * Adds where names stand behind such a word.
   *
   * @param spans with those of names that were found already
   */
  static void find(String text, FoldedText plain, Words words, List<Span> spans) {
    Matcher introduction = null;
    for (int i = 0; i < words.count(); i++) {
      if (BEGINNINGS.contains(words.word(i))) {
        if (introduction == null) {
          introduction = INTRODUCTION.matcher(plain.folded());
          introduction.useTransparentBounds(true);
        }
        introduction.region(words.start(i), plain.folded().length());
        if (introduction.lookingAt()) {
          boolean isCapital = words.isCapital(i);
          names(text, plain.origin(introduction.end()), rule(introduction, isCapital), spans);
        }
      }
    }
  }

  /**
   * What must follow to be believed.
   *
   * @param least how many names
   * @param mixed whether they must be written with small letters behind the first
   * @param fresh whether one of them must not be known as a name yet
   */
  private record Rule(int least, boolean mixed, boolean fresh) {}

  private static Rule rule(Matcher introduction, boolean isCapital) {
    boolean isTitled = !introduction.group("title").isEmpty();
    boolean isSaid = introduction.group("plain") != null || introduction.group("told") != null;
    boolean isBare = introduction.group("bare") != null;
    if (!isSaid && !isBare) {
      return new Rule(isCapital ? 1 : 2, true, false);
    }
    if (isTitled) {
      return new Rule(1, false, false);
    }
    boolean isMarked = introduction.group("mark").equals(":");
    return new Rule(isMarked ? 1 : 2, isBare && !isMarked, isBare);
  }

  private static void names(String text, int from, Rule rule, List<Span> spans) {
    Matcher name = NAME.matcher(text);
    int at = from;
    int end = from;
    int found = 0;
    boolean isMixed = true;
    boolean isKnown = rule.fresh();
    while (found < MOST_NAMES && name.region(at, text.length()).lookingAt()) {
      String one = name.group();
      if (isMedicine(one)) {
        break;
      }
      isMixed &= isMixed(one);
      isKnown = isKnown && isKnown(name, spans);
      found++;
      end = name.end();
      Matcher space = SPACE.matcher(text).region(end, text.length());
      at = space.lookingAt() ? space.end() : end;
    }
    int least = rule.mixed() || isMixed ? rule.least() : Math.max(rule.least(), 2);
    if (found >= least && (isMixed || !rule.mixed()) && !isKnown) {
      spans.add(new Span(from, end, Span.NAME));
    }
  }

  private static boolean isKnown(Matcher name, List<Span> spans) {
    return spans.stream().anyMatch(span -> span.from() <= name.start() && span.to() >= name.end());
  }

  private static boolean isMedicine(String name) {
    for (String part : FoldedText.fold(name).split("[^\\p{L}]+", -1)) {
      if (Vocabulary.has(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMixed(String name) {
    return name.endsWith(".") || name.codePoints().anyMatch(Character::isLowerCase);
  }
}
