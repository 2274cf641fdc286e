/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DataSetParser;
import org.xrayvision.dicom.io.ReadLimits;
import org.xrayvision.simulator.dicom.PduBytes;
import org.xrayvision.simulator.dicom.RawAssociation;
import org.xrayvision.simulator.dicom.ScriptedAcceptor;
import org.xrayvision.simulator.dicom.ScriptedPeer;

/** Who asks for storage commitments, byte by byte (PS3.4 annex J, PS3.7 §10.3). */
public final class CommitmentPeer {
  public static final String SOP_CLASS = "1.2.840.10008.1.20.1";
  public static final String INSTANCE = "1.2.840.10008.1.20.1.1";
  private static final String EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final int P_DATA = 4;
  private static final int RELEASE_RQ = 5;

  private CommitmentPeer() {}

  /** An object by class and instance. */
  public record Reference(String sopClassUid, String sopInstanceUid) {}

  /** A message as it came. */
  public record Message(Map<Integer, byte[]> command, DataSet dataSet) {
    /** A US element of the command set. */
    public int number(int element) {
      byte[] value = command.get(element);
      return value == null ? -1 : (value[0] & 0xFF) | (value[1] & 0xFF) << 8;
    }

    /** A UI element of the command set. */
    public String text(int element) {
      return new String(command.get(element), StandardCharsets.US_ASCII).replace("\0", "");
    }
  }

  public static RawAssociation open(int port, String calling) throws IOException {
    return RawAssociation.open(port, calling, "XRAYVISION", SOP_CLASS, EXPLICIT);
  }

  /** Sends an N-ACTION-RQ and reads its response. */
  public static Message ask(RawAssociation association, String transaction, Reference... objects)
      throws IOException {
    return ask(association, INSTANCE, 1, request(transaction, List.of(objects)));
  }

  public static Message ask(RawAssociation association, String instance, int action, byte[] data)
      throws IOException {
    association.sendCommand(
        1,
        PduBytes.command(
            PduBytes.element(0x0003, PduBytes.uid(SOP_CLASS)),
            PduBytes.element(0x0100, PduBytes.number(0x0130)),
            PduBytes.element(0x0110, PduBytes.number(7)),
            PduBytes.element(0x0800, PduBytes.number(0)),
            PduBytes.element(0x1001, PduBytes.uid(instance)),
            PduBytes.element(0x1008, PduBytes.number(action))));
    association.sendDataSet(1, data);
    return read(association.peer());
  }

  /** Action Information (PS3.4 table J.3-1) in Explicit VR Little Endian. */
  public static byte[] request(String transaction, List<Reference> objects) {
    ByteArrayOutputStream items = new ByteArrayOutputStream();
    for (Reference object : objects) {
      byte[] item =
          PduBytes.concat(
              ui(0x0008, 0x1150, object.sopClassUid()),
              ui(0x0008, 0x1155, object.sopInstanceUid()));
      items.writeBytes(tag(0xFFFE, 0xE000));
      items.writeBytes(u32(item.length));
      items.writeBytes(item);
    }
    return PduBytes.concat(
        ui(0x0008, 0x1195, transaction),
        tag(0x0008, 0x1199),
        new byte[] {'S', 'Q', 0, 0},
        u32(items.size()),
        items.toByteArray());
  }

  private static byte[] ui(int group, int element, String uid) {
    byte[] value = PduBytes.uid(uid);
    return PduBytes.concat(
        tag(group, element), new byte[] {'U', 'I'}, PduBytes.number(value.length), value);
  }

  private static byte[] tag(int group, int element) {
    return PduBytes.concat(PduBytes.number(group), PduBytes.number(element));
  }

  private static byte[] u32(int value) {
    return PduBytes.concat(PduBytes.number(value), PduBytes.number(value >> 16));
  }

