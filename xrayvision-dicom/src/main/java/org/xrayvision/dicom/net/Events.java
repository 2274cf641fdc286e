/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;
import java.util.function.Consumer;

/** Passes events on to a listener whose exceptions harm nobody. Safe for threads. */
final class Events {
  private final AssociationListener listener;

  Events(AssociationListener listener) {
    this.listener = listener;
  }

  void accepted(Peer peer, List<AcceptedContext> contexts) {
    tell(to -> to.accepted(peer, contexts));
  }

  void contextRefused(Peer peer, ProposedContext context, int result) {
    tell(to -> to.contextRefused(peer, context, result));
  }

  void rejected(Peer peer, Pdu.AssociateReject reject) {
    rejected(peer, reject, reject.inWords());
  }

  void rejected(Peer peer, Pdu.AssociateReject reject, String why) {
    tell(to -> to.rejected(peer, reject.result(), reject.source(), reject.reason(), why));
  }

  void requestRefused(Peer peer, String sopClassUid, Status status) {
    tell(to -> to.requestRefused(peer, sopClassUid, status));
  }

  void handlerFailed(Peer peer, Status answered, Throwable cause) {
    tell(to -> to.handlerFailed(peer, answered, cause));
  }

  void released(Peer peer) {
    tell(to -> to.released(peer));
  }

  void aborted(Peer peer, String why) {
    tell(to -> to.aborted(peer, why));
  }

  void connectionRefused(String why) {
    tell(to -> to.connectionRefused(why));
  }

  private void tell(Consumer<AssociationListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      // A listener is a guest here: what it throws must not cost an association.
    }
  }
}
