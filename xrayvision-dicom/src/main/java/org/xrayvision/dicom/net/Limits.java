/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.time.Duration;

/**
 * What bounds a connection.
 *
 * @param maxPduLength the longest P-DATA-TF PDU that we take; 0 means unlimited
 * @param artim how long the peer may take to begin (TLS included), and to close
 * @param idle how long the peer may send nothing when it is its turn
 * @param message how long one message may take to arrive, in all
 * @param write how long the peer may take to read one PDU
 * @param total how long an association may stand, zero for any time
 * @param minBytesPerSecond what the peer must send within a message, 0 for anything
 * @param rateWindow the time of waiting over which that is averaged
 */
record Limits(
    int maxPduLength,
    Duration artim,
    Duration idle,
    Duration message,
    Duration write,
    Duration total,
    int minBytesPerSecond,
    Duration rateWindow) {

  /** Without bounds on total time and rate. */
  Limits(int maxPduLength, Duration artim, Duration idle, Duration message, Duration write) {
    this(maxPduLength, artim, idle, message, write, Duration.ZERO, 0, Duration.ofSeconds(1));
  }
}
