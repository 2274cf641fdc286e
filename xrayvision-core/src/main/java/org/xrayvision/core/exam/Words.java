/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** Text from outside: made harmless, or cut into words to compare. */
final class Words {
  private Words() {}

  /**
   * The words of a text, for comparing: small letters, or digits, without diacritics (comma and
   * cedilla forms alike). A word also ends between a letter and a digit, and before a capital that
   * follows a small letter: "ToracePA2" is three words.
   */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int before = ' ';
    for (int c : Normalizer.normalize(text, Normalizer.Form.NFD).codePoints().toArray()) {
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (!Character.isLetterOrDigit(c) || isBorder(before, c)) {
        flush(word, words);
      }
      if (Character.isLetterOrDigit(c)) {
        word.appendCodePoint(Character.toLowerCase(c));
      }
      before = c;
    }
    flush(word, words);
    return words;
  }

  private static boolean isBorder(int before, int c) {
    return Character.isDigit(before) != Character.isDigit(c)
        || (Character.isLowerCase(before) && Character.isUpperCase(c));
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /**
   * A text fit for a table, a log line and a page: control characters, line separators, characters
   * that turn the direction of writing, and halves of surrogate pairs are spaces; spaces are
   * single, none at the ends; at most {@code max} characters.
   */
  static String clean(String text, int max) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), max));
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean space = isSpace(c);
      if (clean.length() + (space ? 1 : Character.charCount(c)) > max) {
        break;
      }
      if (!space) {
        clean.appendCodePoint(c);
      } else if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
        clean.append(' ');
      }
    }
    return clean.toString().strip();
  }

  private static boolean isSpace(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
