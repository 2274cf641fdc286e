/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.BurnedInRegion;
import org.xrayvision.core.SourceOptions;
import org.xrayvision.core.plugin.ExamsInHand;

/**
 * What must be known to keep identifiers from plugins. Immutable but for the exams in hand.
 *
 * @param exams those that plugins have in hand, for their loggers
 * @param sources by AE title
 */
public record Discretion(ExamsInHand exams, Map<String, SourceOptions> sources) {
  /** Copies the map. */
  public Discretion {
    sources = Map.copyOf(sources);
  }

  /** What may leave the house of an exam: by who brought it, and what it says of itself. */
  Egress egress(List<ExamEvent> journal) {
    List<ExamEvent> received =
        journal.stream().filter(event -> event.kind().equals(ExamEvent.RECEIVED)).toList();
    return egress(
        received.stream()
            .map(event -> event.payload().get("sender"))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        received.stream().anyMatch(event -> event.payload().containsKey("burnedIn")));
  }

  /**
   * What may leave the house of an exam that this sender brought.
   *
   * @param saysBurnedIn whether the object itself says that text is burned in
   */
  Egress egress(@Nullable String sender, boolean saysBurnedIn) {
    SourceOptions source = sender == null ? null : sources.get(sender);
    @Nullable List<BurnedInRegion> burnedIn = source == null ? null : source.burnedInRegions();
    return new Egress(sender, burnedIn, saysBurnedIn);
  }
}
