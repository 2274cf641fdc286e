/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import org.xrayvision.dicom.io.DicomException;

/**
 * The entropy-coded bits of a JPEG scan: FF 00 is a byte FF, FF before anything else is a marker,
 * where the bits end (ITU-T T.81 §F.1.2.3). For one thread.
 */
final class JpegBits {
  private static final int FIRST_RESTART = 0xD0;

  private final byte[] bytes;
  private int position;

  /** The bits that were read and not yet taken, from the most significant one down; below is 0. */
  private long window;

  private int available;

  JpegBits(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int bit() throws DicomException {
    return bits(1);
  }

  /** The next bits as a number, at most 16 of them. */
  int bits(int count) throws DicomException {
    if (count == 0) {
      return 0;
    }
    int value = peek(count);
    skip(count);
    return value;
  }

  /** A difference or coefficient of so many bits, the negative ones as complement (§F.2.2.1). */
  int signed(int count) throws DicomException {
    int value = bits(count);
    return count == 0 || value >>> (count - 1) == 1 ? value : value - (1 << count) + 1;
  }

  /** The next bits, 1 to 16 of them, which stay; zeros stand for what is beyond the end. */
  int peek(int count) {
    if (available < count) {
      fill();
    }
    return (int) (window >>> (Long.SIZE - count));
  }

  void skip(int count) throws DicomException {
    if (count > available) {
      throw new DicomException("the JPEG stream ends before its picture");
    }
    window <<= count;
    available -= count;
  }

  private void fill() {
    while (available <= Long.SIZE - Byte.SIZE && position < bytes.length) {
      int value = bytes[position] & 0xFF;
      if (value == 0xFF) {
        if (position + 1 >= bytes.length || bytes[position + 1] != 0) {
          return;
        }
        position++;
      }
      position++;
      window |= (long) value << (Long.SIZE - Byte.SIZE - available);
      available += Byte.SIZE;
    }
  }

  /** Moves behind the restart marker with this number, modulo 8, which must be next. */
  void restart(int number) throws DicomException {
    int marker = nextMarker();
    if (marker + 1 >= bytes.length || (bytes[marker + 1] & 0xFF) != FIRST_RESTART + (number & 7)) {
      throw new DicomException("the JPEG stream lacks restart marker " + number);
    }
    position = marker + 2;
    window = 0;
    available = 0;
  }

  /** Where the next marker begins, at or after what was read; the length if there is none. */
  int nextMarker() {
    int at = position;
    while (at + 1 < bytes.length) {
      if (bytes[at] == (byte) 0xFF && bytes[at + 1] != 0 && bytes[at + 1] != (byte) 0xFF) {
        return at;
      }
      at++;
    }
    return bytes.length;
  }
}
