/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.Duration;

/**
 * How fast a peer must take what he asked for, at the least. Immutable.
 *
 * @param bytesPerSecond of the time that we wait for him; what we need ourselves does not count
 * @param window of such time, over which he may be late
 */
record RateFloor(int bytesPerSecond, Duration window) {
  /** Whether so little in so long, which is a window or more, is too slow. */
  boolean isBelow(long bytes, Duration waited) {
    return bytes < bytesPerSecond * (waited.toMillis() / 1000.0);
  }
}
