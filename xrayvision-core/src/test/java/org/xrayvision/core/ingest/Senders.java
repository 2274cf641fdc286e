/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Streams of senders that are not as they should be. */
final class Senders {
  private Senders() {}

  /** What comes after the bytes that a sender still sends. */
  interface Ending {
    int read(byte[] target, int offset, int length) throws IOException;
  }

  /** These bytes, then that ending. */
  static InputStream of(byte[] bytes, Ending ending) {
    return new InputStream() {
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (at == bytes.length) {
          return ending.read(target, offset, length);
        }
        int piece = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, piece);
        at += piece;
        return piece;
      }
    };
  }

  /** Sends these bytes, and then those again and again. */
  static InputStream endless(byte[] start, byte[] again) {
    int[] at = {0};
    return of(
        start,
        (target, offset, length) -> {
          int piece = Math.min(length, again.length - at[0]);
          System.arraycopy(again, at[0], target, offset, piece);
          at[0] = (at[0] + piece) % again.length;
          return piece;
        });
  }

  /** Breaks after these bytes. */
  static InputStream breaking(byte[] bytes, IOException failure) {
    return of(
        bytes,
        (target, offset, length) -> {
          throw failure;
        });
  }

  /** One to three bytes at a time, and now and then none. */
  static InputStream dripping(InputStream whole) {
    return new FilterInputStream(whole) {
      private int count;

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        count++;
        return count % 5 == 0 ? 0 : super.read(target, offset, Math.min(length, 1 + count % 3));
      }
    };
  }
}
