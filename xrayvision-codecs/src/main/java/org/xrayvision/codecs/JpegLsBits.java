/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import org.xrayvision.dicom.io.DicomException;

/**
 * The bits of a JPEG-LS scan. After a byte FF the next one holds seven bits below a stuffed 0; FF
 * before a byte of 80 or more is a marker, where the bits end (ITU-T T.87 §A.1). For one thread.
 */
final class JpegLsBits {
  private static final int FIRST_RESTART = 0xD0;

  private final byte[] bytes;
  private int position;

  /** The bits that were read and not yet taken, from the most significant one down; below is 0. */
  private long window;

  private int available;
  private boolean afterFF;

  JpegLsBits(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  int bit() throws DicomException {
    return bits(1);
  }

  /** The next bits as a number, at most 32 of them. */
  int bits(int count) throws DicomException {
    if (count == 0) {
      return 0;
    }
    if (available < count) {
      fill();
      if (available < count) {
        throw endsEarly();
      }
    }
    int value = (int) (window >>> (Long.SIZE - count));
    window <<= count;
    available -= count;
    return value;
  }

  /** Takes zeros up to the next one, and that one; tells how many zeros there were. */
  int zeros(int max) throws DicomException {
    int count = 0;
    while (true) {
      int leading = Long.numberOfLeadingZeros(window);
      if (leading < available) {
        window = window << leading << 1;
        available -= leading + 1;
        count += leading;
        break;
      }
      count += available;
      window = 0;
      available = 0;
      fill();
      if (available == 0) {
        throw endsEarly();
      }
      if (count > max) {
        break;
      }
    }
    if (count > max) {
      throw new DicomException(
          "the JPEG-LS stream has a code of more than %d zeros".formatted(max));
    }
    return count;
  }

  private void fill() {
    while (available <= Long.SIZE - Byte.SIZE && position < bytes.length) {
      int value = bytes[position] & 0xFF;
      if (value == 0xFF && (position + 1 >= bytes.length || bytes[position + 1] < 0)) {
        return;
      }
      int width = afterFF ? 7 : 8;
      window |= (long) value << (Long.SIZE - width - available);
      available += width;
      afterFF = value == 0xFF;
      position++;
    }
  }

  /** Moves behind the restart marker with this number, modulo 8, which must be next. */
  void restart(int number) throws DicomException {
    int marker = nextMarker();
    if (marker + 1 >= bytes.length || (bytes[marker + 1] & 0xFF) != FIRST_RESTART + (number & 7)) {
      throw new DicomException("the JPEG-LS stream lacks restart marker " + number);
    }
    position = marker + 2;
    window = 0;
    available = 0;
    afterFF = false;
  }

  /** Where the next marker begins, at or after what was read; the length if there is none. */
  int nextMarker() {
    int at = position;
    while (at + 1 < bytes.length && (bytes[at] != (byte) 0xFF || bytes[at + 1] >= 0)) {
      at++;
    }
    return at + 1 < bytes.length ? at : bytes.length;
  }

  private static DicomException endsEarly() {
    return new DicomException("the JPEG-LS stream ends before its picture");
  }
}
