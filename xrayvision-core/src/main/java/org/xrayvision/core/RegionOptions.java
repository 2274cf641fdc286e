/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a region is told from the words of a protocol, and what is asked about it. Immutable.
 *
 * <p>A keyword is one word or a sequence of them; capitals, diacritics and full stops do not
 * matter. The longest keyword that is found decides, of equal ones the first in the protocol. A
 * keyword is a whole word; one of four letters or more may have a Romanian or English ending:
 * {@code umar} finds "umărului", {@code torac} finds "toracică", {@code cap} does not find
 * "scapula" or "capsula".
 *
 * @param keywords region to its keywords
 * @param questions region to the question put to the model
 * @param supported regions that are read; others become {@code ignore}
 */
public record RegionOptions(
    Map<String, List<String>> keywords, Map<String, String> questions, Set<String> supported) {
  /** Copies the collections. */
  public RegionOptions {
    keywords = Map.copyOf(keywords);
    questions = Map.copyOf(questions);
    supported = Set.copyOf(supported);
  }

  /**
   * Twenty regions with Romanian and English keywords and a question each, all of them supported.
   */
  public static RegionOptions defaults() {
    return DefaultRegions.options();
  }

  /** Regions that are supported but have no keywords, in alphabetical order: a mistake to show. */
  public Set<String> supportedWithoutKeywords() {
    Set<String> unknown = new TreeSet<>(supported);
    unknown.removeIf(region -> !keywords.getOrDefault(region, List.of()).isEmpty());
    return unknown;
  }
}
