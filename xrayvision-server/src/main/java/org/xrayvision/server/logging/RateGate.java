/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets the first of equal things through, and a bounded number of all: who proposes the same
 * refused context with every association, or scans ports all day, fills neither log nor database.
 * Safe for threads.
 */
public final class RateGate {
  private static final int REMEMBERED = 2000;

  private final Clock clock;
  private final Duration quiet;
  private final int mostInAMinute;
  private final Map<String, Instant> last = new LinkedHashMap<>(64, 0.75f, true);
  private Instant minute = Instant.EPOCH;
  private int inThisMinute;

  /**
   * A gate.
   *
   * @param quiet for how long equal things are held back
   * @param mostInAMinute of all things
   */
  public RateGate(Clock clock, Duration quiet, int mostInAMinute) {
    this.clock = clock;
    this.quiet = quiet;
    this.mostInAMinute = mostInAMinute;
  }

  /** Whether a thing may pass; if so, equal ones are held back from now on. */
  public synchronized boolean passes(String thing) {
    Instant now = clock.instant();
    Instant before = last.get(thing);
    if (before != null && now.isBefore(before.plus(quiet))) {
      return false;
    }
    if (!now.isBefore(minute.plusSeconds(60))) {
      minute = now;
      inThisMinute = 0;
    }
    if (inThisMinute >= mostInAMinute) {
      return false;
    }
    inThisMinute++;
    last.put(thing, now);
    if (last.size() > REMEMBERED) {
      last.remove(last.keySet().iterator().next());
    }
    return true;
  }
}
