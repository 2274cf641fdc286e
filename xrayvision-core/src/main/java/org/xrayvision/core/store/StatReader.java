/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.store.StatSpan.Level;
import org.xrayvision.core.store.StatSpan.Range;
import org.xrayvision.core.store.StatTables.Period;

/**
 * Reads {@code stat_pages} as of one moment, each span once. A filter by region or model is for the
 * pages of parts. Used by one thread.
 */
final class StatReader {
  private static final String WHICH =
      " FROM stat_pages WHERE kind = :kind AND unit = :unit AND level = :level"
          + " AND period BETWEEN :from AND :to:filter";

  private final Handle handle;
  private final StatFilter filter;
  private final Map<List<Object>, List<Part>> read = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();

  StatReader(Handle handle, StatFilter filter) {
    this.handle = handle;
    this.filter = filter;
  }

  /**
   * What is counted of one part of the exams.
   *
   * @param period empty where all periods are together
   */
  record Part(String period, String name, String model, String prompt, StatCounts counts) {
    Part ofAll() {
      return new Part("", name, model, prompt, counts);
    }

    Part ofMonth() {
      return new Part(Level.MONTH.of(period), name, model, prompt, counts);
    }

    Part ofName() {
      return new Part("", name, "", "", counts);
    }

    private List<String> key() {
      return List.of(period, name, model, prompt);
    }
  }

  private Query query(String sql, int kind, int unit) {
    boolean filtered = kind == StatPages.PARTS || kind == StatPages.MODELS;
    String condition = filtered ? filter.condition() : "";
    Query query = handle.createQuery(sql.replace(":filter", condition));
    if (!condition.isEmpty()) {
      filter.values().forEach(query::bind);
    }
    return query.bind("kind", kind).bind("unit", unit);
  }

  private static Query bind(Query query, Range range) {
    return query
        .bind("level", range.level().code())
        .bind("from", range.from())
        .bind("to", range.to());
  }

  private List<Range> ranges(String from, String to, Level longest) {
    return StatSpan.of(from, to).and(filter.span()).ranges(longest);
  }

  /** Which pages hold all that the filter leaves. */
  private int whole() {
    return filter.region() == null ? StatPages.MODELS : StatPages.PARTS;
  }

  /** The parts of all that the filter leaves, each of the whole span. */
  List<Part> parts(int unit, String from, String to) {
    return read.computeIfAbsent(
        List.of(unit, from, to),
        key -> parts(whole(), unit, from, to, StatSection.GAIN, Part::ofAll));
  }

  /** The same of others, up to a section. */
  List<Part> parts(
      int kind, int unit, String from, String to, StatSection upTo, UnaryOperator<Part> as) {
    return together(pages(kind, unit, ranges(from, to, Level.YEAR), upTo), as);
  }

  /** By month. */
  List<Part> months(int kind, int unit, String from, String to, StatSection upTo) {
    return together(pages(kind, unit, ranges(from, to, Level.MONTH), upTo), Part::ofMonth);
  }

  private List<Part> pages(int kind, int unit, List<Range> ranges, StatSection upTo) {
    List<Part> pages = new ArrayList<>();
    for (Range range : ranges) {
      bind(query("SELECT period, name, model, prompt, counts" + WHICH, kind, unit), range)
          .map(
              (row, context) ->
                  new Part(
                      row.getString(1),
                      row.getString(2),
                      row.getString(3),
                      row.getString(4),
                      StatCounts.of(row.getBytes(5), upTo)))
          .forEach(pages::add);
    }
    return pages;
  }

  /** Those that become equal but for their counts as one. */
  static List<Part> together(List<Part> parts, UnaryOperator<Part> as) {
    Map<List<String>, List<Part>> groups =
        parts.stream().map(as).collect(Collectors.groupingBy(Part::key));
    return groups.values().stream()
        .map(
            group -> {
              Part first = group.get(0);
              StatCounts sum = StatCounts.sum(group.stream().map(Part::counts).toList());
              return new Part(first.period, first.name, first.model, first.prompt, sum);
            })
        .toList();
  }

  /** All that the filter leaves. */
  StatCounts all(int unit, String from, String to) {
    return sum(parts(unit, from, to));
  }

  static StatCounts sum(List<Part> parts) {
    return StatCounts.sum(parts.stream().map(Part::counts).toList());
  }

  /** How many there are. */
  long total(int unit, String from, String to) {
    return ranges(from, to, Level.YEAR).stream()
        .mapToLong(
            range ->
                bind(query("SELECT coalesce(sum(n), 0)" + WHICH, whole(), unit), range)
                    .mapTo(Long.class)
                    .one())
        .sum();
  }

  /** How many there are of each name in each month; of a day where the span cuts one. */
  List<Period> periods(int kind, int unit, String from, String to, Level longest) {
    List<Period> periods = new ArrayList<>();
    String sql = "SELECT name, period, sum(n), sum(positive)" + WHICH + " GROUP BY name, period";
    for (Range range : ranges(from, to, longest)) {
      bind(query(sql, kind, unit), range)
          .map(
              (row, context) ->
                  new Period(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
          .forEach(periods::add);
    }
    return periods;
  }

  /** The first or the last day of what has a date. */
  @Nullable String day(int unit, String from, String to, boolean first) {
    String order = first ? "ASC" : "DESC";
    String sql =
        "SELECT period" + WHICH + " AND period <> '' ORDER BY period " + order + " LIMIT 1";
    return ranges(from, to, Level.DAY).stream()
        .findFirst()
        .flatMap(range -> bind(query(sql, whole(), unit), range).mapTo(String.class).findOne())
        .orElse(null);
  }

  /** What a number in a page means. */
  String name(int id) {
    if (names.isEmpty()) {
      handle
          .createQuery("SELECT id, name FROM stat_names")
          .map((row, context) -> Map.entry(row.getInt(1), row.getString(2)))
          .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
    }
    return names.getOrDefault(id, "");
  }

  /** The counts of a section by its first number. */
  static Map<Integer, Long> byFirst(StatCounts counts, StatSection section) {
    Map<Integer, Long> sums = new TreeMap<>();
    counts.forEach(section, (a, b, c, n) -> sums.merge(a, n, Long::sum));
    return sums;
  }
}
