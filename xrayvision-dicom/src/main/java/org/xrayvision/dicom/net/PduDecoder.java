/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xrayvision.dicom.io.DicomException;

/**
 * Bytes to PDUs (PS3.8 §9.3, PS3.7 §D.3.3). Every length is checked against what is there; items
 * that are unknown or of no use to us are skipped, as PS3.8 §9.3.1 demands.
 */
final class PduDecoder {
  private static final int MAX_CONTEXTS = 128;

  /** There are some 60 transfer syntaxes, and one role for each SOP class of the contexts. */
  private static final int MAX_TRANSFER_SYNTAXES = 64;

  private static final int MAX_ROLES = 128;
  private static final int MAX_UID = 64;

  /** Collects what the items of an A-ASSOCIATE-RQ or -AC say. */
  private static final class Items {
    String applicationContext = "";
    final List<Pdu.Proposal> proposals = new ArrayList<>();
    final List<Pdu.Result> results = new ArrayList<>();
    final BitSet ids = new BitSet(256);
    // Absent means unlimited (PS3.8 §D.1.1 has it mandatory; who leaves it out set no limit).
    long maxPduLength;
    String implementationClassUid = "";
    String implementationVersionName = "";
    final List<RoleSelection> roles = new ArrayList<>();
    boolean identity;

    Pdu.UserInformation user() {
      return new Pdu.UserInformation(
          maxPduLength,
          implementationClassUid,
          implementationVersionName,
          List.copyOf(roles),
          identity);
    }
  }

  private PduDecoder() {}

  /**
   * The PDU with this type and body (what follows the six bytes of the header).
   *
   * @throws DicomException if it is not as the Standard demands; the message says where
   */
  static Pdu decode(int type, byte[] body) throws DicomException {
    ByteBuffer in = ByteBuffer.wrap(body);
    return switch (type) {
      case Pdu.ASSOCIATE_RQ -> associateRequest(in);
      case Pdu.ASSOCIATE_AC -> associateAccept(in);
      case Pdu.ASSOCIATE_RJ -> {
        four(in, "A-ASSOCIATE-RJ");
        yield new Pdu.AssociateReject(u8(in, 1), u8(in, 2), u8(in, 3));
      }
      case Pdu.RELEASE_RQ -> {
        four(in, "A-RELEASE-RQ");
        yield new Pdu.ReleaseRequest();
      }
      case Pdu.RELEASE_RP -> {
        four(in, "A-RELEASE-RP");
        yield new Pdu.ReleaseResponse();
      }
      case Pdu.ABORT -> {
        four(in, "A-ABORT");
        yield new Pdu.Abort(u8(in, 2), u8(in, 3));
      }
      default -> throw new DicomException("PDU type " + type + " is unknown");
    };
  }

  private static void four(ByteBuffer in, String name) throws DicomException {
    if (in.remaining() != 4) {
      throw new DicomException(name + " has a length of " + in.remaining() + ", not 4");
    }
  }

  private static Pdu associateRequest(ByteBuffer in) throws DicomException {
    need(in, 68, "A-ASSOCIATE-RQ");
    int version = in.getShort() & 0xFFFF;
    in.getShort();
    String called = title(in);
    String calling = title(in);
    in.position(68);
    Items items = items(in);
    return new Pdu.AssociateRequest(
        version,
        called,
        calling,
        items.applicationContext,
        List.copyOf(items.proposals),
        items.user());
  }

  private static Pdu associateAccept(ByteBuffer in) throws DicomException {
    need(in, 68, "A-ASSOCIATE-AC");
    int version = in.getShort() & 0xFFFF;
    in.getShort();
    // The titles of an A-ASSOCIATE-AC shall not be tested (PS3.8 table 9-17); nor are they here.
    String called = title(in);
    String calling = title(in);
    in.position(68);
    Items items = items(in);
    return new Pdu.AssociateAccept(
        version,
        called,
        calling,
        items.applicationContext,
        List.copyOf(items.results),
        items.user());
  }

  private static Items items(ByteBuffer in) throws DicomException {
    Items items = new Items();
    while (in.hasRemaining()) {
      int type = itemType(in);
      ByteBuffer value = itemValue(in, type);
      switch (type) {
        case 0x10 -> items.applicationContext = uid(value);
        case 0x20 -> items.proposals.add(proposal(value, items.ids));
        case 0x21 -> items.results.add(result(value, items.ids));
        case 0x50 -> userInformation(value, items);
        default -> {} // unknown items are ignored
      }
    }
    return items;
  }

  private static Pdu.Proposal proposal(ByteBuffer in, BitSet ids) throws DicomException {
    need(in, 4, "presentation context item");
    int id = contextId(in, ids);
    in.position(4);
    String abstractSyntax = "";
    List<String> transferSyntaxes = new ArrayList<>();
    while (in.hasRemaining()) {
      int type = itemType(in);
      ByteBuffer value = itemValue(in, type);
      if (type == 0x30) {
        abstractSyntax = uid(value);
      } else if (type == 0x40) {
        if (transferSyntaxes.size() == MAX_TRANSFER_SYNTAXES) {
          throw new DicomException(
              "presentation context " + id + " has over " + MAX_TRANSFER_SYNTAXES + " syntaxes");
        }
        transferSyntaxes.add(uid(value));
      }
    }
    return new Pdu.Proposal(id, new ProposedContext(abstractSyntax, transferSyntaxes));
  }

