/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AlertView;

/**
 * The alerts that nobody has acknowledged, however old they are. Immutable.
 *
 * @param count how many there are
 * @param oldest when the first of them was raised, or null
 * @param nextEscalation when the next of them is escalated, or null
 * @param alerts a page of them, the most severe first
 */
public record OpenAlerts(
    int count, @Nullable Instant oldest, @Nullable Instant nextEscalation, List<AlertView> alerts) {
  /** How many alerts a page holds. */
  public static final int PAGE_SIZE = 100;

  /** Copies the list. */
  public OpenAlerts {
    alerts = List.copyOf(alerts);
  }

  /** How many pages there are, at least one. */
  public int pages() {
    return Math.max(1, (count + PAGE_SIZE - 1) / PAGE_SIZE);
  }
}
