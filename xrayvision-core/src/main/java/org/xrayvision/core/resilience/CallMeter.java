/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Duration;
import org.xrayvision.spi.Meter;

/** Counts a plugin's calls, and times them. A meter that fails fails nobody else. Immutable. */
record CallMeter(Meter meter) {
  /** How a call ended. */
  enum End {
    ANSWERED,
    /** It failed, or the question was refused. */
    FAILED,
    /** The endpoint was down, or went down meanwhile. */
    OUTAGE,
    /** The engine closed meanwhile. */
    ABANDONED
  }

  void ended(long nanos, End end) {
    try {
      meter.count("calls");
      if (end == End.OUTAGE) {
        meter.count("outages");
      }
      if (end != End.ANSWERED) {
        meter.count("failures");
      }
      meter.time("latency", Duration.ofNanos(nanos));
    } catch (RuntimeException | LinkageError e) {
      // It is the embedding program's; what it counts is its own loss.
    }
  }
}
