/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * Buffered reading from a socket, with a deadline that slow dripping cannot move. One thread reads.
 */
final class SocketInput {
  private static final int SMALL = 16 * 1024;
  private static final int LARGE = 256 * 1024;

  /** A read of this many bytes goes past our buffer, if that is empty. */
  private static final int DIRECT = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private long stallMillis;
  private long deadline;
  private byte[] buffer = new byte[SMALL];
  private int position;
  private int limit;

  /**
   * Reads from this socket.
   *
   * @param stall how long the peer may send nothing while it owes us something
   */
  SocketInput(Socket socket, Duration stall) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.stallMillis = stall.toMillis();
    this.deadline = deadlineIn(stall);
  }

  static long deadlineIn(Duration duration) {
    return System.nanoTime() + duration.toNanos();
  }

  /** From now on reads throw {@link SocketTimeoutException} after this {@code nanoTime}. */
  void deadline(long nanoTime) {
    deadline = nanoTime;
  }

  /** From now on the peer may send nothing for so long, within the deadline. */
  void stall(Duration duration) {
    stallMillis = duration.toMillis();
  }

  /** Pixel data is coming: the buffer grows once, so that idle connections stay small. */
  void expectBulk() {
    if (buffer.length < LARGE) {
      buffer = Arrays.copyOf(buffer, LARGE);
    }
  }

  /** Whether bytes are there without waiting. */
  boolean isReady() throws IOException {
    return position < limit || in.available() > 0;
  }

  /** How many bytes are buffered. */
  int buffered() {
    return limit - position;
  }

  /** The next byte, which stays; -1 at the end of the stream. */
  int peek() throws IOException {
    return position < limit || fill() > 0 ? buffer[position] & 0xFF : -1;
  }

  /** The next byte. */
  int u8() throws IOException {
    if (position == limit && fill() < 0) {
      throw new EOFException("the connection was closed within a PDU");
    }
    return buffer[position++] & 0xFF;
  }

  long u32() throws IOException {
    return (long) u8() << 24 | u8() << 16 | u8() << 8 | u8();
  }

  /** Exactly this many bytes; the caller has bounded the length. */
  byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      done += read(bytes, done, length - done);
    }
    return bytes;
  }

  /** At least one byte, at most {@code length}; the end of the stream is an error. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (position == limit) {
      if (length >= DIRECT) {
        return atLeastOne(receive(target, offset, length));
      }
      atLeastOne(fill());
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, count);
    position += count;
    return count;
  }

  /** Hands this many of the buffered bytes to {@code out}, straight from the buffer. */
  void writeTo(OutputStream out, int count) throws IOException {
    int from = position;
    skipBuffered(count);
    out.write(buffer, from, count);
  }

  /** Leaves out this many of the buffered bytes. */
  void skipBuffered(int count) {
    position += Objects.checkIndex(count, buffered() + 1);
  }

  /** Leaves out exactly this many bytes. */
  void skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      if (position == limit) {
        atLeastOne(fill());
      }
      int count = (int) Math.min(left, limit - position);
      position += count;
      left -= count;
    }
  }

  /** Throws away what comes until the peer closes. */
  void drainToEnd() throws IOException {
    do {
      position = limit;
    } while (fill() > 0);
  }

  private static int atLeastOne(int count) throws EOFException {
    if (count <= 0) {
      throw new EOFException("the connection was closed within a PDU");
    }
    return count;
  }

  private int fill() throws IOException {
    position = 0;
    limit = 0;
    int count = receive(buffer, 0, buffer.length);
    limit = Math.max(count, 0);
    return count;
  }

  private int receive(byte[] target, int offset, int length) throws IOException {
    long millis = Math.min(stallMillis, (deadline - System.nanoTime()) / 1_000_000);
    if (millis <= 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    socket.setSoTimeout((int) millis);
    return in.read(target, offset, length);
  }
}
