/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.xrayvision.dicom.data.Tag;

/**
 * A stream read forward with a position. It knows which element is being read, so that what goes
 * wrong is reported with tag and offset. Not safe for threads.
 */
final class ByteSource {
  private static final int BUFFER = 8 * 1024;
  private static final int DRAIN = 128 * 1024;
  private static final int FIRST_CHUNK = 64 * 1024;
  private static final byte[] NO_BYTES = {};

  private final InputStream in;
  private final boolean seekable;
  private final long limit;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] drain = NO_BYTES;
  private int at;
  private int end;
  private long base;
  private int tag;
  private long tagOffset;

  /**
   * A source at position 0.
   *
   * @param seekable whether skipping in the stream is cheap and exact
   * @param limit the most bytes that may be read
   */
  ByteSource(InputStream in, boolean seekable, long limit) {
    this.in = in;
    this.seekable = seekable;
    this.limit = limit;
  }

  long position() {
    return base + at;
  }

  /** The element that the next errors are about. */
  void within(int currentTag, long offset) {
    tag = currentTag;
    tagOffset = offset;
  }

  DicomFormatException error(String message) {
    return new DicomFormatException(tag, tagOffset, message);
  }

  /** Whether the stream ends here. */
  boolean atEnd() throws IOException {
    return endsWithin(1);
  }

  /** Whether fewer bytes than these, few, are left. */
  boolean endsWithin(int count) throws IOException {
    return end - at < count && !fill(count);
  }

  /** Takes NULs to the end of the stream; false at the first byte that is none. */
  boolean skipNuls() throws IOException {
    while (!atEnd()) {
      if (uint8() != 0) {
        return false;
      }
    }
    return true;
  }

  /** Makes sure that this many bytes, few, can be taken one by one. */
  void need(int count, String what) throws IOException {
    if (end - at < count && !fill(count)) {
      throw error("the data set ends inside " + what);
    }
  }

  int uint8() {
    return buffer[at++] & 0xFF;
  }

  int uint16(boolean bigEndian) {
    int first = uint8();
    int second = uint8();
    return bigEndian ? (first << 8) | second : (second << 8) | first;
  }

  long uint32(boolean bigEndian) {
    long first = uint16(bigEndian);
    long second = uint16(bigEndian);
    return bigEndian ? (first << 16) | second : (second << 16) | first;
  }

  int tag(boolean bigEndian) {
    int group = uint16(bigEndian);
    return Tag.of(group, uint16(bigEndian));
  }

  /** The tag that follows, 0 if the stream ends before one. */
  int peekTag(boolean bigEndian) throws IOException {
    if (end - at < 4 && !fill(4)) {
      return 0;
    }
    int tagAhead = tag(bigEndian);
    at -= 4;
    return tagAhead;
  }

  /** The next bytes; memory grows with what really comes, not with what was declared. */
  byte[] bytes(int length) throws IOException {
    if (length == 0) {
      return NO_BYTES;
    }
    byte[] value = new byte[Math.min(length, FIRST_CHUNK)];
    int filled = 0;
    while (filled < length) {
      if (filled == value.length) {
        value = Arrays.copyOf(value, (int) Math.min(length, 4L * value.length));
      }
      int count = read(value, filled, value.length - filled);
      if (count < 0) {
        throw truncated(length, filled);
      }
      filled += count;
    }
    return value;
  }

  /** Passes over bytes; an ordinary stream is read, for somebody may look on. */
  void skip(long length) throws IOException {
    long left = length - Math.min(length, end - at);
    at += (int) (length - left);
    while (left > 0) {
      if (seekable) {
        seek(length, left);
        return;
      }
      if (drain.length == 0) {
        drain = new byte[(int) Math.min(DRAIN, Math.max(BUFFER, left))];
      }
      int count = read(drain, 0, (int) Math.min(left, drain.length));
      if (count < 0) {
        throw truncated(length, length - left);
      }
      left -= count;
    }
  }

  private void seek(long length, long left) throws IOException {
    long skipped = in.skip(left);
    base += end + skipped;
    at = 0;
    end = 0;
    if (skipped < left) {
      throw truncated(length, length - left + skipped);
    }
    checkLimit();
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    if (at < end) {
      int count = Math.min(length, end - at);
      System.arraycopy(buffer, at, target, offset, count);
      at += count;
      return count;
    }
    int count = in.read(target, offset, length);
    if (count > 0) {
      base += end + count;
      at = 0;
      end = 0;
      checkLimit();
    }
    return count;
  }

  private boolean fill(int count) throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    base += at;
    end -= at;
    at = 0;
    while (end < count) {
      int read = in.read(buffer, end, BUFFER - end);
      if (read < 0) {
        return false;
      }
      end += read;
      checkLimit();
    }
    return true;
  }

  private void checkLimit() throws IOException {
    if (base + end > limit) {
      throw error("the data set is longer than the limit of " + limit + " bytes");
    }
  }

  private DicomFormatException truncated(long declared, long found) {
    return error(
        "a length of " + declared + " bytes is declared, but the data set ends after " + found);
  }
}
