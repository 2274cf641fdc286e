/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Makes the bytes of PDUs and command sets, valid ones and others (PS3.8 §9.3, PS3.7 annex E). It
 * shares no code with the library that it tests. Stateless.
 */
public final class PduBytes {
  /** A-RELEASE-RQ. */
  public static final int RELEASE_RQ = 5;

  /** A-RELEASE-RP. */
  public static final int RELEASE_RP = 6;

  /** A-ABORT. */
  public static final int ABORT = 7;

  /** Bits of the message control header: a command fragment; the last fragment. */
  public static final int COMMAND = 1;

  /** The last fragment of a command set or data set. */
  public static final int LAST = 2;

  private PduBytes() {}

  /**
   * A presentation context to propose.
   *
   * @param id taken as it is, valid or not
   */
  public record Context(int id, String abstractSyntax, List<String> transferSyntaxes) {
    /** A context with these transfer syntaxes. */
    public static Context of(int id, String abstractSyntax, String... transferSyntaxes) {
      return new Context(id, abstractSyntax, List.of(transferSyntaxes));
    }
  }

  /** Any PDU: type, a reserved byte, the true length, the body. */
  public static byte[] pdu(int type, byte[] body) {
    return pdu(type, body.length, body);
  }

  /** Any PDU with a length that may be a lie. */
  public static byte[] pdu(int type, long length, byte[] body) {
    return concat(new byte[] {(byte) type, 0}, u32(length), body);
  }

  /** A-RELEASE-RQ, A-RELEASE-RP or A-ABORT with four zeros. */
  public static byte[] four(int type) {
    return pdu(type, new byte[4]);
  }

  /** A-ASSOCIATE-RJ. */
  public static byte[] reject(int result, int source, int reason) {
    return pdu(3, new byte[] {0, (byte) result, (byte) source, (byte) reason});
  }

  /** A-ABORT. */
  public static byte[] abort(int source, int reason) {
    return pdu(ABORT, new byte[] {0, 0, (byte) source, (byte) reason});
  }

  /** An item or sub-item: type, a reserved byte, the length, the value. */
  public static byte[] item(int type, byte[] value) {
    return concat(new byte[] {(byte) type, 0}, u16(value.length), value);
  }

  /** A-ASSOCIATE-RQ with the usual items. */
  public static byte[] associateRequest(
      String called, String calling, long maxPduLength, List<Context> contexts) {
    return associateRequest(called, calling, contexts, userInformation(maxPduLength));
  }

  /** A-ASSOCIATE-RQ whose last items are given: user information, and whatever else. */
  public static byte[] associateRequest(
      String called, String calling, List<Context> contexts, byte[] lastItems) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head(called, calling));
    for (Context context : contexts) {
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      value.writeBytes(new byte[] {(byte) context.id(), 0, 0, 0});
      value.writeBytes(item(0x30, ascii(context.abstractSyntax())));
      context.transferSyntaxes().forEach(syntax -> value.writeBytes(item(0x40, ascii(syntax))));
      body.writeBytes(item(0x20, value.toByteArray()));
    }
    body.writeBytes(lastItems);
    return pdu(1, body.toByteArray());
  }

  /** A-ASSOCIATE-AC that gives each context this result and transfer syntax. */
  public static byte[] associateAccept(
      long maxPduLength, List<Integer> contextIds, int result, String transferSyntax) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head("CALLED", "CALLING"));
    for (int id : contextIds) {
      byte[] start = {(byte) id, 0, (byte) result, 0};
      body.writeBytes(item(0x21, concat(start, item(0x40, ascii(transferSyntax)))));
    }
    body.writeBytes(userInformation(maxPduLength));
    return pdu(2, body.toByteArray());
  }

  /** The user information item with maximum length and implementation class UID. */
  public static byte[] userInformation(long maxPduLength) {
    return item(0x50, concat(item(0x51, u32(maxPduLength)), item(0x52, ascii("1.2.3.4"))));
  }

  /** Protocol version, titles, reserved bytes and the application context. */
  private static byte[] head(String called, String calling) {
    return concat(
        new byte[] {0, 1, 0, 0},
        title(called),
        title(calling),
        new byte[32],
        item(0x10, ascii("1.2.840.10008.3.1.1.1")));
  }

  /** P-DATA-TF with one PDV. */
  public static byte[] pData(int contextId, int control, byte[] fragment) {
    return pdu(4, pdv(contextId, control, fragment));
  }

  /** A PDV: length, context ID, message control header, fragment. */
  public static byte[] pdv(int contextId, int control, byte[] fragment) {
    byte[] header = {(byte) contextId, (byte) control};
    return concat(u32(fragment.length + 2L), header, fragment);
  }

  /** A C-STORE-RQ command set; the UIDs are taken as they are. */
  public static byte[] storeRequest(int messageId, String sopClassUid, String sopInstanceUid) {
    return command(
        element(0x0002, uid(sopClassUid)),
        element(0x0100, number(0x0001)),
        element(0x0110, number(messageId)),
        element(0x0700, number(0)),
        element(0x0800, number(0)),
        element(0x1000, uid(sopInstanceUid)));
  }

  /** A C-ECHO-RQ command set. */
  public static byte[] echoRequest(int messageId) {
    return command(
        element(0x0002, uid("1.2.840.10008.1.1")),
        element(0x0100, number(0x0030)),
        element(0x0110, number(messageId)),
        element(0x0800, number(0x0101)));
  }

  /** A response command set without UIDs. */
  public static byte[] response(int commandField, int messageId, int status) {
    return command(
        element(0x0100, number(commandField)),
        element(0x0120, number(messageId)),
        element(0x0800, number(0x0101)),
        element(0x0900, number(status)));
  }

  /** A command set of these elements, the group length before them. */
  public static byte[] command(byte[]... elements) {
    byte[] all = concat(elements);
    byte[] length = {(byte) all.length, (byte) (all.length >> 8), (byte) (all.length >> 16), 0};
    return concat(element(0x0000, length), all);
  }

  /** An element of group 0000 in Implicit VR Little Endian. */
  public static byte[] element(int element, byte[] value) {
    byte[] header = {
      0,
      0,
      (byte) element,
      (byte) (element >> 8),
      (byte) value.length,
      (byte) (value.length >> 8),
      0,
      0
    };
    return concat(header, value);
  }

  /** A US value. */
  public static byte[] number(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8)};
  }

  /** A UI value, padded to even length. */
  public static byte[] uid(String uid) {
    return ascii(uid.length() % 2 == 0 ? uid : uid + "\0");
  }

  /** These arrays one after the other. */
  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] title(String title) {
    return ascii((title + " ".repeat(16)).substring(0, 16));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] u16(int value) {
    return new byte[] {(byte) (value >> 8), (byte) value};
  }

  private static byte[] u32(long value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }
}
