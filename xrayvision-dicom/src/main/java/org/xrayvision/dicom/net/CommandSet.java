/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.DicomException;

/**
 * A DIMSE command set: group 0000 in Implicit VR Little Endian (PS3.7 §6.3.1, annex E). It has a
 * codec of its own, as its elements are few, flat and never anything but UI, US, UL, AE, LO and AT.
 */
final class CommandSet {
  static final int AFFECTED_SOP_CLASS_UID = 0x00000002;
  static final int REQUESTED_SOP_CLASS_UID = 0x00000003;
  static final int COMMAND_FIELD = 0x00000100;
  static final int MESSAGE_ID = 0x00000110;
  static final int MESSAGE_ID_BEING_RESPONDED_TO = 0x00000120;
  static final int MOVE_DESTINATION = 0x00000600;
  static final int PRIORITY = 0x00000700;
  static final int DATA_SET_TYPE = 0x00000800;
  static final int STATUS = 0x00000900;
  static final int OFFENDING_ELEMENT = 0x00000901;
  static final int ERROR_COMMENT = 0x00000902;
  static final int AFFECTED_SOP_INSTANCE_UID = 0x00001000;
  static final int REQUESTED_SOP_INSTANCE_UID = 0x00001001;
  static final int EVENT_TYPE_ID = 0x00001002;
  static final int REMAINING_SUB_OPERATIONS = 0x00001020;
  static final int COMPLETED_SUB_OPERATIONS = 0x00001021;
  static final int FAILED_SUB_OPERATIONS = 0x00001022;
  static final int WARNING_SUB_OPERATIONS = 0x00001023;
  static final int MOVE_ORIGINATOR_AE_TITLE = 0x00001030;
  static final int MOVE_ORIGINATOR_MESSAGE_ID = 0x00001031;

  static final int C_STORE_RQ = 0x0001;
  static final int C_GET_RQ = 0x0010;
  static final int C_FIND_RQ = 0x0020;
  static final int C_MOVE_RQ = 0x0021;
  static final int C_ECHO_RQ = 0x0030;
  static final int C_CANCEL_RQ = 0x0FFF;
  static final int RESPONSE = 0x8000;

  /** The Command Data Set Type that says that no data set follows; any other says that one does. */
  static final int NO_DATA_SET = 0x0101;

  static final int DATA_SET = 0x0000;

  /** No command set comes near; a peer that sends more is not sending one. */
  static final int MAX_LENGTH = 64 * 1024;

  private static final int MAX_COMMENT = 64;
  private static final int MAX_TAGS = 8;

  private final Map<Integer, byte[]> values = new TreeMap<>();

  CommandSet() {}

  /**
   * Reads the elements; group lengths are not trusted and not needed.
   *
   * @throws DicomException if an element is not of group 0000 or longer than what is there
   */
  static CommandSet decode(byte[] bytes) throws DicomException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    CommandSet command = new CommandSet();
    while (in.hasRemaining()) {
      int offset = in.position();
      if (in.remaining() < 8) {
        throw new DicomException("command set is cut off at offset " + offset);
      }
      int group = in.getShort() & 0xFFFF;
      int tag = (group << 16) | (in.getShort() & 0xFFFF);
      long length = in.getInt() & 0xFFFFFFFFL;
      if (group != 0 || length > in.remaining()) {
        throw new DicomException(
            "command set element at offset "
                + offset
                + " is of group "
                + group
                + ", length "
                + length
                + ": not of group 0000, or longer than what is there");
      }
      byte[] value = new byte[(int) length];
      in.get(value);
      command.values.put(tag, value);
    }
    return command;
  }

  /** The bytes, group length first. */
  byte[] encode() {
    int length = values.values().stream().mapToInt(value -> 8 + value.length).sum();
    ByteBuffer out = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0).putInt(4).putInt(length); // (0000,0000) UL
    values.forEach(
        (tag, value) ->
            out.putShort((short) 0).putShort(tag.shortValue()).putInt(value.length).put(value));
    return out.array();
  }

  /** A US value; empty if the element is missing or not two bytes long. */
  OptionalInt number(int tag) {
    byte[] value = values.get(tag);
    return value == null || value.length != 2
        ? OptionalInt.empty()
        : OptionalInt.of((value[0] & 0xFF) | (value[1] & 0xFF) << 8);
  }

  /** A UI, AE or LO value without its padding; empty if the element is missing. */
  String text(int tag) {
    byte[] value = values.get(tag);
    return value == null ? "" : PduDecoder.clean(new String(value, StandardCharsets.ISO_8859_1));
  }

  /** The tags of an AT value, at most eight of them, for example {@code (0008,0052)}. */
  List<String> tags(int tag) {
    byte[] value = values.getOrDefault(tag, new byte[0]);
    ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    List<String> tags = new ArrayList<>();
    while (in.remaining() >= 4 && tags.size() < MAX_TAGS) {
      tags.add(String.format(Locale.ROOT, "(%04X,%04X)", in.getShort(), in.getShort()));
    }
    return tags;
  }

  boolean hasDataSet() {
    return number(DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
  }

  CommandSet set(int tag, int number) {
    values.put(tag, new byte[] {(byte) number, (byte) (number >> 8)});
    return this;
  }

  CommandSet setUid(int tag, String uid) {
    return set(tag, uid, 0);
  }

  /** AE or LO. */
  CommandSet setText(int tag, String text) {
    return set(tag, text, ' ');
  }

  /** Error Comment is LO: 64 characters, no backslash; here of the default repertoire. */
  CommandSet setComment(@Nullable String comment) {
    if (comment == null || comment.isBlank()) {
      return this;
    }
    String cut = comment.length() > MAX_COMMENT ? comment.substring(0, MAX_COMMENT) : comment;
    return setText(ERROR_COMMENT, PduDecoder.clean(cut.replace('\\', '/')));
  }

  private CommandSet set(int tag, String text, int padding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    if (bytes.size() % 2 != 0) {
      bytes.write(padding);
    }
    values.put(tag, bytes.toByteArray());
    return this;
  }
}