  /** The next message, command and data set. */
  public static Message read(ScriptedPeer peer) throws IOException {
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    boolean commandOver = false;
    while (true) {
      ScriptedPeer.Pdu pdu = peer.read();
      if (pdu.type() != P_DATA) {
        throw new IOException("no message, but " + pdu);
      }
      byte[] body = pdu.body();
      for (int at = 0; at < body.length; ) {
        int length =
            (body[at] & 0xFF) << 24
                | (body[at + 1] & 0xFF) << 16
                | (body[at + 2] & 0xFF) << 8
                | (body[at + 3] & 0xFF);
        int control = body[at + 5];
        ((control & PduBytes.COMMAND) != 0 ? command : data).write(body, at + 6, length - 2);
        boolean last = (control & PduBytes.LAST) != 0;
        commandOver |= last && (control & PduBytes.COMMAND) != 0;
        if (last && (control & PduBytes.COMMAND) == 0) {
          return message(command, data);
        }
        at += 4 + length;
      }
      if (commandOver && message(command, data).number(0x0800) == 0x0101) {
        return message(command, data);
      }
    }
  }

  private static Message message(ByteArrayOutputStream command, ByteArrayOutputStream data)
      throws IOException {
    byte[] bytes = command.toByteArray();
    Map<Integer, byte[]> elements = new HashMap<>();
    for (int at = 0; at + 8 <= bytes.length; ) {
      int length = (bytes[at + 4] & 0xFF) | (bytes[at + 5] & 0xFF) << 8;
      byte[] value = new byte[length];
      System.arraycopy(bytes, at + 8, value, 0, length);
      elements.put((bytes[at + 2] & 0xFF) | (bytes[at + 3] & 0xFF) << 8, value);
      at += 8 + length;
    }
    DataSet dataSet =
        DataSetParser.parse(
                new ByteArrayInputStream(data.toByteArray()),
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                ReadLimits.defaults())
            .dataSet();
    return new Message(elements, dataSet);
  }

  /** Answers an N-EVENT-REPORT-RQ. */
  public static void answer(ScriptedPeer peer, Message report, int status) throws IOException {
    peer.send(
        PduBytes.pData(
            1,
            PduBytes.COMMAND | PduBytes.LAST,
            PduBytes.response(0x8100, report.number(0x0110), status)));
  }

  /** Takes one association for reports, and gives what is reported to the collector. */
  public static ScriptedAcceptor listen(Consumer<Message> collector) throws IOException {
    return listen(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), collector);
  }

  /** The same on a port that is open, of TLS perhaps. */
  public static ScriptedAcceptor listen(ServerSocket server, Consumer<Message> collector) {
    return ScriptedAcceptor.start(
        server,
        peer -> {
          ScriptedPeer.Pdu request = peer.read();
          if (!offersToBeScp(request.body())) {
            throw new AssertionError("no role selection with the SCP role in " + request);
          }
          peer.send(PduBytes.associateAccept(16384, List.of(1), 0, EXPLICIT));
          Message report = read(peer);
          answer(peer, report, 0);
          if (peer.read().type() == RELEASE_RQ) {
            peer.send(PduBytes.four(PduBytes.RELEASE_RP));
          }
          collector.accept(report);
        });
  }

  /** SCP/SCU role selection sub-item 54H: UID length, UID, SCU role, SCP role. */
  private static boolean offersToBeScp(byte[] body) {
    byte[] uid = SOP_CLASS.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at + 6 + uid.length + 2 <= body.length; at++) {
      if (body[at] == 0x54
          && Arrays.equals(body, at + 6, at + 6 + uid.length, uid, 0, uid.length)) {
        return body[at + 6 + uid.length] == 0 && body[at + 7 + uid.length] == 1;
      }
    }
    return false;
  }

  /** The failed instances with their reasons. */
  public static Map<String, Integer> failures(Message report) {
    Map<String, Integer> failures = new HashMap<>();
    for (DataSet item : report.dataSet().items(Tag.FailedSOPSequence)) {
      failures.put(
          item.string(Tag.ReferencedSOPInstanceUID).orElseThrow(),
          item.integer(Tag.FailureReason).orElseThrow());
    }
    return failures;
  }

  /** The instances that are kept. */
  public static List<String> kept(Message report) {
    return report.dataSet().items(Tag.ReferencedSOPSequence).stream()
        .map(item -> item.string(Tag.ReferencedSOPInstanceUID).orElseThrow())
        .toList();
  }
}
