/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xrayvision.core.Estimate;
import org.xrayvision.core.RocPoint;
import org.xrayvision.core.store.StatTables;

/** What the counts of severities tell. Immutable; a severity of -1 is in no figure. */
public final class Severities {
  private static final int MAX = 10;

  private final long[] positives = new long[MAX + 1];
  private final long[] negatives = new long[MAX + 1];
  private final Map<Integer, Long> ai = zeros(0);
  private final Map<Integer, Long> reports = zeros(0);
  private final Map<Integer, Long> differences = zeros(-MAX);

  /** Of these counts. */
  public Severities(List<StatTables.Severities> counts) {
    for (StatTables.Severities count : counts) {
      int severity = count.severity();
      if (severity >= 0) {
        ai.merge(severity, count.n(), Long::sum);
        if (count.truth() >= 0) {
          (count.truth() == 1 ? positives : negatives)[severity] += count.n();
        }
      }
      if (count.radSeverity() >= 0) {
        reports.merge(count.radSeverity(), count.n(), Long::sum);
      }
      if (severity >= 0 && count.radSeverity() >= 0) {
        differences.merge(severity - count.radSeverity(), count.n(), Long::sum);
      }
    }
  }

  private static Map<Integer, Long> zeros(int from) {
    Map<Integer, Long> zeros = new TreeMap<>();
    for (int value = from; value <= MAX; value++) {
      zeros.put(value, 0L);
    }
    return zeros;
  }

  /** The model's, 0 to 10. */
  public Map<Integer, Long> ai() {
    return new TreeMap<>(ai);
  }

  /** The reports', 0 to 10. */
  public Map<Integer, Long> reports() {
    return new TreeMap<>(reports);
  }

  /** The model's less the report's, -10 to 10. */
  public Map<Integer, Long> differences() {
    return new TreeMap<>(differences);
  }

  /** See {@link Scales#roc}. */
  public List<RocPoint> roc() {
    return Scales.roc(positives, negatives);
  }

  /** See {@link Scales#auc}. */
  public Estimate auc() {
    return Scales.auc(positives, negatives);
  }
}
