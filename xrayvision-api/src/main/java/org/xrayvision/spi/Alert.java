/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A positive finding that somebody should look at, or several where there are more than can be told
 * one by one. It holds no name, id or report text unless the site has switched {@code detail} on.
 * Immutable.
 *
 * @param id stays the same however often the alert is delivered: letters, digits, - and _
 * @param at when the finding was committed; of several the first
 * @param severity 0 to 10; of several the highest
 * @param region the region's name, empty where it is not known or not the same for all
 * @param link where the exam is shown, or null
 * @param detail what the site wants said besides, or null
 * @param findings how many this alert stands for, 1 or more
 * @param escalation whether it is told since nobody has acknowledged it
 * @param picture what the finding was seen on, or null; only where the site has switched it on
 */
public record Alert(
    String id,
    Instant at,
    int severity,
    String region,
    @Nullable URI link,
    @Nullable String detail,
    Deadline deadline,
    int findings,
    boolean escalation,
    @Nullable Picture picture) {
  /** Checks that all parts are there. */
  public Alert {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(deadline, "deadline");
    Ranges.severity(severity);
    if (findings < 1) {
      throw new IllegalArgumentException("findings must be 1 or more, not " + findings);
    }
  }

  /** An alert of one finding, without a picture. */
  public Alert(
      String id,
      Instant at,
      int severity,
      String region,
      @Nullable URI link,
      @Nullable String detail,
      Deadline deadline) {
    this(id, at, severity, region, link, detail, deadline, 1, false, null);
  }
}
