/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Duration;

/**
 * How log-ins are guarded. Immutable.
 *
 * @param bcryptCost 4 to 16; each step doubles the time of one check
 * @param sessionIdle after so long without a request a session ends
 * @param sessionMaximum after so long a session ends in any case
 */
public record AuthOptions(int bcryptCost, Duration sessionIdle, Duration sessionMaximum) {
  /** Checks the ranges. */
  public AuthOptions {
    if (bcryptCost < 4 || bcryptCost > 16) {
      throw new IllegalArgumentException("bcryptCost must be 4 to 16, not " + bcryptCost);
    }
    if (sessionIdle.isNegative() || sessionIdle.isZero()) {
      throw new IllegalArgumentException("sessionIdle must be positive, not " + sessionIdle);
    }
    if (sessionMaximum.compareTo(sessionIdle) < 0) {
      throw new IllegalArgumentException("sessionMaximum must not be below sessionIdle");
    }
  }

  /** The same with other times. */
  public AuthOptions withSessions(Duration idle, Duration maximum) {
    return new AuthOptions(bcryptCost, idle, maximum);
  }

  /** Cost 12, two hours idle, twelve hours in all. */
  public static AuthOptions defaults() {
    return new AuthOptions(12, Duration.ofHours(2), Duration.ofHours(12));
  }
}
