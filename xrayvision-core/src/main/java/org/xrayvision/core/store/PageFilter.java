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

  private PageFilter(boolean counted) {
    this.counted = counted;
  }

  static PageFilter of(ExamQuery query) {
    PageFilter filter =
        new PageFilter(
            query.search() == null
                && query.diagnostic() == null
                && query.radiologist() == null
                && query.from() == null
                && query.to() == null
                && query.projection() == null
                && query.model() == null
                && query.uids().isEmpty());
    filter.addCounted(query);
    filter.equal("radiologist", query.radiologist());
    filter.equal("diagnostic", query.diagnostic());
    filter.equal("model", query.model());
    filter.equal("projection", query.projection());
    filter.addDays(query.from(), query.to());
    if (!query.uids().isEmpty()) {
      filter.in("uid", query.uids());
    }
    filter.addSearch(query.search());
    return filter;
  }

  /** Whether {@code exam_counts} holds every column that is asked for. */
  boolean counted() {
    return counted;
  }

  /** The condition after WHERE. */
  String condition() {
    return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
  }

  Map<String, Object> values() {
    return values;
  }

  /** The same for readings: over {@code readings}, whose own the verdicts are. */
  static PageFilter ofReadings(ExamQuery query) {
    PageFilter filter = of(query.following(null, query.pageSize()));
    PageFilter readings = new PageFilter(filter.counted);
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

  /** What only an exam can say; the plus keeps the walk in the list's order. */
  private void addExams(ExamQuery query) {
    PageFilter exams = new PageFilter(false);
    exams.equal("radiologist", query.radiologist());
    exams.equal("diagnostic", query.diagnostic());
    if (!query.uids().isEmpty()) {
      exams.in("uid", query.uids());
    }
    exams.addSearch(query.search());
    if (!exams.conditions.isEmpty()) {
      conditions.add(
          "+reading IN (SELECT reading FROM exam_state WHERE " + exams.condition() + ")");
      values.putAll(exams.values);
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

  private void addSearch(@Nullable String search) {
    if (search == null) {
      return;
    }
    for (String word : Folding.words(search)) {
      String name = "v" + values.size();
      conditions.add("instr(search, :" + name + ") > 0");
      values.put(name, word);
    }
  }
}
