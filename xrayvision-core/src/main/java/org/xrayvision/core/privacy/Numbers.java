/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds numbers that tell who somebody is. Looks only where a number begins: texts are long, and
 * numbers in them few. Stateless.
 */
final class Numbers {
  private static final Set<String> MONTHS =
      Set.of(
          "ian", "jan", "feb", "mar", "apr", "mai", "may", "iun", "jun", "iul", "jul", "aug", "sep",
          "oct", "nov", "noi", "dec");
  private static final int MONTH = 3;

  private Numbers() {}

  /** Adds what looks like a personal number, a date or a telephone number, and what is known. */
  static void find(FoldedText plain, KnownNumbers known, List<Span> spans) {
    String text = plain.folded();
    Rule[] rules = {
      new Rule(IdentifierPatterns.CNP, Span.ID, text),
      new Rule(IdentifierPatterns.DATE, Span.DATE, text),
      new Rule(IdentifierPatterns.PHONE, Span.PHONE, text)
    };
    int until = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isDigit(text.charAt(i)) && (i == 0 || !isDigit(text.charAt(i - 1)))) {
        for (Rule rule : rules) {
          rule.look(plain, i, spans);
        }
        Span span = plain.origin(i) < until ? null : known.at(plain, i);
        if (span != null) {
          spans.add(span);
          until = span.to();
        }
      }
    }
  }

  /** Adds what begins with a letter. */
  static void find(FoldedText plain, Words words, KnownNumbers known, List<Span> spans) {
    Rule monthFirst = new Rule(IdentifierPatterns.MONTH_FIRST, Span.DATE, plain.folded());
    boolean isDated = plain.digits() > 2;
    for (int i = 0; i < words.count(); i++) {
      int start = words.start(i);
      if (known.anyLetters() && (start == 0 || !isDigit(plain.folded().charAt(start - 1)))) {
        Span span = known.at(plain, start);
        if (span != null) {
          spans.add(span);
        }
      }
      if (isDated
          && words.length(i) >= MONTH
          && MONTHS.contains(plain.folded().substring(start, start + MONTH))) {
        monthFirst.look(plain, start, spans);
      }
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A pattern on its way through one text. */
  private static final class Rule {
    private final Matcher matcher;
    private final String mark;
    private final int length;
    private int until;

    Rule(Pattern pattern, String mark, String text) {
      this.matcher = pattern.matcher(text).useTransparentBounds(true);
      this.mark = mark;
      this.length = text.length();
    }

    /** A telephone number may begin with a plus or a bracket before its first digit. */
    void look(FoldedText plain, int at, List<Span> spans) {
      boolean isOpened = at > 0 && "+(".indexOf(plain.folded().charAt(at - 1)) >= 0;
      int start = isOpened && matcher.region(at - 1, length).lookingAt() ? at - 1 : at;
      if (start >= until && matcher.region(start, length).lookingAt()) {
        until = matcher.end();
        spans.add(new Span(plain.origin(start), plain.origin(until), mark));
      }
    }
  }
}
