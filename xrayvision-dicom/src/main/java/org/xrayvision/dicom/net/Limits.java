/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.time.Duration;

/**
 * What bounds a connection.
 *
 * @param maxPduLength the longest P-DATA-TF PDU that we take; 0 means unlimited
 * @param artim how long the peer may take to begin, and to close
 * @param idle how long the peer may send nothing when it is its turn
 * @param message how long one message may take to arrive, in all
 * @param write how long the peer may take to read one PDU
 */
record Limits(int maxPduLength, Duration artim, Duration idle, Duration message, Duration write) {}
