/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text as it is searched for: lower case, without diacritics, so that ș, ş and s are one letter.
 */
final class Folding {
  private static final int MAX_WORDS = 16;

  private Folding() {}

  static String fold(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder folded = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      append(folded, decomposed.charAt(i));
    }
    return folded.toString();
  }

  private static void append(StringBuilder folded, char c) {
    if (Character.getType(c) == Character.NON_SPACING_MARK) {
      return;
    }
    // Letters that Unicode does not decompose.
    switch (c) {
      case 'đ', 'ð' -> folded.append('d');
      case 'ł' -> folded.append('l');
      case 'ø' -> folded.append('o');
      case 'ı' -> folded.append('i');
      case 'ß' -> folded.append("ss");
      case 'æ' -> folded.append("ae");
      case 'œ' -> folded.append("oe");
      case '^', '=' -> folded.append(' '); // PersonName's separators (PS3.5 §6.2)
      default -> folded.append(c);
    }
  }

  /** The words of a search, folded; at most sixteen. */
  static List<String> words(String search) {
    List<String> words = new ArrayList<>();
    for (String word : fold(search).split("\\s+", MAX_WORDS + 1)) {
      if (!word.isEmpty() && words.size() < MAX_WORDS) {
        words.add(word);
      }
    }
    return words;
  }
}
