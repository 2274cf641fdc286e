/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Which PACS are asked for studies, and how often. Immutable.
 *
 * @param pacs empty if there is none
 * @param noQuery whether none is asked all the same
 * @param interval between two queries, on average
 * @param lookBack how far before the end of the last query the next one begins
 * @param modalities the values of Modality that are fetched
 * @param timeout for one answer of a PACS, and between two signs of progress
 * @param attempts after which a study is given up
 * @param firstBackoff before the second attempt; the later ones wait longer
 */
public record RetrieveSettings(
    List<PacsSettings> pacs,
    boolean noQuery,
    Duration interval,
    Duration lookBack,
    Set<String> modalities,
    Duration timeout,
    int attempts,
    Duration firstBackoff) {
  /** Copies the collections. */
  public RetrieveSettings {
    pacs = List.copyOf(pacs);
    modalities = Set.copyOf(modalities);
  }

  /** Whether anybody is asked. */
  public boolean isActive() {
    return !noQuery && !pacs.isEmpty();
  }
}
