/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xrayvision.dicom.net.DimseExchange;

/** Which faults are switched on, and where they strike. Safe for threads. */
final class PacsFaults {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Map<PacsFault, Integer> on = new ConcurrentHashMap<>();

  void set(PacsFault fault, int at) {
    on.put(fault, at);
  }

  void clear() {
    on.clear();
  }

  boolean isOn(PacsFault fault) {
    return on.containsKey(fault);
  }

  /** Whether a fault strikes at this match or sub-operation; the first is 1. */
  boolean isAt(PacsFault fault, int number) {
    return on.getOrDefault(fault, 0) == number;
  }

  /** What strikes before a match or sub-operation. */
  void before(int number, DimseExchange exchange) throws IOException {
    sleep(on.getOrDefault(PacsFault.SLOW, 0), exchange);
    if (isAt(PacsFault.ABORT, number)) {
      throw exchange.abort();
    }
  }

  /** Sits there until the association is over. */
  void beSilent(DimseExchange exchange) throws IOException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      exchange.isCancelled();
      sleep(20, exchange);
    }
    throw exchange.abort();
  }

  private static void sleep(int millis, DimseExchange exchange) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw exchange.abort();
    }
  }
}
