/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which facts count. Immutable.
 *
 * @param from the first day or month, see {@link StatTables}
 * @param to the last day or month, which is included
 * @param region null for all, empty for unknown
 * @param model the model and the prompt version, separated by a space; null for all
 */
public record StatFilter(String from, String to, @Nullable String region, @Nullable String model) {
  private static final int DAY_LENGTH = 10;

  /** Beyond, reading all facts is as fast. */
  private static final int SHORT_DAYS = 100;

  /** By days or months only. */
  public static StatFilter days(String from, String to) {
    return new StatFilter(from, to, null, null);
  }

  /** The condition on {@code stat_facts}, with the names of {@link #values}. */
  String condition() {
    String condition = "day BETWEEN :first_day AND :last_day";
    if (isShort()) {
      // No fact has a day that none of its reading's exams has: few readings are looked at.
      condition +=
          " AND reading IN (SELECT s.reading FROM exam_state s"
              + " WHERE s.created BETWEEN :first_day AND :last_day)";
    }
    if (region != null) {
      condition += " AND region = :one_region";
    }
    if (model != null) {
      condition += " AND trim(model || ' ' || prompt) = :one_model";
    }
    return condition;
  }

  /** Whether both ends are days that are not far from each other. */
  private boolean isShort() {
    return from.length() == DAY_LENGTH
        && to.length() == DAY_LENGTH
        && ChronoUnit.DAYS.between(LocalDate.parse(from), LocalDate.parse(to)) <= SHORT_DAYS;
  }

  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("first_day", from);
    values.put("last_day", to + StatTables.LAST);
    if (region != null) {
      values.put("one_region", region);
    }
    if (model != null) {
      values.put("one_model", model);
    }
    return values;
  }
}
