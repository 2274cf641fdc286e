/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.List;

/** The PDUs that are small enough to be held whole: all but P-DATA-TF (PS3.8 §9.3). */
sealed interface Pdu {
  int ASSOCIATE_RQ = 0x01;
  int ASSOCIATE_AC = 0x02;
  int ASSOCIATE_RJ = 0x03;
  int P_DATA_TF = 0x04;
  int RELEASE_RQ = 0x05;
  int RELEASE_RP = 0x06;
  int ABORT = 0x07;

  /** A presentation context of an A-ASSOCIATE-RQ (PS3.8 §9.3.2.2). */
  record Proposal(int id, ProposedContext context) {}

  /** A presentation context of an A-ASSOCIATE-AC (PS3.8 §9.3.3.2); 0 means accepted. */
  record Result(int id, int result, String transferSyntaxUid) {
    static final int ACCEPTANCE = 0;
    static final int ABSTRACT_SYNTAX_NOT_SUPPORTED = 3;
    static final int TRANSFER_SYNTAXES_NOT_SUPPORTED = 4;

    String inWords() {
      return switch (result) {
        case ACCEPTANCE -> "accepted";
        case 1 -> "rejected by the user";
        case 2 -> "no reason given";
        case ABSTRACT_SYNTAX_NOT_SUPPORTED -> "abstract syntax not supported";
        case TRANSFER_SYNTAXES_NOT_SUPPORTED -> "transfer syntaxes not supported";
        default -> "result " + result;
      };
    }
  }

  /**
   * User information (PS3.7 §D.3.3); what we neither use nor answer is not kept.
   *
   * @param identity in a request: a positive response to a user name is asked for; in an accept: it
   *     is given (PS3.7 §D.3.3.7)
   */
  record UserInformation(
      long maxPduLength,
      String implementationClassUid,
      String implementationVersionName,
      List<RoleSelection> roles,
      boolean identity) {
    UserInformation(
        long maxPduLength,
        String implementationClassUid,
        String implementationVersionName,
        List<RoleSelection> roles) {
      this(maxPduLength, implementationClassUid, implementationVersionName, roles, false);
    }
  }

  /** A-ASSOCIATE-RQ (PS3.8 §9.3.2). */
  record AssociateRequest(
      int protocolVersion,
      String calledAETitle,
      String callingAETitle,
      String applicationContext,
      List<Proposal> proposals,
      UserInformation user)
      implements Pdu {}

  /** A-ASSOCIATE-AC (PS3.8 §9.3.3). */
  record AssociateAccept(
      int protocolVersion,
      String calledAETitle,
      String callingAETitle,
      String applicationContext,
      List<Result> results,
      UserInformation user)
      implements Pdu {}

  /** A-ASSOCIATE-RJ (PS3.8 §9.3.4). */
  record AssociateReject(int result, int source, int reason) implements Pdu {
    static final AssociateReject PROTOCOL_VERSION = new AssociateReject(1, 2, 2);
    static final AssociateReject LOCAL_LIMIT = new AssociateReject(2, 3, 2);
    static final AssociateReject APPLICATION_CONTEXT = new AssociateReject(1, 1, 2);
    static final AssociateReject CALLING_AE_TITLE = new AssociateReject(1, 1, 3);
    static final AssociateReject CALLED_AE_TITLE = new AssociateReject(1, 1, 7);
    static final AssociateReject NO_REASON = new AssociateReject(1, 1, 1);

    /** PS3.8 table 9-21. */
    String inWords() {
      String why =
          switch (source * 16 + reason) {
            case 0x12 -> "application context name not supported";
            case 0x13 -> "calling AE title not recognized";
            case 0x17 -> "called AE title not recognized";
            case 0x22 -> "protocol version not supported";
            case 0x31 -> "temporary congestion";
            case 0x32 -> "local limit exceeded";
            default -> "no reason given";
          };
      return why
          + (result == 2 ? " (transient" : " (permanent")
          + (", source " + source + ", reason " + reason + ")");
    }
  }

  /** A-RELEASE-RQ (PS3.8 §9.3.6). */
  record ReleaseRequest() implements Pdu {}

  /** A-RELEASE-RP (PS3.8 §9.3.7). */
  record ReleaseResponse() implements Pdu {}

  /** A-ABORT (PS3.8 §9.3.8). */
  record Abort(int source, int reason) implements Pdu {
    static final int UNRECOGNIZED_PDU = 1;
    static final int UNEXPECTED_PDU = 2;
    static final int INVALID_PDU_PARAMETER_VALUE = 6;

    /** Source service-user: an abort of the application. */
    static final Abort USER = new Abort(0, 0);

    static Abort provider(int reason) {
      return new Abort(2, reason);
    }

    /** PS3.8 table 9-26. */
    String inWords() {
      if (source == 0) {
        return "by its application";
      }
      return switch (reason) {
        case UNRECOGNIZED_PDU -> "unrecognized PDU";
        case UNEXPECTED_PDU -> "unexpected PDU";
        case 4 -> "unrecognized PDU parameter";
        case 5 -> "unexpected PDU parameter";
        case INVALID_PDU_PARAMETER_VALUE -> "invalid PDU parameter value";
        default -> "no reason given";
      };
    }
  }
}
