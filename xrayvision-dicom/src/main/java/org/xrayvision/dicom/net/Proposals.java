/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.UIDs;

/** The requestor's side of the negotiation (PS3.8 §7.1.1, PS3.7 annex D). */
final class Proposals {
  private Proposals() {}

  static Pdu.AssociateRequest request(RequestorOptions options) {
    List<Pdu.Proposal> proposals = new ArrayList<>();
    for (ProposedContext context : options.contexts()) {
      proposals.add(new Pdu.Proposal(2 * proposals.size() + 1, context));
    }
    return new Pdu.AssociateRequest(
        PduEncoder.PROTOCOL_VERSION,
        options.calledAETitle(),
        options.callingAETitle(),
        PduEncoder.APPLICATION_CONTEXT,
        proposals,
        new Pdu.UserInformation(
            options.maxPduLength(),
            UIDs.IMPLEMENTATION_CLASS_UID,
            UIDs.IMPLEMENTATION_VERSION_NAME,
            options.roles()));
  }

  /** Only what was proposed counts as accepted, whatever else the peer writes. */
  static List<AcceptedContext> accepted(RequestorOptions options, Pdu.AssociateAccept accept) {
    List<AcceptedContext> accepted = new ArrayList<>();
    for (Pdu.Result result : accept.results()) {
      ProposedContext proposed = proposed(options, result.id());
      if (result.result() == Pdu.Result.ACCEPTANCE
          && proposed != null
          && proposed.transferSyntaxUids().contains(result.transferSyntaxUid())) {
        accepted.add(
            new AcceptedContext(result.id(), proposed.sopClassUid(), result.transferSyntaxUid()));
      }
    }
    return List.copyOf(accepted);
  }

  /** What was refused, in words. */
  static String refusals(RequestorOptions options, Pdu.AssociateAccept accept) {
    List<String> refusals = new ArrayList<>();
    for (Pdu.Result result : accept.results()) {
      ProposedContext proposed = proposed(options, result.id());
      if (result.result() != Pdu.Result.ACCEPTANCE && proposed != null) {
        refusals.add(
            proposed.sopClassUid()
                + " with "
                + String.join(" or ", proposed.transferSyntaxUids())
                + ": "
                + result.inWords());
      }
    }
    return refusals.isEmpty() ? "none refused" : String.join("; ", refusals);
  }

  private static @Nullable ProposedContext proposed(RequestorOptions options, int id) {
    int index = (id - 1) / 2;
    return id % 2 == 1 && index < options.contexts().size() ? options.contexts().get(index) : null;
  }
}
