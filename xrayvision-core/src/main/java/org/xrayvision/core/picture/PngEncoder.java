/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes 8-bit grey PNGs (PNG specification, W3C, §5 and §9). X-rays are noise on smooth ground:
 * filtered, they have next to no repetitions, so that searching for them costs most of the time and
 * gains nothing; Huffman coding alone is quicker and smaller (here, level 1 of the JDK's Deflater
 * takes five times as long for a sixth more bytes).
 */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private PngEncoder() {}

  /** Encodes greys, row by row from the top. */
  static byte[] encode(byte[] greys, int width, int height) {
    byte[] filtered = PngFilter.apply(greys, width, height);
    ByteBuffer data = HuffmanDeflate.compress(filtered);
    ByteBuffer png = ByteBuffer.allocate(SIGNATURE.length + 3 * 12 + 13 + data.remaining());
    png.put(SIGNATURE);
    ByteBuffer header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) 8) // bit depth
            .put((byte) 0) // grey
            .put((byte) 0) // deflate
            .put((byte) 0) // adaptive filters
            .put((byte) 0) // not interlaced
            .flip();
    chunk(png, "IHDR", header);
    chunk(png, "IDAT", data);
    chunk(png, "IEND", ByteBuffer.allocate(0));
    return png.array();
  }

  private static void chunk(ByteBuffer png, String type, ByteBuffer data) {
    png.putInt(data.remaining());
    int start = png.position();
    png.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(png.duplicate().flip().position(start));
    png.putInt((int) crc.getValue());
  }
}
