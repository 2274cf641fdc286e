/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

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
  /** All. */
  static final StatFilter NONE = days(StatTables.FIRST, StatTables.LAST);

  /** By days or months only. */
  public static StatFilter days(String from, String to) {
    return new StatFilter(from, to, null, null);
  }

  StatSpan span() {
    return StatSpan.of(from, to);
  }

  /** The condition on region and model, with the names of {@link #values}. */
  String condition() {
    String condition = "";
    if (region != null) {
      condition += " AND name = :one_region";
    }
    if (model != null) {
      condition += " AND trim(model || ' ' || prompt) = :one_model";
    }
    return condition;
  }

  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    if (region != null) {
      values.put("one_region", region);
    }
    if (model != null) {
      values.put("one_model", model);
    }
    return values;
  }
}
