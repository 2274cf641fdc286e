/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One table of sums over the facts. Immutable.
 *
 * @param table its name
 * @param keys its key: expressions over the facts, in the order of its columns
 * @param counted the condition on the facts that count
 * @param sums what is summed beside the number, in the order of its columns
 */
record StatSums(String table, List<String> keys, String counted, List<Sum> sums) {
  /** A column and what is summed in it. */
  record Sum(String column, String of) {}

  private static final String MONTH = "substr(day, 1, 7)";
  private static final String RIGHT = "ai = truth";
  private static final String ROUNDED =
      """
      CASE WHEN latency < 10000 THEN (latency + 50) / 100 * 100
        WHEN latency < 100000 THEN (latency + 500) / 1000 * 1000
        ELSE (latency + 5000) / 10000 * 10000 END""";

  /** The columns of those keys that are not called as what they are made of. */
  private static final Map<String, String> COLUMNS =
      Map.of(MONTH, "month", RIGHT, "correct", ROUNDED, "latency");

  private static final Sum ASSESSED = new Sum("assessed", "rad_severity >= 0");
  private static final Sum SEVERITIES = new Sum("severities", "max(rad_severity, 0)");

  static final List<StatSums> ALL =
      List.of(
          of("stat_regions", "true", "unit", MONTH, "region", "reason", "ai", "truth"),
          of("stat_days", "true", "unit", "day", "region").with(new Sum("positive", "ai = 1")),
          of("stat_hours", "unit = 1", "hour"),
          of(
              "stat_severities",
              "severity >= 0 OR rad_severity >= 0",
              "unit",
              MONTH,
              "ai",
              "truth",
              "severity",
              "rad_severity"),
          of(
              "stat_confidences",
              "reason = 0 AND confidence >= 0",
              "unit",
              MONTH,
              "confidence",
              RIGHT),
          of(
              "stat_profiles",
              "true",
              "unit",
              MONTH,
              "modality",
              "model",
              "prompt",
              "band",
              "reason",
              "ai",
              "truth"),
          of("stat_radiologists", "true", "unit", "radiologist", MONTH, "reason", "ai", "truth")
              .with(ASSESSED, SEVERITIES),
          of("stat_diagnostics", "diagnostic <> ''", "unit", "diagnostic", MONTH)
              .with(
                  ASSESSED,
                  SEVERITIES,
                  new Sum("compared", "reason = 0"),
                  new Sum("agreed", "reason = 0 AND ai = truth")),
          of(
              "stat_radiologist_diagnostics",
              "radiologist <> '' AND diagnostic <> ''",
              "unit",
              "radiologist",
              "diagnostic"),
          of("stat_diagnostic_regions", "diagnostic <> ''", "unit", "diagnostic", "region"),
          of("stat_latencies", "latency >= 0", "region", ROUNDED).with(new Sum("total", "latency")),
          of("stat_looks", "looks > 1", "first_ai", "ai", "truth")
              .with(new Sum("looks", "looks"), new Sum("gain", "gain")));

  private static StatSums of(String table, String counted, String... keys) {
    return new StatSums(table, List.of(keys), counted, List.of());
  }

  private StatSums with(Sum... more) {
    return new StatSums(table, keys, counted, List.of(more));
  }

  /** Adds what the facts of {@code stat_delta} change; their weight is 1, or -1 if taken off. */
  String addSql() {
    StringBuilder what = new StringBuilder(String.join(", ", keys));
    StringBuilder group = new StringBuilder("1");
    for (int i = 2; i <= keys.size(); i++) {
      group.append(", ").append(i);
    }
    StringBuilder differs = new StringBuilder("sum(weight) <> 0");
    StringBuilder add = new StringBuilder("n = n + excluded.n");
    what.append(", sum(weight)");
    for (Sum sum : sums) {
      String weighted = "sum(weight * (" + sum.of + "))";
      what.append(", ").append(weighted);
      differs.append(" OR ").append(weighted).append(" <> 0");
      add.append(", ").append(sum.column).append(" = ").append(sum.column);
      add.append(" + excluded.").append(sum.column);
    }
    return "INSERT INTO "
        + table
        + " SELECT "
        + what
        + " FROM stat_delta WHERE "
        + counted
        + " GROUP BY "
        + group
        + " HAVING "
        + differs
        + " ON CONFLICT DO UPDATE SET "
        + add;
  }

  /**
   * The table's rows as they were if only the facts counted that a condition holds for: a common
   * table expression that hides the table.
   */
  String onlySql(String condition) {
    String columns =
        keys.stream().map(key -> COLUMNS.getOrDefault(key, key)).collect(Collectors.joining(", "));
    StringBuilder what = new StringBuilder(String.join(", ", keys)).append(", count(*)");
    StringBuilder names = new StringBuilder(columns).append(", n");
    for (Sum sum : sums) {
      what.append(", sum(").append(sum.of).append(')');
      names.append(", ").append(sum.column);
    }
    StringBuilder group = new StringBuilder("1");
    for (int i = 2; i <= keys.size(); i++) {
      group.append(", ").append(i);
    }
    return "%s(%s) AS (SELECT %s FROM stat_facts WHERE (%s) AND %s GROUP BY %s)"
        .formatted(table, names, what, counted, condition, group);
  }

  /** Forgets what has become nothing. */
  String tidySql() {
    return "DELETE FROM " + table + " WHERE n = 0";
  }
}
