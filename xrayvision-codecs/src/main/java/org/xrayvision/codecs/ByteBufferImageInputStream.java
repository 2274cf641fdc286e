/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.imageio.stream.ImageInputStreamImpl;
import org.xrayvision.dicom.io.DicomException;

/**
 * An image stream over bytes in memory; unlike ImageIO's own, it needs no cache. For one thread.
 */
final class ByteBufferImageInputStream extends ImageInputStreamImpl {
  /** How many times over a decoder may read its stream; they seek, but not without end. */
  private static final long MAX_READS = 16;

  private static final long FREE_READS = 1_000_000;

  private final ByteBuffer bytes;
  private final boolean strict;
  private final Duration longest;
  private final long started = System.nanoTime();
  private long readable;

  /** Where the next byte ends if the last one, read by itself, was FF. */
  private long behindFF = -1;

  private ByteBufferImageInputStream(ByteBuffer bytes, boolean strict, Duration longest) {
    this.bytes = bytes.slice();
    this.strict = strict;
    this.longest = longest;
    this.readable = FREE_READS + MAX_READS * bytes.remaining();
  }

  /** As streams are: -1 stands for the end. */
  static ByteBufferImageInputStream of(ByteBuffer bytes) {
    return new ByteBufferImageInputStream(bytes, false, Duration.ZERO);
  }

  /**
   * For JJ2000, which reads the headers of packets byte by byte, and two things there for ones
   * without end: the end of the stream, and FF after FF (ITU-T T.800 §B.10.1 has a 0 bit there).
   * Here both are errors; unchecked ones, as it would print the others to standard error. A packet
   * number that ends in FF, in the seldom used SOP markers, before a header of FF is one as well.
   *
   * @param longest after which nothing can be read any more. The library fetches each code-block
   *     (at most 4096 samples) when it comes to it, so that this ends it
   */
  static ByteBufferImageInputStream strict(ByteBuffer bytes, Duration longest) {
    return new ByteBufferImageInputStream(bytes, true, longest);
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (isAtEnd(1)) {
      return -1;
    }
    int value = bytes.get((int) streamPos++) & 0xFF;
    if (strict && value == 0xFF && streamPos == behindFF) {
      throw broken("it has FF FF where no marker can be");
    }
    behindFF = value == 0xFF ? streamPos + 1 : -1;
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
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

  private boolean isAtEnd(int wanted) {
    if (strict && System.nanoTime() - started > longest.toNanos()) {
      throw new UncheckedIOException(
          new DicomException(
              "decoding was given up after the %d seconds that a picture of this size may take"
                  .formatted(longest.toSeconds())));
    }
    readable -= Math.min(wanted, bytes.limit());
    if (readable < 0) {
      throw broken("it makes the decoder read the same bytes again and again");
    }
    if (streamPos < bytes.limit()) {
      return false;
    }
    if (strict) {
      throw broken("it ends before its picture");
    }
    return true;
  }

  private static UncheckedIOException broken(String reason) {
    return new UncheckedIOException(reason, new IOException(reason));
  }

  @Override
  public long length() {
    return bytes.limit();
  }
}
