/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** PDUs to bytes (PS3.8 §9.3, PS3.7 §D.3.3). All numbers are big endian. */
final class PduEncoder {
  static final int PROTOCOL_VERSION = 0x0001;

  /** The DICOM application context name (PS3.7 §A.2.1). */
  static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";

  private PduEncoder() {}

  static byte[] encode(Pdu pdu) {
    if (pdu instanceof Pdu.AssociateRequest request) {
      return associateRequest(request);
    } else if (pdu instanceof Pdu.AssociateAccept accept) {
      return associateAccept(accept);
    } else if (pdu instanceof Pdu.AssociateReject reject) {
      return four(Pdu.ASSOCIATE_RJ, reject.result(), reject.source(), reject.reason());
    } else if (pdu instanceof Pdu.ReleaseRequest) {
      return four(Pdu.RELEASE_RQ, 0, 0, 0);
    } else if (pdu instanceof Pdu.ReleaseResponse) {
      return four(Pdu.RELEASE_RP, 0, 0, 0);
    } else if (pdu instanceof Pdu.Abort abort) {
      return four(Pdu.ABORT, 0, abort.source(), abort.reason());
    }
    throw new AssertionError(pdu);
  }

  /** The PDUs of four bytes differ in the meaning of the last three. */
  private static byte[] four(int type, int b, int c, int d) {
    return new byte[] {(byte) type, 0, 0, 0, 0, 4, 0, (byte) b, (byte) c, (byte) d};
  }

  private static byte[] associateRequest(Pdu.AssociateRequest request) {
    Bytes body = new Bytes();
    head(body, request.calledAETitle(), request.callingAETitle(), request.applicationContext());
    for (Pdu.Proposal proposal : request.proposals()) {
      Bytes item = new Bytes().u8(proposal.id()).u8(0).u8(0).u8(0);
      item.item(0x30, uid(proposal.context().sopClassUid()));
      proposal.context().transferSyntaxUids().forEach(syntax -> item.item(0x40, uid(syntax)));
      body.item(0x20, item);
    }
    body.item(0x50, userInformation(request.user()));
    return pdu(Pdu.ASSOCIATE_RQ, body);
  }

  private static byte[] associateAccept(Pdu.AssociateAccept accept) {
    Bytes body = new Bytes();
    head(body, accept.calledAETitle(), accept.callingAETitle(), accept.applicationContext());
    for (Pdu.Result result : accept.results()) {
      Bytes item = new Bytes().u8(result.id()).u8(0).u8(result.result()).u8(0);
      item.item(0x40, uid(result.transferSyntaxUid()));
      body.item(0x21, item);
    }
    body.item(0x50, userInformation(accept.user()));
    return pdu(Pdu.ASSOCIATE_AC, body);
  }

  private static void head(Bytes body, String called, String calling, String applicationContext) {
    body.u16(PROTOCOL_VERSION).u16(0).title(called).title(calling).bytes(new byte[32]);
    body.item(0x10, uid(applicationContext));
  }

  private static Bytes userInformation(Pdu.UserInformation user) {
    Bytes items = new Bytes();
    items.item(0x51, new Bytes().u32(user.maxPduLength()));
    items.item(0x52, uid(user.implementationClassUid()));
    roles(items, user.roles());
    if (!user.implementationVersionName().isEmpty()) {
      items.item(0x55, uid(user.implementationVersionName()));
    }
    if (user.identity()) {
      items.item(0x59, new Bytes().u16(0)); // the server response to a user name is empty
    }
    return items;
  }

  private static void roles(Bytes items, List<RoleSelection> roles) {
    for (RoleSelection role : roles) {
      Bytes item = new Bytes().u16(role.sopClassUid().length()).text(role.sopClassUid());
      items.item(0x54, item.u8(role.scu() ? 1 : 0).u8(role.scp() ? 1 : 0));
    }
  }

  /** UIDs in PDUs are not padded (PS3.8 annex F). */
  private static Bytes uid(String uid) {
    return new Bytes().text(uid);
  }

  private static byte[] pdu(int type, Bytes body) {
    return new Bytes().u8(type).u8(0).u32(body.size()).bytes(body.toByteArray()).toByteArray();
  }

  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    int size() {
      return out.size();
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }

    Bytes u8(int value) {
      out.write(value);
      return this;
    }

    Bytes u16(int value) {
      return u8(value >> 8).u8(value);
    }

    Bytes u32(long value) {
      return u16((int) (value >> 16)).u16((int) value);
    }

    Bytes bytes(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    Bytes text(String value) {
      return bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** 16 characters, padded with spaces. */
    Bytes title(String value) {
      return text((value + " ".repeat(16)).substring(0, 16));
    }

    Bytes item(int type, Bytes value) {
      return u8(type).u8(0).u16(value.size()).bytes(value.toByteArray());
    }
  }
}
