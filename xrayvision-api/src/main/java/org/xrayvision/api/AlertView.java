/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it stands: raised for a reading when it became positive, or more severe than anybody
 * was told. Immutable.
 *
 * @param id stays the same however often the alert is delivered
 * @param uid the exam whose result raised it
 * @param severity of the reading then, 0 to 10
 * @param region the region's name, empty where it is not known
 * @param at when it was raised
 * @param sent when a notifier first delivered it, or null
 * @param acknowledgedBy the account of who acknowledged it, or null
 * @param acknowledgedAt when that was, or null
 * @param escalatesAt when others are told unless it is acknowledged before, or null for never
 * @param escalatedAt when that was found due, or null
 * @param problem why it could not be delivered, or not yet; null where all is well
 */
public record AlertView(
    String id,
    String uid,
    int severity,
    String region,
    Instant at,
    @Nullable Instant sent,
    @Nullable String acknowledgedBy,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant escalatesAt,
    @Nullable Instant escalatedAt,
    @Nullable String problem) {
  /** Checks that all parts are there. */
  public AlertView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(at, "at");
    Ranges.check("severity", severity, 0, 10);
  }

  /** Whether nobody has acknowledged it. */
  public boolean isOpen() {
    return acknowledgedAt == null;
  }
}
