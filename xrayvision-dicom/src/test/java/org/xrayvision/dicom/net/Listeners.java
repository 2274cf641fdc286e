/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;

/** Listeners on loopback, any free port, and what it takes to call them. */
final class Listeners {
  static final String CR = SOPClass.ComputedRadiographyImageStorage;
  static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  static final String IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();

  private Listeners() {}

  static AcceptorOptions.Builder options() {
    return AcceptorOptions.builder()
        .aeTitle("RECEIVER")
        .bindAddress(InetAddress.getLoopbackAddress())
        .port(0)
        .closeGrace(Duration.ofMillis(500))
        .storageSopClassUids(Set.of(CR));
  }

  static DicomListener start(StoreHandler handler, AssociationListener events) throws IOException {
    return start(options().build(), handler, events);
  }

  static DicomListener start(
      AcceptorOptions options, StoreHandler handler, AssociationListener events)
      throws IOException {
    DicomListener listener = new DicomListener(options, handler, events);
    listener.start();
    return listener;
  }

  static RequestorOptions.Builder to(DicomListener listener) {
    return to(listener.port());
  }

  static RequestorOptions.Builder to(int port) {
    return RequestorOptions.builder()
        .callingAETitle("SENDER")
        .calledAETitle("RECEIVER")
        .host("127.0.0.1")
        .port(port)
        .responseTimeout(Duration.ofSeconds(30))
        .contexts(
            List.of(
                ProposedContext.of(SOPClass.Verification, IMPLICIT),
                ProposedContext.of(CR, EXPLICIT),
                ProposedContext.of(CR, IMPLICIT),
                ProposedContext.of(SOPClass.SecondaryCaptureImageStorage, EXPLICIT)));
  }

  /** A handler that answers this, also null, which the contract forbids. */
  @SuppressWarnings("NullAway")
  static StoreHandler answering(@Nullable Status status) {
    return (request, dataSet) -> status;
  }
}
