/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Puts messages into P-DATA-TF PDUs of the length that the peer takes, one PDV and one write each
 * (PS3.8 §9.3.5, annex E). Used by one thread at a time.
 */
final class MessageWriter {
  /** PDU header (6), PDV length (4), context ID and message control header. */
  private static final int HEADERS = 12;

  /** What the PDV's own header takes of the peer's maximum. */
  private static final int PDV_HEADER = 6;

  /** Larger PDUs save nothing and cost memory. */
  private static final int MAX_PDU = 1024 * 1024;

  private static final int COMMAND = 0x01;
  private static final int LAST = 0x02;

  private final UpperLayer layer;
  private final int capacity;
  private byte[] pdu = new byte[512];

  /** A writer for a peer that takes PDUs of this length; 0 means unlimited. */
  MessageWriter(UpperLayer layer, long peerMaxPduLength) {
    this.layer = layer;
    long max = peerMaxPduLength == 0 ? MAX_PDU : Math.min(peerMaxPduLength, MAX_PDU);
    this.capacity = (int) (max - PDV_HEADER) & ~1; // fragments are of even length
  }

  void command(int contextId, CommandSet command) throws AssociationException {
    byte[] bytes = command.encode();
    for (int offset = 0; offset < bytes.length; offset += capacity) {
      int length = Math.min(capacity, bytes.length - offset);
      reserve(length);
      System.arraycopy(bytes, offset, pdu, HEADERS, length);
      send(contextId, COMMAND | (offset + length == bytes.length ? LAST : 0), length);
    }
  }

  /**
   * Sends the stream to its end.
   *
   * @throws AssociationException if the association is over
   * @throws IOException if the stream cannot be read
   */
  void dataSet(int contextId, InputStream dataSet) throws IOException {
    reserve(capacity + 1); // and one byte ahead, to know which fragment is the last
    int filled = dataSet.readNBytes(pdu, HEADERS, capacity + 1);
    while (filled > capacity) {
      byte ahead = pdu[HEADERS + capacity];
      send(contextId, 0, capacity);
      pdu[HEADERS] = ahead;
      filled = 1 + dataSet.readNBytes(pdu, HEADERS + 1, capacity);
    }
    send(contextId, LAST, filled);
  }

  private void reserve(int length) {
    if (pdu.length < HEADERS + length) {
      pdu = Arrays.copyOf(pdu, HEADERS + length);
    }
  }

  private void send(int contextId, int control, int length) throws AssociationException {
    pdu[0] = Pdu.P_DATA_TF;
    pdu[1] = 0;
    u32(2, length + PDV_HEADER);
    u32(6, length + 2);
    pdu[10] = (byte) contextId;
    pdu[11] = (byte) control;
    layer.sendData(pdu, HEADERS + length);
  }

  private void u32(int offset, int value) {
    pdu[offset] = (byte) (value >> 24);
    pdu[offset + 1] = (byte) (value >> 16);
    pdu[offset + 2] = (byte) (value >> 8);
    pdu[offset + 3] = (byte) value;
  }
}
