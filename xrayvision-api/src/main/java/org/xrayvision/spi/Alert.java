/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A positive finding that somebody should look at. It holds no name, id or report text unless the
 * site has switched {@code detail} on. Immutable.
 *
 * @param id stays the same however often the alert is delivered
 * @param at when the finding was committed
 * @param severity 0 to 10
 * @param region the region's name, empty where it is not known
 * @param link where the exam is shown, or null
 * @param detail what the site wants said besides, or null
 */
public record Alert(
    String id,
    Instant at,
    int severity,
    String region,
    @Nullable URI link,
    @Nullable String detail,
    Deadline deadline) {
  /** Checks that all parts are there. */
  public Alert {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(deadline, "deadline");
    Ranges.severity(severity);
  }
}
