/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.DicomException;

/**
 * Walks the marker segments of a JPEG stream (ITU-T T.81 annex B), whose frame header was read
 * before, so that they are sound. For one thread and one stream.
 */
final class JpegSegments {
  static final int DHT = 0xC4;
  static final int EOI = 0xD9;
  static final int SOS = 0xDA;
  static final int DQT = 0xDB;
  static final int DRI = 0xDD;

  private final byte[] bytes;
  private int position = 2;

  JpegSegments(ByteBuffer stream) {
    this.bytes = Bytes.of(stream);
  }

  /** The next marker that a segment follows, or EOI; -1 at the end. */
  int marker() {
    while (position + 1 < bytes.length) {
      int code = bytes[position] == (byte) 0xFF ? bytes[position + 1] & 0xFF : 0;
      position++;
      if (code != 0 && code != 0xFF && (code < 0xD0 || code > 0xD8)) {
        position++;
        return code;
      }
    }
    return -1;
  }

  /** The segment behind the marker, without its length. */
  ByteBuffer segment() throws DicomException {
    int left = bytes.length - position;
    int length = left < 2 ? 0 : ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
    if (length < 2 || length > left) {
      throw new DicomException("a JPEG segment is cut short");
    }
    ByteBuffer segment = ByteBuffer.wrap(bytes, position + 2, length - 2).slice();
    position += length;
    return segment;
  }

  /** The entropy-coded bits behind a scan header. */
  JpegBits bits() {
    return new JpegBits(bytes, position);
  }

  /** Goes on behind them. */
  void skip(JpegBits bits) {
    position = bits.nextMarker();
  }

  /** Tables of both classes, each in its place (§B.2.4.2). */
  static void huffmanTables(
      ByteBuffer segment, @Nullable JpegHuffman[] dc, @Nullable JpegHuffman[] ac)
      throws DicomException {
    while (segment.hasRemaining()) {
      int which = segment.get() & 0xFF;
      if ((which & 15) > 3 || which >> 4 > 1) {
        throw new DicomException("the JPEG stream has a Huffman table of number " + which);
      }
      (which >> 4 == 0 ? dc : ac)[which & 15] = JpegHuffman.read(segment);
    }
  }

  static int restartInterval(ByteBuffer segment) throws DicomException {
    if (segment.remaining() < 2) {
      throw new DicomException("the JPEG restart interval is cut short");
    }
    return segment.getShort() & 0xFFFF;
  }
}
