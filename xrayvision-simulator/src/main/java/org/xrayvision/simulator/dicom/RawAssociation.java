/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An association that sends what it is told: any bytes as data set, any UIDs, under any accepted
 * presentation context. It checks nothing that an ordinary sender would. For one thread.
 */
public final class RawAssociation implements AutoCloseable {
  private static final int MAX_FRAGMENT = 128 * 1024;

  private final ScriptedPeer peer;
  private final List<PduBytes.Context> proposed;
  private final Map<Integer, String> accepted = new HashMap<>();
  private int maxFragment = MAX_FRAGMENT;
  private int messageId;

  /**
   * The response to a request.
   *
   * @param status the DIMSE status
   * @param comment Error Comment, empty if there is none
   */
  public record Response(int status, String comment) {}

  private RawAssociation(ScriptedPeer peer, List<PduBytes.Context> proposed) {
    this.peer = peer;
    this.proposed = proposed;
  }

  /**
   * Connects to a port of this machine and negotiates.
   *
   * @throws IOException if the association is not accepted; the message says what came instead
   */
  public static RawAssociation open(
      int port, String calling, String called, List<PduBytes.Context> contexts) throws IOException {
    ScriptedPeer peer = ScriptedPeer.connect(port);
    try {
      RawAssociation association = new RawAssociation(peer, contexts);
      peer.send(PduBytes.associateRequest(called, calling, 16384, contexts));
      association.readAccept(peer.read());
      return association;
    } catch (IOException e) {
      peer.close();
      throw e;
    }
  }

  /** Connects and proposes one context: this SOP class with this transfer syntax. */
  public static RawAssociation open(
      int port, String calling, String called, String sopClassUid, String transferSyntaxUid)
      throws IOException {
    return open(
        port, calling, called, List.of(PduBytes.Context.of(1, sopClassUid, transferSyntaxUid)));
  }

  /** The ID of the accepted context for this SOP class and transfer syntax. */
  public Optional<Integer> context(String sopClassUid, String transferSyntaxUid) {
    return proposed.stream()
        .filter(context -> context.abstractSyntax().equals(sopClassUid))
        .map(PduBytes.Context::id)
        .filter(id -> transferSyntaxUid.equals(accepted.get(id)))
        .findFirst();
  }

  /**
   * C-STORE of any bytes.
   *
   * @param contextId also one that was not accepted
   * @throws IOException if no response comes: the other side aborted (the message says so) or
   *     closed
   */
  public Response store(int contextId, String sopClassUid, String sopInstanceUid, byte[] dataSet)
      throws IOException {
    messageId++;
    sendCommand(contextId, PduBytes.storeRequest(messageId, sopClassUid, sopInstanceUid));
    sendDataSet(contextId, dataSet);
    return readResponse();
  }

  /** Sends a command set as one PDU. */
  public void sendCommand(int contextId, byte[] command) throws IOException {
    peer.send(PduBytes.pData(contextId, PduBytes.COMMAND | PduBytes.LAST, command));
  }

  /** Sends bytes as a data set. */
  public void sendDataSet(int contextId, byte[] dataSet) throws IOException {
    int offset = 0;
    do {
      int length = Math.min(maxFragment, dataSet.length - offset);
      byte[] fragment = new byte[length];
      System.arraycopy(dataSet, offset, fragment, 0, length);
      offset += length;
      peer.send(PduBytes.pData(contextId, offset == dataSet.length ? PduBytes.LAST : 0, fragment));
    } while (offset < dataSet.length);
  }

  /** Waits for a response of one PDU. */
  public Response readResponse() throws IOException {
    ScriptedPeer.Pdu pdu = peer.read();
    if (pdu.type() != 4) {
      throw new IOException("no response, but " + pdu);
    }
    int status = -1;
    String comment = "";
    byte[] body = pdu.body();
    int at = 6;
    while (at + 8 <= body.length) {
      int element = (body[at + 2] & 0xFF) | (body[at + 3] & 0xFF) << 8;
      int length = (body[at + 4] & 0xFF) | (body[at + 5] & 0xFF) << 8;
      if (element == 0x0900) {
        status = (body[at + 8] & 0xFF) | (body[at + 9] & 0xFF) << 8;
      } else if (element == 0x0902) {
        comment = ascii(body, at + 8, length).strip();
      }
      at += 8 + length;
    }
    return new Response(status, comment);
  }

  /** The connection beneath, to break the rules on. */
  public ScriptedPeer peer() {
    return peer;
  }

  /** Asks for the release and waits for it. */
  public void release() throws IOException {
    peer.send(PduBytes.four(PduBytes.RELEASE_RQ));
    peer.readUntil(PduBytes.RELEASE_RP);
    peer.close();
  }

  /** Closes the connection without a word. */
  @Override
  public void close() throws IOException {
    peer.close();
  }

  private void readAccept(ScriptedPeer.Pdu pdu) throws IOException {
    if (pdu.type() != 2) {
      throw new IOException("the association was not accepted: " + pdu);
    }
    byte[] body = pdu.body();
    int at = 68;
    while (at + 4 <= body.length) {
      int length = u16(body, at + 2);
      if (body[at] == 0x21 && body[at + 6] == 0) {
        int uidLength = u16(body, at + 10);
        accepted.put(body[at + 4] & 0xFF, ascii(body, at + 12, uidLength));
      } else if (body[at] == 0x50) {
        readUserInformation(body, at + 4, at + 4 + length);
      }
      at += 4 + length;
    }
  }

  private void readUserInformation(byte[] body, int from, int to) {
    for (int at = from; at + 4 <= to; at += 4 + u16(body, at + 2)) {
      if (body[at] == 0x51) {
        long max = (long) u16(body, at + 4) << 16 | u16(body, at + 6);
        maxFragment = (int) (max == 0 ? MAX_FRAGMENT : Math.min(max - 6, MAX_FRAGMENT));
      }
    }
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static String ascii(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.US_ASCII);
  }
}
