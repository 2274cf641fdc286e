/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.AlertOptions.QuietHours;

/**
 * Decides whether a reading's severity is to be told, and when. Pure: the same question has the
 * same answer. Immutable, safe for threads.
 *
 * @param zone of the site: quiet hours are its hours
 */
public record AlertPolicy(AlertOptions options, ZoneId zone) {
  /**
   * What is to be done about an alert.
   *
   * @param notBefore when it may be told
   * @param escalatesAt when others are told, or null for never
   */
  public record Plan(Instant notBefore, @Nullable Instant escalatesAt) {}

  /** The default options, in UTC. */
  public static AlertPolicy defaults() {
    return new AlertPolicy(AlertOptions.defaults(), ZoneOffset.UTC);
  }

  /**
   * Empty where nothing is to be told.
   *
   * @param severity of the reading now, or -1
   * @param known the highest that the reading had before, or that was told of it; or -1
   * @param threshold the site's
   */
  public Optional<Plan> plan(int severity, int known, String region, int threshold, Instant now) {
    int least = options.regionThresholds().getOrDefault(region, threshold);
    if (severity < least || severity <= known) {
      return Optional.empty();
    }
    boolean critical = severity >= options.criticalSeverity();
    Instant notBefore = critical && options.criticalPasses() ? now : afterQuietHours(now);
    Duration wait = options.escalateAfter();
    return Optional.of(
        new Plan(notBefore, critical && !wait.isZero() ? notBefore.plus(wait) : null));
  }

  /** The moment itself, or the end of the quiet hours that it lies in. */
  private Instant afterQuietHours(Instant now) {
    QuietHours quiet = options.quietHours();
    if (quiet == null) {
      return now;
    }
    LocalDate today = now.atZone(zone).toLocalDate();
    for (LocalDate first : new LocalDate[] {today.minusDays(1), today}) {
      boolean overMidnight = quiet.to().isBefore(quiet.from());
      LocalDate last = overMidnight ? first.plusDays(1) : first;
      Instant start = moment(first.atTime(quiet.from()), false);
      Instant end = moment(last.atTime(quiet.to()), true);
      if (!now.isBefore(start) && now.isBefore(end)) {
        return end;
      }
    }
    return now;
  }

  /**
   * A time of the site's clock. One that the clock shows twice is the first or the last of them;
   * one that it leaves out is the moment at which it is set.
   */
  private Instant moment(LocalDateTime local, boolean last) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return change.getInstant();
    }
    return local.toInstant(last ? change.getOffsetAfter() : change.getOffsetBefore());
  }
}
