/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.DicomException;

/**
 * Reads PDUs from a socket and tells which event of the state machine each is (PS3.8 §9.3.1). Used
 * by one thread.
 */
final class PduReader {
  /** 128 contexts with 40 transfer syntaxes each take less; a SAML assertion fits as well. */
  private static final int MAX_ASSOCIATE_LENGTH = 1024 * 1024;

  /** The first byte of a TLS handshake, which some send to the port without TLS. */
  private static final int TLS = 0x16;

  /**
   * What has come.
   *
   * @param pdu null for P-DATA-TF, whose body is still to be read, and for Evt17 and Evt19
   * @param dataLength the length of the P-DATA-TF's body
   * @param reason for Evt19: the reason of the A-ABORT (PS3.8 table 9-26)
   * @param complaint for Evt19: what is wrong
   */
  record Arrival(Event event, @Nullable Pdu pdu, long dataLength, int reason, String complaint) {
    private static Arrival of(Event event, @Nullable Pdu pdu) {
      return new Arrival(event, pdu, 0, 0, "");
    }

    private static Arrival invalid(int reason, String complaint) {
      return new Arrival(Event.EVT19, null, 0, reason, complaint);
    }
  }

  private final SocketInput in;
  private final int maxPduLength;

  /** A reader that takes P-DATA-TF PDUs of up to this length; 0 means unlimited. */
  PduReader(SocketInput in, int maxPduLength) {
    this.in = in;
    this.maxPduLength = maxPduLength;
  }

  /** Waits for a PDU or the end of the stream. */
  Arrival next() throws IOException {
    if (in.peek() < 0) {
      return Arrival.of(Event.EVT17, null);
    }
    int type = in.u8();
    in.u8();
    long length = in.u32();
    if (type == Pdu.P_DATA_TF) {
      return data(length);
    }
    if (type == 0 || type > Pdu.ABORT) {
      return Arrival.invalid(
          Pdu.Abort.UNRECOGNIZED_PDU,
          "PDU type " + hex(type) + " is unknown" + (type == TLS ? ": the peer speaks TLS" : ""));
    }
    boolean associate = type == Pdu.ASSOCIATE_RQ || type == Pdu.ASSOCIATE_AC;
    if (length > (associate ? MAX_ASSOCIATE_LENGTH : 4)) {
      return Arrival.invalid(
          Pdu.Abort.INVALID_PDU_PARAMETER_VALUE,
          "PDU of type " + hex(type) + " has a length of " + length);
    }
    return whole(type, in.bytes((int) length));
  }

  private Arrival data(long length) {
    if (maxPduLength != 0 && length > maxPduLength) {
      return Arrival.invalid(
          Pdu.Abort.INVALID_PDU_PARAMETER_VALUE,
          "P-DATA-TF PDU of " + length + " bytes is longer than the " + maxPduLength + " we take");
    }
    return new Arrival(Event.EVT10, null, length, 0, "");
  }

  private static Arrival whole(int type, byte[] body) {
    try {
      Pdu pdu = PduDecoder.decode(type, body);
      return Arrival.of(event(type), pdu);
    } catch (DicomException e) {
      return Arrival.invalid(Pdu.Abort.INVALID_PDU_PARAMETER_VALUE, e.getMessage());
    }
  }

  private static Event event(int type) {
    return switch (type) {
      case Pdu.ASSOCIATE_RQ -> Event.EVT6;
      case Pdu.ASSOCIATE_AC -> Event.EVT3;
      case Pdu.ASSOCIATE_RJ -> Event.EVT4;
      case Pdu.RELEASE_RQ -> Event.EVT12;
      case Pdu.RELEASE_RP -> Event.EVT13;
      default -> Event.EVT16;
    };
  }

  private static String hex(int type) {
    return String.format(Locale.ROOT, "%02XH", type);
  }
}
