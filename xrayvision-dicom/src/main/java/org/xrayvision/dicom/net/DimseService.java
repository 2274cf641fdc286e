/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.util.Set;

/**
 * A service that a {@link DicomListener} offers beside Verification and Storage, for example
 * Query/Retrieve or Storage Commitment. Called by many associations at the same time.
 */
public interface DimseService {

  /** The abstract syntaxes; they are taken in Explicit and Implicit VR Little Endian. */
  Set<String> sopClassUids();

  /**
   * Whether requestors may be SCP of the listener's storage SOP classes, so that this service can
   * send them objects by their own association (C-GET, PS3.7 §D.3.3.4). Asked once.
   */
  default boolean sendsStorage() {
    return false;
  }

  /**
   * Answers one request, on the association's own thread. One response that is not pending must be
   * sent; requests of our own may follow it (N-EVENT-REPORT). Who returns or throws without such a
   * response has 0110 (processing failure) sent.
   *
   * @param request of one of the service's SOP classes; never C-ECHO or C-STORE
   * @param exchange valid during this call only
   * @throws AssociationException if the association is over: pass it on
   * @throws IOException any other trouble; told to {@link AssociationListener#handlerFailed}
   */
  void serve(DimseRequest request, DimseExchange exchange) throws IOException;
}
