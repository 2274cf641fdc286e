/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From where the picture was taken, as a prompt says it. */
enum Projection {
  FRONTAL,
  LATERAL,
  OBLIQUE;

  /** Romanian and English; "p.a." is two words of one letter, told below. */
  private static final Map<String, Projection> WORDS =
      table(
          "pa ap dp pd fata frontal frontala anteroposterior anteroposterioara posteroanterior "
              + "posteroanterioara dorsoplantar dorsoplantara dorsopalmar dorsopalmara",
          "lat lateral laterala latero profil ll",
          "obl oblic oblica oblique");

  /**
   * ViewPosition (0018,5101), PS3.3 C.8.1.1 and C.8.11.5. In a decubitus view (LLD, RLD) it is the
   * patient who lies on his side; the beam goes from front to back.
   */
  private static final Map<String, Projection> VIEW_POSITIONS =
      table("ap pa lld rld", "ll rl lateral lat ml lm", "llo rlo lao rao lpo rpo oblique");

  private static final Map<String, Projection> PAIRS =
      Map.of(
          "p a", FRONTAL,
          "a p", FRONTAL,
          "d p", FRONTAL,
          "p d", FRONTAL,
          "antero posterior", FRONTAL,
          "antero posterioara", FRONTAL,
          "postero anterior", FRONTAL,
          "postero anterioara", FRONTAL,
          "dorso plantar", FRONTAL,
          "dorso palmar", FRONTAL);

  private static Map<String, Projection> table(String frontal, String lateral, String oblique) {
    return Stream.of(
            Map.entry(FRONTAL, frontal), Map.entry(LATERAL, lateral), Map.entry(OBLIQUE, oblique))
        .flatMap(
            row -> Stream.of(row.getValue().split(" ")).map(word -> Map.entry(word, row.getKey())))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The projection that the protocol names; where it names none, or several, the one of
   * ViewPosition; where that is silent, the one that the meaning of ViewCodeSequence names.
   *
   * @return {@code frontal}, {@code lateral}, {@code oblique}, or empty
   */
  static String of(String protocol, String viewPosition, String viewMeaning) {
    String named = only(inWords(protocol));
    if (!named.isEmpty()) {
      return named;
    }
    Projection position = VIEW_POSITIONS.get(String.join("", Words.of(viewPosition)));
    return position != null ? position.word() : only(inWords(viewMeaning));
  }

  private static Set<Projection> inWords(String text) {
    List<String> words = Words.of(text);
    Set<Projection> found = EnumSet.noneOf(Projection.class);
    for (int i = 0; i < words.size(); i++) {
      Projection one = WORDS.get(words.get(i));
      Projection two =
          i + 1 < words.size() ? PAIRS.get(words.get(i) + " " + words.get(i + 1)) : null;
      if (one != null) {
        found.add(one);
      }
      if (two != null) {
        found.add(two);
      }
    }
    return found;
  }

  private static String only(Set<Projection> found) {
    return found.size() == 1 ? found.iterator().next().word() : "";
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
