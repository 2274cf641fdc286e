package org.xrayvision.core;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a region is told from the words of a protocol, and what is asked about it. Immutable.
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
}