  private static Pdu.Result result(ByteBuffer in, BitSet ids) throws DicomException {
    need(in, 4, "presentation context item");
    int id = contextId(in, ids);
    int result = u8(in, 2);
    in.position(4);
    String transferSyntax = "";
    while (in.hasRemaining()) {
      int type = itemType(in);
      ByteBuffer value = itemValue(in, type);
      if (type == 0x40) {
        transferSyntax = uid(value);
      }
    }
    return new Pdu.Result(id, result, transferSyntax);
  }

  private static int contextId(ByteBuffer in, BitSet ids) throws DicomException {
    int id = u8(in, 0);
    if (id == 0 || ids.get(id) || ids.cardinality() == MAX_CONTEXTS) {
      throw new DicomException(
          "presentation context ID " + id + " is zero, is there twice, or there are over 128");
    }
    ids.set(id);
    return id;
  }

  private static void userInformation(ByteBuffer in, Items items) throws DicomException {
    while (in.hasRemaining()) {
      int type = itemType(in);
      ByteBuffer value = itemValue(in, type);
      switch (type) {
        case 0x51 -> {
          need(value, 4, "maximum length item");
          items.maxPduLength = value.getInt() & 0xFFFFFFFFL;
        }
        case 0x52 -> items.implementationClassUid = cut(value);
        case 0x54 -> {
          if (items.roles.size() == MAX_ROLES) {
            throw new DicomException("there are over " + MAX_ROLES + " role selection items");
          }
          items.roles.add(role(value));
        }
        case 0x55 -> items.implementationVersionName = cut(value);
        case 0x58 -> items.identity = asksForIdentity(value);
        // 53 asynchronous operations, 56 and 57 extended negotiation: no answer means the default,
        // one operation at a time and no more than the Standard's services.
        default -> {}
      }
    }
  }

  /** Type 1 or 2, a user name with or without a passcode, and a positive response is asked for. */
  private static boolean asksForIdentity(ByteBuffer in) {
    return in.remaining() >= 2 && (u8(in, 0) == 1 || u8(in, 0) == 2) && u8(in, 1) == 1;
  }

  private static RoleSelection role(ByteBuffer in) throws DicomException {
    need(in, 2, "role selection item");
    int length = in.getShort() & 0xFFFF;
    need(in, length + 2, "role selection item");
    String uid = uid(in.slice(in.position(), length));
    return new RoleSelection(
        uid, u8(in, in.position() + length) != 0, u8(in, in.position() + length + 1) != 0);
  }

  private static int itemType(ByteBuffer in) throws DicomException {
    need(in, 4, "item header");
    int type = in.get() & 0xFF;
    in.get();
    return type;
  }

  private static ByteBuffer itemValue(ByteBuffer in, int type) throws DicomException {
    int length = in.getShort() & 0xFFFF;
    need(in, length, "item " + Integer.toHexString(type) + "H");
    ByteBuffer value = in.slice(in.position(), length);
    in.position(in.position() + length);
    return value;
  }

  private static void need(ByteBuffer in, int bytes, String what) throws DicomException {
    if (in.remaining() < bytes) {
      throw new DicomException(
          what + " needs " + bytes + " bytes, the PDU has " + in.remaining() + " left");
    }
  }

  private static int u8(ByteBuffer in, int index) {
    return in.get(index) & 0xFF;
  }

  private static String title(ByteBuffer in) {
    byte[] bytes = new byte[16];
    in.get(bytes);
    return clean(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static String uid(ByteBuffer in) throws DicomException {
    // Padding is not part of it, but a UID that is mostly padding is none either.
    String uid = in.remaining() <= 2 * MAX_UID ? text(in) : "";
    if (uid.length() > MAX_UID || (uid.isEmpty() && in.remaining() > MAX_UID)) {
      throw new DicomException("a UID of " + in.remaining() + " bytes is longer than " + MAX_UID);
    }
    return uid;
  }

  /** What is only shown is cut where a UID would end. */
  private static String cut(ByteBuffer in) {
    return text(in.slice(in.position(), Math.min(in.remaining(), MAX_UID)));
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.duplicate().get(bytes);
    return clean(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * Without the padding that devices add (spaces before and after, NULs after), and with {@code ?}
   * for what is not printable ASCII: it ends in thread names, events and logs.
   */
  static String clean(String padded) {
    int end = padded.length();
    while (end > 0 && (padded.charAt(end - 1) == ' ' || padded.charAt(end - 1) == 0)) {
      end--;
    }
    int start = 0;
    while (start < end && padded.charAt(start) == ' ') {
      start++;
    }
    StringBuilder cleaned = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = padded.charAt(i);
      cleaned.append(c >= 0x20 && c < 0x7F ? c : '?');
    }
    return cleaned.toString();
  }
}
