/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * When something is done next. Safe for threads if the random numbers are.
 *
 * @param interval between two queries, on average
 * @param firstBackoff before the second attempt at a study
 * @param random numbers in 0 to 1
 */
record Schedule(Duration interval, Duration firstBackoff, DoubleSupplier random) {
  private static final double VARIATION = 0.3;
  private static final int BACKOFF_GROWS = 4;
  private static final Duration LONGEST_BACKOFF = Duration.ofHours(6);

  /** The next query: give or take 30 %, so that many sites and restarts do not meet. */
  Instant nextQuery(Instant now) {
    double factor = 1 - VARIATION + 2 * VARIATION * random.getAsDouble();
    return now.plusMillis(Math.round(interval.toMillis() * factor));
  }

  /** The next attempt after so many that have failed: each wait is four times the one before. */
  Instant nextAttempt(int failed, Instant now) {
    Duration wait = firstBackoff;
    for (int i = 1; i < failed && wait.compareTo(LONGEST_BACKOFF) < 0; i++) {
      wait = wait.multipliedBy(BACKOFF_GROWS);
    }
    return now.plus(wait.compareTo(LONGEST_BACKOFF) < 0 ? wait : LONGEST_BACKOFF);
  }
}
