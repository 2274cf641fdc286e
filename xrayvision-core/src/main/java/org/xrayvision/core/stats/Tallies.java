/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.xrayvision.core.Agreement;
import org.xrayvision.core.ConfusionMatrix;
import org.xrayvision.core.ExclusionReason;
import org.xrayvision.core.store.StatTables.Cell;

/** Adds counted cells up. Pure. */
public final class Tallies {
  private static final List<ExclusionReason> REASONS = List.of(ExclusionReason.values());

  private Tallies() {}

  /** By a name that is made of each cell's. */
  public static Map<String, Agreement> by(Collection<Cell> cells, Function<Cell, String> name) {
    Map<String, Agreement> sums = new TreeMap<>();
    for (Cell cell : cells) {
      sums.merge(name.apply(cell), of(cell), Agreement::plus);
    }
    return sums;
  }

  /** All together. */
  public static Agreement all(Collection<Agreement> parts) {
    return parts.stream().reduce(Agreement.NONE, Agreement::plus);
  }

  private static Agreement of(Cell cell) {
    long n = cell.n();
    long reviewed = cell.truth() >= 0 ? n : 0;
    long positive = cell.ai() == 1 ? n : 0;
    if (cell.reason() == 0) {
      return new Agreement(n, reviewed, positive, matrix(cell), Map.of());
    }
    // The store numbers them from 1 in the order of the enumeration.
    ExclusionReason reason = REASONS.get(cell.reason() - 1);
    return new Agreement(n, reviewed, positive, ConfusionMatrix.EMPTY, Map.of(reason, n));
  }

  private static ConfusionMatrix matrix(Cell cell) {
    boolean ai = cell.ai() == 1;
    boolean truth = cell.truth() == 1;
    long n = cell.n();
    return new ConfusionMatrix(
        ai && truth ? n : 0, ai || truth ? 0 : n, ai && !truth ? n : 0, !ai && truth ? n : 0);
  }
}
