/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.Agreement;
import org.xrayvision.core.ConfusionMatrix;
import org.xrayvision.core.Estimate;
import org.xrayvision.core.ExclusionReason;
import org.xrayvision.core.MonthlyStatistics;
import org.xrayvision.core.RegionalStatistics;
import org.xrayvision.core.ReportStatistics;
import org.xrayvision.core.ReportStatistics.Entry;
import org.xrayvision.core.StatisticsTally;
import org.xrayvision.server.auth.Masking;

/** The compatible answers about figures, and the parts that all share. Stateless. */
final class StatisticsJson {
  private static final String UNKNOWN = "unknown";
  private static final double ROUND = 10_000;

  private StatisticsJson() {}

  /** The unit, and that included and excluded add up. */
  static void tally(ObjectNode json, StatisticsTally tally) {
    json.put("unit", tally.unit().code()).put("readings", tally.readings());
    json.put("included", tally.all().included());
    ArrayNode excluded = json.putArray("excluded");
    for (ExclusionReason reason : ExclusionReason.values()) {
      long n = tally.all().excluded().getOrDefault(reason, 0L);
      if (n > 0) {
        excluded.addArray().add(reason.text()).add(n).add(reason.code());
      }
    }
  }

  static ObjectNode estimate(Estimate estimate) {
    ObjectNode json = Json.object();
    number(json, "value", estimate.value());
    json.put("n", estimate.n());
    Double low = estimate.low();
    Double high = estimate.high();
    if (low == null || high == null) {
      json.putNull("ci");
    } else {
      json.putArray("ci").add(rounded(low)).add(rounded(high));
    }
    return json;
  }

  static void number(ObjectNode json, String name, @Nullable Double value) {
    json.put(name, value == null ? null : Double.valueOf(rounded(value)));
  }

  private static double rounded(double value) {
    return Math.round(value * ROUND) / ROUND;
  }

  private static void percent(ObjectNode json, String name, Estimate estimate) {
    Double value = estimate.value();
    json.put(name, value == null ? null : Long.valueOf(Math.round(100 * value)));
  }

  static String region(String name) {
    return name.isEmpty() ? UNKNOWN : name;
  }

  static void counts(ObjectNode json, ConfusionMatrix matrix) {
    json.put("tpos", matrix.truePositives()).put("tneg", matrix.trueNegatives());
    json.put("fpos", matrix.falsePositives()).put("fneg", matrix.falseNegatives());
  }

  static ObjectNode regional(RegionalStatistics statistics) {
    ObjectNode json = Json.object();
    StatisticsTally tally = statistics.tally();
    tally(json, tally);
    json.put("total", tally.exams());
    agreement(json, tally.all());
    number(json, "avg_processing_time", statistics.averageSeconds());
    number(json, "throughput", statistics.examsPerHour());
    json.putObject("error_stats")
        .put("error", statistics.errors())
        .put("ignore", statistics.ignored());
    ObjectNode regions = json.putObject("region");
    statistics.regions().forEach((name, of) -> regions.set(region(name), region(of)));
    periods(json.putObject("trends"), "date", statistics.days());
    periods(json.putObject("monthly_trends"), "month", statistics.months());
    return json;
  }

  private static void agreement(ObjectNode json, Agreement of) {
    json.put("reviewed", of.reviewed()).put("positive", of.positive());
    json.put("correct", of.matrix().correct()).put("wrong", of.matrix().wrong());
    number(json, "mcc", of.matrix().mcc().value());
  }

  private static ObjectNode region(RegionalStatistics.Region region) {
    ConfusionMatrix matrix = region.agreement().matrix();
    ObjectNode json = Json.object();
    json.put("total", region.exams()).put("readings", region.readings());
    agreement(json, region.agreement());
    counts(json, matrix);
    percent(json, "ppv", matrix.positivePredictiveValue());
    percent(json, "pnv", matrix.negativePredictiveValue());
    percent(json, "snsi", matrix.sensitivity());
    percent(json, "spci", matrix.specificity());
    return json;
  }

  private static void periods(
      ObjectNode json, String name, Map<String, List<RegionalStatistics.Period>> regions) {
    regions.forEach((region, of) -> periods(json.putArray(region(region)), name, of));
  }

  static void periods(ArrayNode rows, String name, List<RegionalStatistics.Period> periods) {
    for (RegionalStatistics.Period of : periods) {
      rows.addObject()
          .put(name, of.period())
          .put("total", of.exams())
          .put("readings", of.readings())
          .put("positive", of.positive())
          .put("hours", of.hours());
    }
  }

  /**
   * Names as the one who asks may see them. Two radiologists with the same initials stay two: in
   * the order of their names they are told apart by a number.
   */
  static Map<String, String> shown(Iterable<String> names, Masking masking) {
    Map<String, String> sorted = new TreeMap<>();
    names.forEach(name -> sorted.put(name, name));
    if (!masking.masked()) {
      return sorted;
    }
    Map<String, Integer> seen = new LinkedHashMap<>();
    sorted.replaceAll(
        (name, same) -> {
          if (name.isEmpty()) {
            return name;
          }
          String initials = Masking.initials(name);
          int number = seen.merge(initials, 1, Integer::sum);
          return number == 1 ? initials : initials + " (" + number + ")";
        });
    return sorted;
  }

  /** By name as it is shown, in the order of the names. */
  static ObjectNode radiologists(ReportStatistics statistics, UnaryOperator<String> shown) {
    ObjectNode json = Json.object();
    new TreeMap<>(statistics.entries())
        .forEach(
            (name, entry) -> {
              ObjectNode row = entry(entry);
              top(row.putObject("top_diagnostics"), entry);
              json.set(shown.apply(name), row);
            });
    return json;
  }

  static ObjectNode diagnostics(ReportStatistics statistics) {
    ObjectNode json = Json.object();
    statistics
        .entries()
        .forEach(
            (name, entry) -> {
              ObjectNode row = entry(entry);
              top(row.putObject("top_regions"), entry);
              row.put("first_seen", entry.firstSeen()).put("last_seen", entry.lastSeen());
              json.set(name, row);
            });
    return json;
  }

  private static ObjectNode entry(Entry entry) {
    ObjectNode json = Json.object().put("report_count", entry.reports());
    json.put("exams", entry.exams());
    number(json, "avg_severity", entry.averageSeverity());
    json.put("assessed", entry.assessed());
    percent(json, "ai_accuracy", entry.agreement());
    json.put("ai_compared", entry.agreement().n());
    json.set("agree", estimate(entry.agreement()));
    return json;
  }

  private static void top(ObjectNode json, Entry entry) {
    entry.top().forEach((name, n) -> json.put(region(name), n));
  }

  static ObjectNode months(MonthlyStatistics statistics, String what, UnaryOperator<String> shown) {
    ObjectNode json = Json.object();
    tally(json, statistics.tally());
    ObjectNode trends = json.putObject("trends");
    statistics
        .months()
        .forEach(
            (month, names) -> {
              ArrayNode rows = trends.putArray(month.isEmpty() ? UNKNOWN : month);
              names.forEach(
                  (name, n) -> rows.addObject().put(what, shown.apply(name)).put("count", n));
            });
    return json;
  }
}
