/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.InsightStatistics.Times;
import org.xrayvision.core.store.StatTables.Latency;

/** How long models take. Pure. */
public final class LatencyTimes {
  private static final double SECOND = 1000;

  private LatencyTimes() {}

  /** The mean in seconds, or null. */
  public static @Nullable Double mean(List<Latency> counts) {
    long n = counts.stream().mapToLong(Latency::n).sum();
    long total = counts.stream().mapToLong(Latency::total).sum();
    return n == 0 ? null : total / SECOND / n;
  }

  /** Of each region. */
  public static Map<String, Times> byRegion(List<Latency> counts) {
    Map<String, SortedMap<Long, Long>> values = new TreeMap<>();
    Map<String, Long> totals = new TreeMap<>();
    for (Latency count : counts) {
      values
          .computeIfAbsent(count.region(), region -> new TreeMap<>())
          .merge(count.latency(), count.n(), Long::sum);
      totals.merge(count.region(), count.total(), Long::sum);
    }
    Map<String, Times> times = new TreeMap<>();
    values.forEach(
        (region, of) -> {
          long n = of.values().stream().mapToLong(Long::longValue).sum();
          double mean = totals.getOrDefault(region, 0L) / SECOND / n;
          times.put(region, new Times(n, mean, at(of, 50), at(of, 90), at(of, 95), at(of, 99)));
        });
    return times;
  }

  private static double at(SortedMap<Long, Long> values, int percent) {
    Long millis = Scales.percentile(values, percent);
    return millis == null ? 0 : millis / SECOND;
  }
}
