/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Words as people compare them: without capitals, diacritics and punctuation. Stateless. */
final class Words {
  private static final int MAX = 4_000;

  private Words() {}

  /** The words, each with a space before and after it. */
  static String fold(String text) {
    String bounded = text.length() <= MAX ? text : text.substring(0, MAX);
    String plain = Normalizer.normalize(bounded, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return " " + plain.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
  }

  static Set<String> of(String text) {
    String folded = fold(text).strip();
    return folded.isEmpty() ? Set.of() : Set.copyOf(java.util.Arrays.asList(folded.split(" ")));
  }
}
