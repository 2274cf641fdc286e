/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows whether who is written to takes it fast enough, by the time that the writes wait for him.
 * Written to by one thread, asked by another.
 */
final class PacedStream extends OutputStream {
  /** A long write is told of by parts, so that there is progress to be seen. */
  private static final int PART = 8 * 1024;

  private final OutputStream out;
  private final RateFloor floor;
  private final LongSupplier nanoTime;
  private boolean writing;
  private long since;
  private long waited;
  private long bytes;

  /**
   * A stream.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  PacedStream(OutputStream out, RateFloor floor, LongSupplier nanoTime) {
    this.out = out;
    this.floor = floor;
    this.nanoTime = nanoTime;
  }

  /** Whether he took too little while we waited for one window; then the next one begins. */
  synchronized boolean isTooSlow() {
    long now = nanoTime.getAsLong();
    Duration all = Duration.ofNanos(waited + (writing ? now - since : 0));
    if (all.compareTo(floor.window()) < 0) {
      return false;
    }
    boolean slow = floor.isBelow(bytes, all);
    since = now;
    waited = 0;
    bytes = 0;
    return slow;
  }

  private synchronized void begin() {
    since = nanoTime.getAsLong();
    writing = true;
  }

  private synchronized void end(int written) {
    waited += nanoTime.getAsLong() - since;
    writing = false;
    bytes += written;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] data, int from, int length) throws IOException {
    for (int done = 0; done < length; done += PART) {
      int part = Math.min(PART, length - done);
      begin();
      try {
        out.write(data, from + done, part);
      } finally {
        end(part);
      }
    }
  }

  @Override
  public void flush() throws IOException {
    begin();
    try {
      out.flush();
    } finally {
      end(0);
    }
  }

  /** Marks the end of what is sent; where something went wrong, it must not be. */
  @Override
  public void close() throws IOException {
    begin();
    try {
      out.close();
    } finally {
      end(0);
    }
  }
}
