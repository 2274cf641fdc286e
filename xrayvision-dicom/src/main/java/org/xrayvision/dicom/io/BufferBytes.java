/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of a file that somebody else has in memory, or mapped; none is copied. Safe for threads
 * as long as nobody changes them.
 */
final class BufferBytes implements FileBytes {
  private final ByteBuffer all;

  BufferBytes(ByteBuffer buffer) {
    all = buffer.slice().asReadOnlyBuffer();
  }

  @Override
  public long size() {
    return all.limit();
  }

  @Override
  public InputStream stream(long from, long to) {
    return new Slice(bytes(from, Math.toIntExact(to - from)));
  }

  @Override
  public ByteBuffer bytes(long offset, int length) {
    return all.slice(Math.toIntExact(offset), length);
  }

  @Override
  public InputStream reopen(long from, long to) {
    return stream(from, to);
  }

  /** The buffer belongs to somebody else. */
  @Override
  public void close() {}

  /** Not safe for threads. */
  private static final class Slice extends InputStream {
    private final ByteBuffer left;

    Slice(ByteBuffer left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left.hasRemaining() ? left.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!left.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, left.remaining());
      left.get(target, offset, count);
      return count;
    }

    @Override
    public long skip(long count) {
      int skipped = (int) Math.max(0, Math.min(count, left.remaining()));
      left.position(left.position() + skipped);
      return skipped;
    }

    @Override
    public int available() {
      return left.remaining();
    }
  }
}
