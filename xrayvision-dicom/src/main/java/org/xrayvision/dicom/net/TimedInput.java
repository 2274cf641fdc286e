/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of a socket as they come off the wire, with a deadline that dripping cannot move, be it
 * within a TLS record. One thread reads.
 */
final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private long stallNanos;
  private final RateFloor floor;
  private long deadline;

  /**
   * Reads from this socket.
   *
   * @param stall how long the peer may send nothing while it owes us something
   */
  TimedInput(Socket socket, Duration stall, RateFloor floor) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.stallNanos = stall.toNanos();
    this.floor = floor;
    this.deadline = SocketInput.deadlineIn(stall);
  }

  /** From now on reads throw {@link SocketTimeoutException} after this {@code nanoTime}. */
  void deadline(long nanoTime) {
    deadline = nanoTime;
  }

  /** From now on the peer may send nothing for so long, within the deadline. */
  void stall(Duration duration) {
    stallNanos = duration.toNanos();
  }

  /** Whether the peer is within a message, and so has to send at a rate. */
  void withinMessage(boolean value) {
    floor.turn(value);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    long begin = System.nanoTime();
    long end = Math.min(stallNanos, deadline - begin);
    long now = begin;
    while (true) {
      long left = end - (now - begin);
      if (left <= 0) {
        throw new SocketTimeoutException("the deadline has passed");
      }
      int count = 0;
      long before = now;
      try {
        // Rounded up: a time-out of 0 would mean none.
        socket.setSoTimeout(millis(Math.min(left, floor.patienceNanos())));
        count = in.read(target, offset, length);
        now = System.nanoTime();
        floor.count(now - before, count);
        return count;
      } catch (RateFloor.TooSlowException e) {
        throw e;
      } catch (SocketTimeoutException e) {
        now = System.nanoTime();
        floor.count(now - before, 0);
      }
    }
  }

  private static int millis(long nanos) {
    return (int) Math.min(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, Integer.MAX_VALUE);
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  /** Does nothing: the socket is closed elsewhere. */
  @Override
  public void close() {}
}
