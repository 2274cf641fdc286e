/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * A text in small letters without diacritics, that knows where each of its characters came from.
 */
final class FoldedText {
  /** Letters that no decomposition takes apart. */
  private static final Map<Integer, String> WHOLE =
      Map.of(
          (int) 'đ', "d",
          (int) 'Đ', "d",
          (int) 'ł', "l",
          (int) 'Ł', "l",
          (int) 'ø', "o",
          (int) 'Ø', "o",
          (int) 'ß', "ss",
          (int) 'æ', "ae",
          (int) 'Æ', "ae",
          (int) 'ı', "i");

  private final String text;
  private final StringBuilder folded = new StringBuilder();
  private int[] origins;

  FoldedText(String text) {
    this.text = text;
    this.origins = new int[text.length() + 1];
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      fold(c, i);
      i += Character.charCount(c);
    }
    put(' ', text.length());
    folded.setLength(folded.length() - 1);
  }

  private void fold(int c, int origin) {
    if (c > ' ' && c < 0x7f) {
      put((char) Character.toLowerCase(c), origin);
      return;
    }
    String plain = WHOLE.get(c);
    if (plain == null) {
      plain =
          Normalizer.normalize(Character.toString(Character.toLowerCase(c)), Normalizer.Form.NFKD);
    }
    plain
        .codePoints()
        .filter(FoldedText::isKept)
        .map(p -> isSpace(p) ? ' ' : Character.toLowerCase(p))
        .forEach(
            p -> {
              for (char unit : Character.toChars(p)) {
                put(unit, origin);
              }
            });
  }

  /** Marks, and what is written to be invisible, are passed over. */
  private static boolean isKept(int c) {
    int type = Character.getType(c);
    return type != Character.NON_SPACING_MARK && type != Character.FORMAT;
  }

  private static boolean isSpace(int c) {
    return c != '\n' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  private void put(char unit, int origin) {
    if (folded.length() == origins.length) {
      origins = Arrays.copyOf(origins, origins.length * 2);
    }
    origins[folded.length()] = origin;
    folded.append(unit);
  }

  /** The folded text. */
  String folded() {
    return folded.toString();
  }

  /** Where a character of the folded text, or its end, stands in the original. */
  int origin(int index) {
    return index >= folded.length() ? text.length() : origins[index];
  }

  static String fold(String text) {
    return new FoldedText(text).folded();
  }
}
