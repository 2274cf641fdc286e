/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many there are, and what became of comparing them: matrix and exclusions add up to the total.
 * Immutable.
 *
 * @param reviewed how many have a truth, also where the model's answer is missing
 * @param positive how many the model called positive, also where the truth is missing
 */
public record Agreement(
    long total,
    long reviewed,
    long positive,
    ConfusionMatrix matrix,
    Map<ExclusionReason, Long> excluded) {
  /** Of nothing. */
  public static final Agreement NONE = new Agreement(0, 0, 0, ConfusionMatrix.EMPTY, Map.of());

  /** Copies the map. */
  public Agreement {
    Map<ExclusionReason, Long> copy = new EnumMap<>(ExclusionReason.class);
    copy.putAll(excluded);
    excluded = Collections.unmodifiableMap(copy);
  }

  /** How many were compared. */
  public long included() {
    return matrix.n();
  }

  /** Both together. */
  public Agreement plus(Agreement other) {
    Map<ExclusionReason, Long> both = new EnumMap<>(ExclusionReason.class);
    both.putAll(excluded);
    other.excluded.forEach((reason, n) -> both.merge(reason, n, Long::sum));
    return new Agreement(
        total + other.total,
        reviewed + other.reviewed,
        positive + other.positive,
        matrix.plus(other.matrix),
        both);
  }
}
