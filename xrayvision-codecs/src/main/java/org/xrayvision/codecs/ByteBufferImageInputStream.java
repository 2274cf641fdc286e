package org.xrayvision.codecs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image stream over bytes in memory; unlike ImageIO's own, it needs no cache. For one thread.
 */
final class ByteBufferImageInputStream extends ImageInputStreamImpl {
  /** How many times over a decoder may read its stream; they seek, but not without end. */
  private static final long MAX_READS = 16;

  private static final long FREE_READS = 1_000_000;

  private final ByteBuffer bytes;
  private final boolean endFails;
  private long readable;

  private ByteBufferImageInputStream(ByteBuffer bytes, boolean endFails) {
    this.bytes = bytes.slice();
    this.endFails = endFails;
    this.readable = FREE_READS + MAX_READS * bytes.remaining();
  }

  /** As streams are: -1 stands for the end. */
  static ByteBufferImageInputStream of(ByteBuffer bytes) {
    return new ByteBufferImageInputStream(bytes, false);
  }

  /** For decoders that take -1 for eight bits, and would read on for ever: the end is an error. */
  static ByteBufferImageInputStream failingAtEnd(ByteBuffer bytes) {
    return new ByteBufferImageInputStream(bytes, true);
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (isAtEnd(1)) {
      return -1;
    }
    return bytes.get((int) streamPos++) & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (isAtEnd(length)) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.limit() - streamPos);
    bytes.get((int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  private boolean isAtEnd(int wanted) throws IOException {
    readable -= Math.min(wanted, bytes.limit());
    if (readable < 0) {
      throw new IOException("it makes the decoder read the same bytes again and again");
    }
    if (streamPos < bytes.limit()) {
      return false;
    }
    if (endFails) {
      throw new EOFException("it ends before its picture");
    }
    return true;
  }

  @Override
  public long length() {
    return bytes.limit();
  }
}
