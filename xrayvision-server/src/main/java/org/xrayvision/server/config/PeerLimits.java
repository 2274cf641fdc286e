/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.time.Duration;
import java.util.Map;
import org.xrayvision.dicom.net.CallerOptions;

/**
 * What one peer may do. Immutable.
 *
 * @param maxAssociations of one address at the same time; 0 for as many as there are
 * @param minBytesPerSecond within a message; 0 for none
 * @param associationTimeout of an association in all; zero for any time
 * @param callers by AE title
 */
public record PeerLimits(
    int maxAssociations,
    int minBytesPerSecond,
    Duration associationTimeout,
    Map<String, CallerOptions> callers) {
  /** None at all. */
  public static final PeerLimits NONE = new PeerLimits(0, 0, Duration.ZERO, Map.of());

  /** Copies the map. */
  public PeerLimits {
    callers = Map.copyOf(callers);
  }
}
