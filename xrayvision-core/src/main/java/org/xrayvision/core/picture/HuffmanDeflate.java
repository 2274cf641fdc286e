/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Adler32;

/**
 * A zlib stream (RFC 1950, RFC 1951) of dynamic Huffman blocks with literals only. It is what
 * {@link java.util.zip.Deflater#HUFFMAN_ONLY} makes, in a fraction of the time. For one thread,
 * once.
 */
final class HuffmanDeflate {
  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS = END_OF_BLOCK + 1;
  private static final int MAX_CODE_LENGTH = 15;

  /** Lengths 0 to 15; the run-length symbols 16 to 18 are not used. */
  private static final int LENGTH_SYMBOLS = 16;

  private static final int MAX_LENGTH_CODE_LENGTH = 7;

  /** In which order the lengths of the length codes are written (RFC 1951 §3.2.7). */
  private static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** Each block has codes of its own, so that they follow the picture. */
  private static final int BLOCK = 1 << 16;

  /** More than what a block has besides its literals. */
  private static final int BLOCK_OVERHEAD = 512;

  private final byte[] data;
  private final ByteBuffer out;
  private long bits;
  private int bitCount;

  private HuffmanDeflate(byte[] data) {
    this.data = data;
    int blocks = data.length / BLOCK + 1;
    // A Huffman code takes less than one bit more than the 8 of the literal.
    this.out =
        ByteBuffer.allocate(data.length + data.length / 8 + blocks * BLOCK_OVERHEAD + 16)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Compresses bytes, at least one. */
  static ByteBuffer compress(byte[] data) {
    return new HuffmanDeflate(data).run();
  }

  private ByteBuffer run() {
    out.put((byte) 0x78).put((byte) 0x01);
    for (int from = 0; from < data.length; from += BLOCK) {
      int to = Math.min(data.length, from + BLOCK);
      write(to == data.length ? 1 : 0, 1);
      write(2, 2);
      block(from, to);
    }
    write(0, -bitCount & 7);
    while (bitCount > 0) {
      out.put((byte) bits);
      bits >>>= 8;
      bitCount -= 8;
    }
    Adler32 adler = new Adler32();
    adler.update(data);
    out.order(ByteOrder.BIG_ENDIAN).putInt((int) adler.getValue());
    return out.flip();
  }

  private void block(int from, int to) {
    HuffmanCode literals = HuffmanCode.of(histogram(from, to), MAX_CODE_LENGTH);
    header(literals);
    long buffer = bits;
    int count = bitCount;
    int position = out.position();
    for (int i = from; i < to; i++) {
      int symbol = data[i] & 0xFF;
      buffer |= (long) literals.code(symbol) << count;
      count += literals.length(symbol);
      if (count >= Integer.SIZE) {
        out.putInt(position, (int) buffer);
        position += Integer.BYTES;
        buffer >>>= Integer.SIZE;
        count -= Integer.SIZE;
      }
    }
    out.position(position);
    bits = buffer;
    bitCount = count;
    write(literals.code(END_OF_BLOCK), literals.length(END_OF_BLOCK));
  }

  private int[] histogram(int from, int to) {
    int[] counts = new int[LITERALS];
    for (int i = from; i < to; i++) {
      counts[data[i] & 0xFF]++;
    }
    counts[END_OF_BLOCK] = 1;
    return counts;
  }

  /** The lengths of all codes, themselves Huffman coded; one distance code that is not used. */
  private void header(HuffmanCode literals) {
    int[] counts = new int[LENGTH_SYMBOLS];
    for (int symbol = 0; symbol < LITERALS; symbol++) {
      counts[literals.length(symbol)]++;
    }
    counts[0]++;
    HuffmanCode lengths = HuffmanCode.of(counts, MAX_LENGTH_CODE_LENGTH);
    write(LITERALS - 257, 5);
    write(0, 5);
    write(LENGTH_ORDER.length - 4, 4);
    for (int symbol : LENGTH_ORDER) {
      write(symbol < LENGTH_SYMBOLS ? lengths.length(symbol) : 0, 3);
    }
    for (int symbol = 0; symbol < LITERALS; symbol++) {
      int length = literals.length(symbol);
      write(lengths.code(length), lengths.length(length));
    }
    write(lengths.code(0), lengths.length(0));
  }

  /** At most 16 bits, the least significant first. */
  private void write(int value, int count) {
    bits |= (long) value << bitCount;
    bitCount += count;
    if (bitCount >= Integer.SIZE) {
      out.putInt((int) bits);
      bits >>>= Integer.SIZE;
      bitCount -= Integer.SIZE;
    }
  }
}
