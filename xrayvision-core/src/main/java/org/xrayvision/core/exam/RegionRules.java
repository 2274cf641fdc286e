/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xrayvision.core.RegionOptions;

/**
 * Tells the region from the words of a protocol, as {@link RegionOptions} says. Immutable and safe
 * for threads.
 */
public final class RegionRules {
  /** Shorter keywords ("cap", "col", "nas") would find too much with an ending. */
  private static final int MIN_STEM = 4;

  /** Endings of Romanian nouns and of the adjectives made from them, and the English plural. */
  private static final Set<String> ENDINGS =
      Set.of(
          ("a e i u l ul ui ului lui elui ei ii iei le lor elor ele ilor or uri urile urilor r ar "
                  + "ara are ari al ala ale ali ic ica ice ici s es um")
              .split(" "));

  /** PS3.16 annex L: values of BodyPartExamined that no keyword of a site need know. */
  private static final Map<String, String> BODY_PARTS =
      Map.ofEntries(
          Map.entry("abdomenpelvis", "abdomen"),
          Map.entry("chestabdomen", "chest"),
          Map.entry("heart", "chest"),
          Map.entry("lung", "chest"),
          Map.entry("thorax", "chest"),
          Map.entry("rib", "ribs"),
          Map.entry("head", "skull"),
          Map.entry("jaw", "mandible"),
          Map.entry("sinus", "sinuses"),
          Map.entry("cspine", "spine"),
          Map.entry("tspine", "spine"),
          Map.entry("lspine", "spine"),
          Map.entry("sspine", "spine"),
          Map.entry("ctspine", "spine"),
          Map.entry("tlspine", "spine"),
          Map.entry("lsspine", "spine"),
          Map.entry("neck", "spine"),
          Map.entry("coccyx", "spine"),
          Map.entry("sacrum", "spine"),
          Map.entry("sijoint", "pelvis"),
          Map.entry("arm", "upper_limb"),
          Map.entry("humerus", "upper_limb"),
          Map.entry("forearm", "upper_limb"),
          Map.entry("wrist", "hand"),
          Map.entry("finger", "hand"),
          Map.entry("thumb", "hand"),
          Map.entry("scapula", "shoulder"),
          Map.entry("acjoint", "shoulder"),
          Map.entry("leg", "lower_limb"),
          Map.entry("femur", "lower_limb"),
          Map.entry("thigh", "lower_limb"),
          Map.entry("tibia", "lower_limb"),
          Map.entry("calf", "lower_limb"),
          Map.entry("patella", "knee"),
          Map.entry("calcaneus", "foot"),
          Map.entry("toe", "foot"));

  private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z]+");

  private final List<Rule> rules = new ArrayList<>();
  private final Set<String> regions;

  /** A keyword as words, and what it stands for. */
  private record Rule(List<String> words, int length, String region) {}

  /** Rules of these options. */
  public RegionRules(RegionOptions options) {
    regions = options.keywords().keySet();
    options
        .keywords()
        .forEach((region, keywords) -> keywords.forEach(keyword -> add(keyword, region)));
    rules.sort(Comparator.comparingInt(Rule::length).reversed().thenComparing(Rule::region));
  }

  private void add(String keyword, String region) {
    List<String> words = Words.of(keyword);
    if (!words.isEmpty()) {
      rules.add(new Rule(words, String.join(" ", words).length(), region));
    }
  }

  /**
   * The region that a protocol names; where it names none, the one of BodyPartExamined (0018,0015);
   * empty where neither tells.
   */
  public String regionOf(String protocol, String bodyPartExamined) {
    return find(protocol)
        .or(() -> find(bodyPartExamined))
        .map(Rule::region)
        .or(() -> bodyPart(bodyPartExamined))
        .orElse("");
  }

  /** The keyword that decides about a protocol, as words; empty where none is found. */
  Optional<String> keywordOf(String protocol) {
    return find(protocol).map(rule -> String.join(" ", rule.words()));
  }

  private Optional<Rule> find(String text) {
    List<String> words = Words.of(text);
    Rule best = null;
    int bestPosition = 0;
    for (Rule rule : rules) {
      if (best != null && rule.length() < best.length()) {
        break;
      }
      int position = position(rule.words(), words);
      if (position >= 0 && (best == null || position < bestPosition)) {
        best = rule;
        bestPosition = position;
      }
    }
    return Optional.ofNullable(best);
  }

  private Optional<String> bodyPart(String bodyPartExamined) {
    String term = NO_LETTERS.matcher(bodyPartExamined).replaceAll("").toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BODY_PARTS.getOrDefault(term, regions.contains(term) ? term : null))
        .filter(regions::contains);
  }

  private static int position(List<String> keyword, List<String> words) {
    for (int at = 0; at + keyword.size() <= words.size(); at++) {
      boolean found = true;
      for (int i = 0; found && i < keyword.size(); i++) {
        found = matches(keyword.get(i), words.get(at + i));
      }
      if (found) {
        return at;
      }
    }
    return -1;
  }

  private static boolean matches(String keyword, String word) {
    if (!word.startsWith(keyword)) {
      return false;
    }
    return word.length() == keyword.length()
        || (keyword.length() >= MIN_STEM && ENDINGS.contains(word.substring(keyword.length())));
  }
}
