/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.privacy;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * A text in small letters without diacritics, that knows where each of its characters came from.
 * Immutable.
 */
public final class FoldedText {
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

  /** What becomes of the Latin letters that become one character; 0 for all others. */
  private static final String PLAIN = plain();

  private static final int ROOM = 8;

  private final String folded;
  private final int[] origins;
  private final int digits;

  FoldedText(String text) {
    Writer writer = new Writer(text.length());
    int i = 0;
    while (i < text.length()) {
      char unit = text.charAt(i);
      char plain = unit < PLAIN.length() ? PLAIN.charAt(unit) : 0;
      if (plain != 0) {
        writer.put(plain, i++);
      } else {
        int c = text.codePointAt(i);
        writer.putAll(fold(c), i);
        i += Character.charCount(c);
      }
    }
    this.folded = writer.text();
    this.origins = writer.origins(text.length());
    this.digits = writer.digits;
  }

  /** Characters with where they stood. */
  private static final class Writer {
    private char[] units;
    private int[] origins;
    private int length;
    private int digits;

    Writer(int expected) {
      units = new char[expected + ROOM];
      origins = new int[expected + ROOM];
    }

    void put(char unit, int origin) {
      if (length + 1 == units.length) {
        units = Arrays.copyOf(units, units.length * 2);
        origins = Arrays.copyOf(origins, origins.length * 2);
      }
      units[length] = unit;
      origins[length++] = origin;
      if (unit >= '0' && unit <= '9') {
        digits++;
      }
    }

    void putAll(String plain, int origin) {
      for (int i = 0; i < plain.length(); i++) {
        put(plain.charAt(i), origin);
      }
    }

    String text() {
      return new String(units, 0, length);
    }

    int[] origins(int end) {
      origins[length] = end;
      return origins;
    }
  }

  private static String plain() {
    StringBuilder table = new StringBuilder();
    for (int c = 0; c < 0x250; c++) {
      String plain = fold(c);
      table.append(plain.length() == 1 ? plain.charAt(0) : (char) 0);
    }
    return table.toString();
  }

  private static String fold(int c) {
    if (c > ' ' && c < 0x7f) {
      return Character.toString(Character.toLowerCase(c));
    }
    String plain = WHOLE.get(c);
    if (plain == null) {
      plain =
          Normalizer.normalize(Character.toString(Character.toLowerCase(c)), Normalizer.Form.NFKD);
    }
    StringBuilder kept = new StringBuilder();
    plain
        .codePoints()
        .filter(FoldedText::isKept)
        .map(p -> isSpace(p) ? ' ' : Character.toLowerCase(p))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** Marks, and what is written to be invisible, are passed over. */
  private static boolean isKept(int c) {
    int type = Character.getType(c);
    return type != Character.NON_SPACING_MARK && type != Character.FORMAT;
  }

  private static boolean isSpace(int c) {
    return c != '\n' && (Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** The folded text. */
  String folded() {
    return folded;
  }

  /** How many digits stand in it. */
  int digits() {
    return digits;
  }

  /** Where a character of the folded text, or its end, stands in the original. */
  int origin(int index) {
    return origins[Math.min(index, folded.length())];
  }

  /** A text folded. */
  public static String fold(String text) {
    return new FoldedText(text).folded();
  }
}
