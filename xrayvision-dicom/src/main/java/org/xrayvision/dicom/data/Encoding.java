/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** From numbers to the bytes of an element (PS3.5 §6.2). */
final class Encoding {
  private Encoding() {}

  /** The value with a padding byte if its length is odd. */
  static byte[] pad(byte[] value, VR vr) {
    if (value.length % 2 == 0) {
      return value;
    }
    byte[] even = Arrays.copyOf(value, value.length + 1);
    even[value.length] = vr.padding();
    return even;
  }

  static byte[] numbers(int tag, VR vr, String... values) {
    int size = vr == VR.AT ? 4 : vr.wordSize();
    if (vr == VR.SQ || vr == VR.UN) {
      throw new IllegalArgumentException(
          Tag.toString(tag) + ": VR " + vr + " takes no values as text; use setItems or setBytes");
    }
    ByteBuffer buffer = ByteBuffer.allocate(size * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (String value : values) {
      try {
        put(buffer, vr, value);
      } catch (ArithmeticException | NumberFormatException e) {
        throw new IllegalArgumentException(
            Tag.toString(tag) + ": \"" + value + "\" is no number of VR " + vr, e);
      }
    }
    return pad(buffer.array(), vr);
  }

  private static void put(ByteBuffer buffer, VR vr, String value) {
    switch (vr) {
      case AT -> {
        int tag = Integer.parseUnsignedInt(value, 16);
        buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
      }
      case FL, OF -> buffer.putFloat(Float.parseFloat(value));
      case FD, OD -> buffer.putDouble(Double.parseDouble(value));
      default -> putWhole(buffer, vr, new BigDecimal(value).toBigIntegerExact());
    }
  }

  private static void putWhole(ByteBuffer buffer, VR vr, BigInteger value) {
    boolean signed = vr == VR.SS || vr == VR.SL || vr == VR.SV;
    int bits = vr.wordSize() * 8;
    BigInteger least = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
    BigInteger beyond = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
    if (value.compareTo(least) < 0 || value.compareTo(beyond) >= 0) {
      throw new ArithmeticException("out of range");
    }
    long word = value.longValue();
    for (int i = 0; i < vr.wordSize(); i++) {
      buffer.put((byte) (word >>> (8 * i)));
    }
  }
}
