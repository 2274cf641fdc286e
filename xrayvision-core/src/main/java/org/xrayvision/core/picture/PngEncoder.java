package org.xrayvision.core.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes 8-bit grey PNGs (PNG specification, W3C, §5 and §9). X-rays are noise on smooth ground:
 * filtered, they have next to no repetitions, so that searching for them costs most of the time and
 * gains nothing; Huffman coding alone is quicker and smaller.
 */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private PngEncoder() {}

  /** Encodes greys, row by row from the top. */
  static byte[] encode(byte[] greys, int width, int height) {
    byte[] filtered = PngFilter.apply(greys, width, height);
    byte[] data = deflate(filtered);
    ByteBuffer png = ByteBuffer.allocate(SIGNATURE.length + 3 * 12 + 13 + data.length);
    png.put(SIGNATURE);
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) 8) // bit depth
            .put((byte) 0) // grey
            .put((byte) 0) // deflate
            .put((byte) 0) // adaptive filters
            .put((byte) 0) // not interlaced
            .array();
    chunk(png, "IHDR", header);
    chunk(png, "IDAT", data);
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static void chunk(ByteBuffer png, String type, byte[] data) {
    png.putInt(data.length);
    int start = png.position();
    png.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
    CRC32 crc = new CRC32();
    crc.update(png.duplicate().flip().position(start));
    png.putInt((int) crc.getValue());
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setStrategy(Deflater.HUFFMAN_ONLY);
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[bytes.length / 2 + 64];
      int length = 0;
      while (!deflater.finished()) {
        if (length == out.length) {
          out = Arrays.copyOf(out, out.length * 2);
        }
        length += deflater.deflate(out, length, out.length - length);
      }
      return Arrays.copyOf(out, length);
    } finally {
      deflater.end();
    }
  }
}
