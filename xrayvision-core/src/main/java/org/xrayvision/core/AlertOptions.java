/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom and when positive findings are told. Immutable.
 *
 * @param regionThresholds from which severity, 1 to 10, a region alerts where that is another than
 *     the site's; 11 for never
 * @param quietHours what is raised in them is told at their end; null for none
 * @param criticalSeverity from which severity, 1 to 10, a finding is critical: it is escalated, and
 *     where {@code criticalPasses} it is told in quiet hours, too
 * @param criticalPasses whether critical findings are told in quiet hours
 * @param escalateAfter how long after it is told a critical finding may wait for an acknowledgement
 *     before others are told; zero for ever
 * @param perMinute how many messages a notifier is given in a minute, 2 to 1000; what is more goes
 *     together into the last of them
 * @param publicUrl where people reach the dashboard, or null for no link
 * @param detail whether name, age and what the report says go into the message
 * @param picture whether the picture goes with it
 */
public record AlertOptions(
    Map<String, Integer> regionThresholds,
    @Nullable QuietHours quietHours,
    int criticalSeverity,
    boolean criticalPasses,
    Duration escalateAfter,
    int perMinute,
    @Nullable URI publicUrl,
    boolean detail,
    boolean picture) {
  /**
   * Hours of the site's day, over midnight where they end before they begin. Immutable.
   *
   * @param from their first moment
   * @param to the first moment after them
   */
  public record QuietHours(LocalTime from, LocalTime to) {
    /** Checks that they are not the whole day. */
    public QuietHours {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      if (from.equals(to)) {
        throw new IllegalArgumentException("quiet hours must end at another time than they begin");
      }
    }
  }

  /** Copies the map. */
  public AlertOptions {
    regionThresholds = Map.copyOf(regionThresholds);
    Objects.requireNonNull(escalateAfter, "escalateAfter");
  }

  /**
   * The site's threshold everywhere, no quiet hours, critical from 8, no escalation, ten messages a
   * minute, nothing of a patient.
   */
  public static AlertOptions defaults() {
    return new AlertOptions(Map.of(), null, 8, true, Duration.ZERO, 10, null, false, false);
  }

  /** The same with thresholds for regions. */
  public AlertOptions withRegionThresholds(Map<String, Integer> thresholds) {
    return new AlertOptions(
        thresholds,
        quietHours,
        criticalSeverity,
        criticalPasses,
        escalateAfter,
        perMinute,
        publicUrl,
        detail,
        picture);
  }

  /**
   * The same with quiet hours.
   *
   * @param passes whether critical findings are told in them
   */
  public AlertOptions withQuietHours(QuietHours hours, boolean passes) {
    return new AlertOptions(
        regionThresholds,
        hours,
        criticalSeverity,
        passes,
        escalateAfter,
        perMinute,
        publicUrl,
        detail,
        picture);
  }

  /** The same with an escalation of findings from this severity on. */
  public AlertOptions withEscalation(int severity, Duration after) {
    return new AlertOptions(
        regionThresholds,
        quietHours,
        severity,
        criticalPasses,
        after,
        perMinute,
        publicUrl,
        detail,
        picture);
  }

  /** The same with another limit. */
  public AlertOptions withPerMinute(int messages) {
    return new AlertOptions(
        regionThresholds,
        quietHours,
        criticalSeverity,
        criticalPasses,
        escalateAfter,
        messages,
        publicUrl,
        detail,
        picture);
  }

  /** The same with what a message may hold. */
  public AlertOptions withContent(@Nullable URI dashboard, boolean details, boolean pictures) {
    return new AlertOptions(
        regionThresholds,
        quietHours,
        criticalSeverity,
        criticalPasses,
        escalateAfter,
        perMinute,
        dashboard,
        details,
        pictures);
  }
}
