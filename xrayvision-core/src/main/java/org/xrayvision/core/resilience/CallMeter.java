/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Duration;
import org.xrayvision.spi.Meter;

/** Counts a plugin's calls, and times them. A meter that fails fails nobody else. Immutable. */
record CallMeter(Meter meter) {
  void ended(long nanos, boolean answered) {
    try {
      meter.count("calls");
      if (!answered) {
        meter.count("failures");
      }
      meter.time("latency", Duration.ofNanos(nanos));
    } catch (RuntimeException | LinkageError e) {
      // It is the embedding program's; what it counts is its own loss.
    }
  }
}
