/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.stats;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xrayvision.core.ReportStatistics;
import org.xrayvision.core.ReportStatistics.Entry;
import org.xrayvision.core.StatisticsTally;
import org.xrayvision.core.store.StatTables;
import org.xrayvision.core.store.StatTables.Pair;
import org.xrayvision.core.store.StatTables.Reports;
import org.xrayvision.core.store.StatTables.Seen;

/** Reports by radiologist and by diagnosis; at most a thousand names. */
public final class ReportTables {
  private static final int MOST = 1_000;
  private static final int TOP = 5;
  private static final int TEN = 10;
  private static final Comparator<Reports> FREQUENT =
      Comparator.comparingLong(Reports::n).reversed().thenComparing(Reports::name);
  private static final Comparator<Map.Entry<String, Long>> OFTEN =
      Map.Entry.<String, Long>comparingByValue()
          .reversed()
          .thenComparing(Map.Entry.comparingByKey());

  private final StatTables tables;
  private final int unit;
  private final String from;
  private final String to;

  /** Of these sums, in this unit (0 readings, 1 exams), between these months. */
  public ReportTables(StatTables tables, int unit, String from, String to) {
    this.tables = tables;
    this.unit = unit;
    this.from = from;
    this.to = to;
  }

  /** By radiologist, with their most frequent diagnoses. */
  public ReportStatistics radiologists(StatisticsTally tally) {
    List<Reports> exams = tables.radiologistReports(1, from, to);
    List<Reports> all = unit == 1 ? exams : tables.radiologistReports(unit, from, to);
    Map<String, Map<String, Long>> top =
        top(tables.within(from, to).radiologistDiagnostics(unit), TOP);
    return table(tally, all, exams, top, Map.of());
  }

  /** By diagnosis, with the regions it is found in; first and last seen are of all time. */
  public ReportStatistics diagnostics(StatisticsTally tally) {
    List<Reports> exams = tables.diagnosticReports(1, from, to);
    List<Reports> all = unit == 1 ? exams : tables.diagnosticReports(unit, from, to);
    List<String> names = all.stream().sorted(FREQUENT).limit(MOST).map(Reports::name).toList();
    Map<String, Map<String, Long>> top = top(tables.within(from, to).diagnosticRegions(unit), TOP);
    return table(tally, all, exams, top, tables.seen(names));
  }

  private static ReportStatistics table(
      StatisticsTally tally,
      List<Reports> all,
      List<Reports> exams,
      Map<String, Map<String, Long>> top,
      Map<String, Seen> seen) {
    Map<String, Long> images = new HashMap<>();
    exams.forEach(of -> images.put(of.name(), of.n()));
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Reports of : all.stream().sorted(FREQUENT).limit(MOST).toList()) {
      Seen when = seen.getOrDefault(of.name(), new Seen(null, null));
      entries.put(
          of.name(),
          new Entry(
              of.n(),
              images.getOrDefault(of.name(), 0L),
              of.assessed(),
              of.assessed() == 0 ? null : (double) of.severities() / of.assessed(),
              Proportions.wilson(of.agreed(), of.compared()),
              top.getOrDefault(of.name(), Map.of()),
              when.first(),
              when.last()));
    }
    return new ReportStatistics(tally, entries, Math.max(0, all.size() - MOST));
  }

  /** The ten most frequent of each name. */
  public static Map<String, Map<String, Long>> topTen(List<Pair> pairs) {
    return top(pairs, TEN);
  }

  private static Map<String, Map<String, Long>> top(List<Pair> pairs, int most) {
    Map<String, Map<String, Long>> grouped = new TreeMap<>();
    for (Pair pair : pairs) {
      grouped
          .computeIfAbsent(pair.name(), name -> new HashMap<>())
          .merge(pair.other(), pair.n(), Long::sum);
    }
    grouped.replaceAll((name, counts) -> frequent(counts, most));
    return grouped;
  }

  private static Map<String, Long> frequent(Map<String, Long> counts, int most) {
    return counts.entrySet().stream()
        .sorted(OFTEN)
        .limit(most)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
  }
}
