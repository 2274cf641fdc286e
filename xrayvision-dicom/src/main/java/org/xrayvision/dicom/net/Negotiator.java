/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;

/** The acceptor's side of the negotiation (PS3.8 §7.1.1, PS3.7 annex D). Immutable. */
final class Negotiator {
  /** A peer that takes less cannot be talked to. */
  static final int LEAST_PDU_LENGTH = 128;

  private static final List<String> UNCOMPRESSED =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  /** The answer to a request that is not rejected. */
  record Agreement(
      Pdu.AssociateAccept accept, Map<Integer, AcceptedContext> contexts, List<Refusal> refusals) {

    /** The SOP classes of which the requestor is SCP. */
    Set<String> providedByPeer() {
      return accept.user().roles().stream()
          .filter(RoleSelection::scp)
          .map(RoleSelection::sopClassUid)
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /** A context that was refused. */
  record Refusal(ProposedContext context, int result) {}

  private final AcceptorOptions options;
  private final Services services;
  private final Set<String> abstractSyntaxes;

  Negotiator(AcceptorOptions options, Services services) {
    this.options = options;
    this.services = services;
    this.abstractSyntaxes = new HashSet<>(options.storageSopClassUids());
    abstractSyntaxes.addAll(services.sopClassUids());
    abstractSyntaxes.add(SOPClass.Verification);
  }

  /** The service provider's verdict (AE-6): null if it has nothing against the request. */
  Pdu.@Nullable AssociateReject screen(Pdu.AssociateRequest request) {
    boolean version1 = (request.protocolVersion() & PduEncoder.PROTOCOL_VERSION) != 0;
    return version1 ? null : Pdu.AssociateReject.PROTOCOL_VERSION;
  }

  /** The user's verdict: null if the association is to be accepted. */
  Pdu.@Nullable AssociateReject verdict(Pdu.AssociateRequest request) {
    if (!request.applicationContext().equals(PduEncoder.APPLICATION_CONTEXT)) {
      return Pdu.AssociateReject.APPLICATION_CONTEXT;
    }
    if (options.checkCalledAETitle() && !request.calledAETitle().equals(options.aeTitle())) {
      return Pdu.AssociateReject.CALLED_AE_TITLE;
    }
    Set<String> allowed = options.callingAETitles();
    if (!allowed.isEmpty() && !allowed.contains(request.callingAETitle())) {
      return Pdu.AssociateReject.CALLING_AE_TITLE;
    }
    long peerMax = request.user().maxPduLength();
    return peerMax != 0 && peerMax < LEAST_PDU_LENGTH ? Pdu.AssociateReject.NO_REASON : null;
  }

  /** Chooses a transfer syntax for each context, or refuses it. */
  Agreement agree(Pdu.AssociateRequest request) {
    List<Pdu.Result> results = new ArrayList<>();
    Map<Integer, AcceptedContext> contexts = new LinkedHashMap<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Pdu.Proposal proposal : request.proposals()) {
      Pdu.Result result = choose(proposal);
      results.add(result);
      String sopClass = proposal.context().sopClassUid();
      if (result.result() == Pdu.Result.ACCEPTANCE) {
        contexts.put(
            proposal.id(),
            new AcceptedContext(proposal.id(), sopClass, result.transferSyntaxUid()));
      } else {
        refusals.add(new Refusal(proposal.context(), result.result()));
      }
    }
    Pdu.AssociateAccept accept =
        new Pdu.AssociateAccept(
            PduEncoder.PROTOCOL_VERSION,
            request.calledAETitle(),
            request.callingAETitle(),
            PduEncoder.APPLICATION_CONTEXT,
            results,
            new Pdu.UserInformation(
                options.maxPduLength(),
                UIDs.IMPLEMENTATION_CLASS_UID,
                UIDs.IMPLEMENTATION_VERSION_NAME,
                roles(request),
                request.user().identity()));
    return new Agreement(accept, contexts, refusals);
  }

  private Pdu.Result choose(Pdu.Proposal proposal) {
    // The transfer syntax of a refused context has no meaning (PS3.8 table 9-18), but must stand.
    String any = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
    if (!abstractSyntaxes.contains(proposal.context().sopClassUid())) {
      return new Pdu.Result(proposal.id(), Pdu.Result.ABSTRACT_SYNTAX_NOT_SUPPORTED, any);
    }
    List<String> proposed = proposal.context().transferSyntaxUids();
    return syntaxesFor(proposal.context().sopClassUid())
        .filter(proposed::contains)
        .findFirst()
        .map(syntax -> new Pdu.Result(proposal.id(), Pdu.Result.ACCEPTANCE, syntax))
        .orElse(new Pdu.Result(proposal.id(), Pdu.Result.TRANSFER_SYNTAXES_NOT_SUPPORTED, any));
  }

  /**
   * A service has no pictures. Verification has no data set: the default transfer syntax will do,
   * whatever pictures need.
   */
  private Stream<String> syntaxesFor(String sopClass) {
    if (services.of(sopClass) != null) {
      return UNCOMPRESSED.stream();
    }
    Stream<String> ours = options.transferSyntaxUids().stream();
    return sopClass.equals(SOPClass.Verification)
        ? Stream.concat(ours, Stream.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid()))
        : ours;
  }

  /**
   * We are the SCP of everything, whatever the requestor would like to be (PS3.7 §D.3.3.4), but for
   * what a service of ours sends.
   */
  private List<RoleSelection> roles(Pdu.AssociateRequest request) {
    return request.user().roles().stream()
        .filter(role -> abstractSyntaxes.contains(role.sopClassUid()))
        .map(role -> new RoleSelection(role.sopClassUid(), role.scu(), role.scp() && sends(role)))
        .toList();
  }

  private boolean sends(RoleSelection role) {
    return services.sendsStorage() && options.storageSopClassUids().contains(role.sopClassUid());
  }
}
