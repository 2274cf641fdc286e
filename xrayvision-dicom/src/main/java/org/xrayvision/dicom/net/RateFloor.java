/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The least that a peer must send while a message is under way. Only the time that we wait counts,
 * so that our own disk makes nobody slow. Used by the thread that reads.
 */
final class RateFloor {
  /** Tells that the peer sent, but too little. */
  static final class TooSlowException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    private TooSlowException(int bytesPerSecond) {
      super("the peer sent less than " + bytesPerSecond + " bytes per second");
    }
  }

  private final int bytesPerSecond;
  private final long windowNanos;
  private final double least;
  private boolean on;
  private long waited;
  private long received;

  /**
   * A floor that is off.
   *
   * @param bytesPerSecond on the average of the window; 0 for none
   */
  RateFloor(int bytesPerSecond, Duration window) {
    this.bytesPerSecond = bytesPerSecond;
    this.windowNanos = window.toNanos();
    this.least = (double) bytesPerSecond * windowNanos / 1e9;
  }

  /** What was waited and received before counts on: many small messages are no way around it. */
  void turn(boolean value) {
    on = value && bytesPerSecond > 0;
  }

  /** How long to wait at most before the next look. */
  long patienceNanos() {
    return on ? Math.max(windowNanos - waited, 0) : Long.MAX_VALUE;
  }

  /** Counts a wait and what it brought. */
  void count(long nanos, int bytes) throws TooSlowException {
    if (!on) {
      return;
    }
    waited += nanos;
    received += Math.max(bytes, 0);
    if (waited >= windowNanos) {
      boolean enough = received >= least;
      waited = 0;
      received = 0;
      if (!enough) {
        throw new TooSlowException(bytesPerSecond);
      }
    }
  }
}
