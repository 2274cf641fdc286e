/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;

/**
 * The conditions of an {@link ExamQuery} as SQL over {@code exam_state}, with all values bound.
 * Immutable once made.
 */
final class PageFilter {
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final boolean counted;
  private final Search search;

  /** Of readings: what only an exam can say, if anything of that is asked for. */
  private @Nullable PageFilter exams;

  private PageFilter(boolean counted, Search search) {
    this.counted = counted;
    this.search = search;
  }

  static PageFilter of(ExamQuery query) {
    return of(query, Search.everywhere(query.search()));
  }

  /** The same, with what is known of the query's search. */
  static PageFilter of(ExamQuery query, Search search) {
    PageFilter filter =
        new PageFilter(
            search.isEmpty()
                && query.diagnostic() == null
                && query.radiologist() == null
                && query.from() == null
                && query.to() == null
                && query.projection() == null
                && query.model() == null
                && query.uids().isEmpty(),
            search);
    filter.addCounted(query);
    filter.equal("radiologist", query.radiologist());
    filter.equal("diagnostic", query.diagnostic());
    filter.equal("model", query.model());
    filter.equal("projection", query.projection());
    filter.addDays(query.from(), query.to());
    if (!query.uids().isEmpty()) {
      filter.in("uid", query.uids());
    }
    filter.addSearch();
    return filter;
  }

  /** Whether {@code exam_counts} holds every column that is asked for. */
  boolean counted() {
    return counted;
  }

  /** What stands behind FROM: the table, where need be only the rows that are known to be few. */
  String source(String table) {
    if (!search.isFew()) {
      return table;
    }
    return exams == null
        ? search.source()
        : "(SELECT DISTINCT reading AS found FROM "
            + search.source()
            + " WHERE "
            + exams.condition()
            + ") AS f CROSS JOIN readings ON readings.reading = f.found";
  }

  /** The condition after WHERE. */
  String condition() {
    return exams == null || search.isFew()
        ? joined(null)
        // The plus keeps the walk in the list's order.
        : joined("+reading IN (SELECT reading FROM exam_state WHERE " + exams.condition() + ")");
  }

  /** The same for one who soon meets rows to which it applies. */
  String walkedCondition() {
    return exams == null || search.isEmpty() || search.isFew()
        ? condition()
        : joined(
            "EXISTS (SELECT 1 FROM exam_state INDEXED BY exam_state_reading"
                + " WHERE exam_state.reading = readings.reading AND "
                + exams.condition()
                + ")");
  }

  private String joined(@Nullable String last) {
    List<String> all = new ArrayList<>(conditions);
    if (last != null) {
      all.add(last);
    }
    return all.isEmpty() ? "true" : String.join(" AND ", all);
  }

  Map<String, Object> values() {
    return values;
  }

  /** The same for readings: over {@code readings}, whose own the verdicts are. */
  static PageFilter ofReadings(ExamQuery query) {
    return ofReadings(query, Search.everywhere(query.search()));
  }

  /** The same, with what is known of the query's search. */
  static PageFilter ofReadings(ExamQuery query, Search search) {
    PageFilter filter = of(query.following(null, query.pageSize()), search);
    PageFilter readings = new PageFilter(filter.counted, search);
    readings.yesOrNo("reviewed", query.reviewed());
    readings.yesOrNo("positive", query.positive());
    readings.yesOrNo("correct", query.correct());
    readings.addSeverity(query);
    readings.holds("regions", "region", query.region());
    if (!query.statuses().isEmpty()) {
      readings.conditions.add("statuses & :statuses <> 0");
      readings.values.put("statuses", ReadingRows.mask(query.statuses()));
    }
    readings.holds("projections", "projection", query.projection());
    readings.holds("models", "model", query.model());
    readings.addDays(query.from(), query.to());
    readings.addExams(query);
    return readings;
  }

  private void addExams(ExamQuery query) {
    PageFilter of = new PageFilter(false, search);
    of.equal("radiologist", query.radiologist());
    of.equal("diagnostic", query.diagnostic());
    if (!query.uids().isEmpty()) {
      of.in("uid", query.uids());
    }
    of.addSearch();
    if (!of.conditions.isEmpty()) {
      exams = of;
      values.putAll(of.values);
    }
  }

  private void holds(String column, String name, @Nullable String value) {
    if (value != null) {
      conditions.add("instr(" + column + ", :" + name + ") > 0");
      values.put(name, "," + value + ",");
    }
  }

  private void addDays(@Nullable LocalDate from, @Nullable LocalDate to) {
    if (from != null) {
      conditions.add("created >= :firstDay");
      values.put("firstDay", from.toString());
    }
    if (to != null) {
      conditions.add("created < :dayAfter");
      values.put("dayAfter", to.plusDays(1).toString());
    }
  }

  private void addCounted(ExamQuery query) {
    yesOrNo("reviewed", query.reviewed());
    yesOrNo("positive", query.positive());
    yesOrNo("correct", query.correct());
    equal("region", query.region());
    addStatuses(query);
    addSeverity(query);
  }

  private void addSeverity(ExamQuery query) {
    if (query.severity() != null) {
      conditions.add("severity BETWEEN :from AND :to");
      values.put("from", query.severity().from());
      values.put("to", query.severity().to());
    }
    if (query.severityOrder() != null) {
      conditions.add("severity_order = :order");
      values.put(
          "order",
          switch (query.severityOrder()) {
            case EQUAL -> 0;
            case LOWER -> -1;
            case HIGHER -> 1;
          });
    }
  }

  // One status has an index in the list's order; several are left out (the plus) of the choice of
  // index, or all of them would be sorted for one page.
  private void addStatuses(ExamQuery query) {
    List<String> codes = query.statuses().stream().map(ExamStatus::code).sorted().toList();
    if (codes.size() == 1) {
      equal("status", codes.get(0));
    } else if (codes.size() > 1) {
      in("+status", codes);
    }
  }

  private void yesOrNo(String column, @Nullable Boolean wanted) {
    if (wanted != null) {
      equal(column, wanted ? 1 : 0);
    }
  }

  private void equal(String column, @Nullable Object value) {
    if (value != null) {
      conditions.add(column + " = :" + column);
      values.put(column, value);
    }
  }

  private void in(String column, List<String> wanted) {
    List<String> names = new ArrayList<>();
    for (String value : wanted) {
      String name = "v" + values.size();
      names.add(":" + name);
      values.put(name, value);
    }
    conditions.add(column + " IN (" + String.join(", ", names) + ")");
  }

  private void addSearch() {
    if (!search.isEmpty()) {
      conditions.add(search.matches("search"));
      values.putAll(search.values());
    }
  }
}
