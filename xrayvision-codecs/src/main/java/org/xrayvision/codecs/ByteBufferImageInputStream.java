package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image stream over bytes in memory; unlike ImageIO's own, it needs no cache. For one thread.
 */
final class ByteBufferImageInputStream extends ImageInputStreamImpl {
  private final ByteBuffer bytes;

  ByteBufferImageInputStream(ByteBuffer bytes) {
    this.bytes = bytes.slice();
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (streamPos >= bytes.limit()) {
      return -1;
    }
    return bytes.get((int) streamPos++) & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= bytes.limit()) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.limit() - streamPos);
    bytes.get((int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return bytes.limit();
  }
}
