/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

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
                && query.uids().isEmpty());
    filter.addCounted(query);
    filter.equal("radiologist", query.radiologist());
    filter.equal("diagnostic", query.diagnostic());
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

  private void addCounted(ExamQuery query) {
    yesOrNo("reviewed", query.reviewed());
    yesOrNo("positive", query.positive());
    yesOrNo("correct", query.correct());
    equal("region", query.region());
    addStatuses(query);
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
