/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AlertView;

/**
 * The alerts of the last seven days that nobody has acknowledged. Immutable.
 *
 * @param count how many there are
 * @param oldest when the first of them was raised, or null
 * @param nextEscalation when the next of them is escalated, or null
 * @param alerts the most severe ones, at most a hundred
 */
public record OpenAlerts(
    int count, @Nullable Instant oldest, @Nullable Instant nextEscalation, List<AlertView> alerts) {
  /** Copies the list. */
  public OpenAlerts {
    alerts = List.copyOf(alerts);
  }
}
