/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.xrayvision.core.InsightStatistics;
import org.xrayvision.core.store.StatTables;

/** What came of looking again. Pure. */
public final class SecondLooks {
  private SecondLooks() {}

  /** Of these counts: the first verdict beside the one that counts now. */
  public static InsightStatistics.Looks of(List<StatTables.Looks> counts) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long exams = 0;
    long looks = 0;
    double gain = 0;
    for (StatTables.Looks count : counts) {
      outcomes.merge(outcome(count), count.n(), Long::sum);
      exams += count.n();
      looks += count.looks();
      gain += count.gainMillis();
    }
    return new InsightStatistics.Looks(
        exams,
        looks,
        exams == 0 ? null : gain / 1000 / exams,
        outcomes.getOrDefault(Outcome.SAME, 0L),
        outcomes.getOrDefault(Outcome.RIGHT, 0L),
        outcomes.getOrDefault(Outcome.WRONG, 0L),
        outcomes.getOrDefault(Outcome.CHANGED, 0L),
        outcomes.getOrDefault(Outcome.MISSING, 0L));
  }

  private enum Outcome {
    SAME,
    RIGHT,
    WRONG,
    CHANGED,
    MISSING
  }

  private static Outcome outcome(StatTables.Looks count) {
    if (count.firstAi() < 0 || count.ai() < 0) {
      return Outcome.MISSING;
    }
    if (count.firstAi() == count.ai()) {
      return Outcome.SAME;
    }
    if (count.truth() < 0) {
      return Outcome.CHANGED;
    }
    return count.ai() == count.truth() ? Outcome.RIGHT : Outcome.WRONG;
  }
}
