/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/** Understands as much of the bytes of an association as it takes to note its C-STOREs. */
final class MessageTap {
  private final Consumer<RecordingProxy.Store> noted;
  private final Direction requests = new Direction(this::onRequest);
  private final Direction responses = new Direction(this::onResponse);
  private final Map<Integer, RecordingProxy.Store> open = new HashMap<>();

  MessageTap(Consumer<RecordingProxy.Store> noted) {
    this.noted = noted;
  }

  synchronized void request(byte[] bytes, int length) {
    requests.feed(bytes, length);
  }

  synchronized void response(byte[] bytes, int length) {
    responses.feed(bytes, length);
  }

  private void onRequest(Map<Integer, byte[]> command, MessageDigest digest, long length) {
    if (number(command, 0x0100) == 0x0001) {
      String uid = new String(command.get(0x1000), StandardCharsets.US_ASCII).replace("\0", "");
      String hash = HexFormat.of().formatHex(digest.digest());
      open.put(number(command, 0x0110), new RecordingProxy.Store(uid, hash, length, -1));
    }
  }

  private void onResponse(Map<Integer, byte[]> command, MessageDigest digest, long length) {
    RecordingProxy.Store store = open.remove(number(command, 0x0120));
    if (store != null) {
      noted.accept(
          new RecordingProxy.Store(
              store.sopInstanceUid(), store.sha256(), store.length(), number(command, 0x0900)));
    }
  }

  private static int number(Map<Integer, byte[]> command, int element) {
    byte[] value = command.getOrDefault(element, new byte[2]);
    return (value[0] & 0xFF) | (value[1] & 0xFF) << 8;
  }

  private interface OnMessage {
    void accept(Map<Integer, byte[]> command, MessageDigest dataSet, long length);
  }

  /** The PDUs of one direction. */
  private static final class Direction {
    private static final int PDU_HEADER = 6;
    private static final int PDV_HEADER = 6;

    private final OnMessage onMessage;
    private final byte[] header = new byte[PDU_HEADER];
    private int headerFilled;
    private long pduLeft;
    private long pdvLeft;
    private boolean data;
    private int control;
    private ByteArrayOutputStream commandBytes = new ByteArrayOutputStream();
    private Map<Integer, byte[]> command = Map.of();
    private MessageDigest digest = sha256();
    private long dataSetLength;

    Direction(OnMessage onMessage) {
      this.onMessage = onMessage;
    }

    void feed(byte[] bytes, int length) {
      int at = 0;
      while (at < length) {
        if (pdvLeft > 0 || (pduLeft > 0 && !data)) {
          at += body(bytes, at, length - at);
        } else {
          header[headerFilled++] = bytes[at++];
          if (headerFilled == header.length) {
            headerFilled = 0;
            onHeader();
          }
        }
      }
    }

    /** Six bytes of a PDU, or within a P-DATA-TF six of a PDV. */
    private void onHeader() {
      ByteBuffer in = ByteBuffer.wrap(header);
      if (pduLeft == 0) {
        data = header[0] == 4;
        pduLeft = in.getInt(2) & 0xFFFFFFFFL;
      } else {
        pdvLeft = (in.getInt(0) & 0xFFFFFFFFL) - 2;
        control = header[5];
        pduLeft -= PDV_HEADER;
        if (pdvLeft == 0) {
          endOfPdv();
        }
      }
    }

    private int body(byte[] bytes, int at, int available) {
      int count = (int) Math.min(available, data ? pdvLeft : pduLeft);
      pduLeft -= count;
      if (data) {
        take(bytes, at, count);
        pdvLeft -= count;
        if (pdvLeft == 0) {
          endOfPdv();
        }
      }
      return count;
    }

    private void take(byte[] bytes, int at, int count) {
      if ((control & PduBytes.COMMAND) != 0) {
        commandBytes.write(bytes, at, count);
      } else {
        digest.update(bytes, at, count);
        dataSetLength += count;
      }
    }

    private void endOfPdv() {
      if ((control & PduBytes.LAST) == 0) {
        return;
      }
      boolean isCommand = (control & PduBytes.COMMAND) != 0;
      if (isCommand) {
        command = decode(commandBytes.toByteArray());
        commandBytes = new ByteArrayOutputStream();
      }
      if (!isCommand || number(command, 0x0800) == 0x0101) {
        onMessage.accept(command, digest, dataSetLength);
        digest = sha256();
        dataSetLength = 0;
      }
    }

    private static Map<Integer, byte[]> decode(byte[] bytes) {
      Map<Integer, byte[]> elements = new HashMap<>();
      ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (in.remaining() >= 8) {
        in.getShort();
        int element = in.getShort() & 0xFFFF;
        byte[] value = new byte[Math.min(in.getInt(), in.remaining())];
        in.get(value);
        elements.put(element, value);
      }
      return elements;
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every JDK has SHA-256", e);
      }
    }
  }
}
