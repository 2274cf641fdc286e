/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the DICOM listener behaves. Immutable.
 *
 * @param aeTitle our AE title
 * @param address to listen on, or null for all interfaces
 * @param port 0 for any free one, -1 for none but that of TLS
 * @param maxPduLength the longest P-DATA-TF PDU that we take, in bytes
 * @param maxAssociations how many may stand at the same time
 * @param artimTimeout for a peer that connects and says nothing
 * @param idleTimeout for an association without a request
 * @param messageTimeout for one message, in all
 * @param checkCalledAETitle whether a peer must call us by our AE title
 * @param callingAETitles who may call; empty for anybody
 * @param limits what one peer may do
 * @param tls DICOM over TLS
 */
public record DicomSettings(
    String aeTitle,
    @Nullable InetAddress address,
    int port,
    int maxPduLength,
    int maxAssociations,
    Duration artimTimeout,
    Duration idleTimeout,
    Duration messageTimeout,
    boolean checkCalledAETitle,
    Set<String> callingAETitles,
    PeerLimits limits,
    TlsSettings tls) {
  /** Copies the set. */
  public DicomSettings {
    callingAETitles = Set.copyOf(callingAETitles);
  }

  /** Without limits for single peers and without TLS. */
  public DicomSettings(
      String aeTitle,
      @Nullable InetAddress address,
      int port,
      int maxPduLength,
      int maxAssociations,
      Duration artimTimeout,
      Duration idleTimeout,
      Duration messageTimeout,
      boolean checkCalledAETitle,
      Set<String> callingAETitles) {
    this(
        aeTitle,
        address,
        port,
        maxPduLength,
        maxAssociations,
        artimTimeout,
        idleTimeout,
        messageTimeout,
        checkCalledAETitle,
        callingAETitles,
        PeerLimits.NONE,
        TlsSettings.OFF);
  }
}
