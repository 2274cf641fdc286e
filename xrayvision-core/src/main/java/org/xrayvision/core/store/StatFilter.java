/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which facts count. Immutable.
 *
 * @param from the first month, see {@link StatTables}
 * @param to the last month
 * @param region null for all, empty for unknown
 * @param model the model and the prompt version, separated by a space; null for all
 */
public record StatFilter(String from, String to, @Nullable String region, @Nullable String model) {
  /** By months only. */
  public static StatFilter months(String from, String to) {
    return new StatFilter(from, to, null, null);
  }

  /** The condition on {@code stat_facts}, with the names of {@link #values}. */
  String condition() {
    String condition = "substr(day, 1, 7) BETWEEN :first_month AND :last_month";
    if (region != null) {
      condition += " AND region = :one_region";
    }
    if (model != null) {
      condition += " AND trim(model || ' ' || prompt) = :one_model";
    }
    return condition;
  }

  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("first_month", from);
    values.put("last_month", to);
    if (region != null) {
      values.put("one_region", region);
    }
    if (model != null) {
      values.put("one_model", model);
    }
    return values;
  }
}
