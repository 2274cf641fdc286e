/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xrayvision.dicom.io.DicomException;

/** A Huffman table of a JPEG stream (ITU-T T.81 §C.2, §F.2.2.3). Immutable, safe for threads. */
final class JpegHuffman {
  private static final int LONGEST = 16;

  /** Codes of at most so many bits are looked up at once. */
  private static final int QUICK = 9;

  /** For each beginning: length of the code times 256 plus its symbol; 0 if it is longer. */
  private final short[] quick = new short[1 << QUICK];

  private final byte[] symbols;

  /**
   * By length: the first code that is longer, aligned to 16 bits, and what turns one to an index.
   */
  private final int[] end = new int[LONGEST + 1];

  private final int[] base = new int[LONGEST + 1];

  private JpegHuffman(byte[] counts, byte[] symbols) throws DicomException {
    this.symbols = symbols;
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = counts[length - 1] & 0xFF;
      base[length] = index - code;
      if (code + count > 1 << length) {
        throw new DicomException("a JPEG Huffman table has more codes than there are");
      }
      for (int i = 0; i < count && length <= QUICK; i++) {
        int from = (code + i) << (QUICK - length);
        short entry = (short) ((length << Byte.SIZE) | (symbols[index + i] & 0xFF));
        Arrays.fill(quick, from, from + (1 << (QUICK - length)), entry);
      }
      code += count;
      index += count;
      end[length] = code << (LONGEST - length);
      code <<= 1;
    }
  }

  /** Reads one table behind its class and number: sixteen counts, then the symbols. */
  static JpegHuffman read(ByteBuffer segment) throws DicomException {
    byte[] counts = new byte[LONGEST];
    if (segment.remaining() < LONGEST) {
      throw new DicomException("a JPEG Huffman table is cut short");
    }
    segment.get(counts);
    int total = 0;
    for (byte count : counts) {
      total += count & 0xFF;
    }
    if (total > 256 || total > segment.remaining()) {
      throw new DicomException("a JPEG Huffman table of %d codes is cut short".formatted(total));
    }
    byte[] symbols = new byte[total];
    segment.get(symbols);
    return new JpegHuffman(counts, symbols);
  }

  /** The next symbol, 0 to 255. */
  int next(JpegBits bits) throws DicomException {
    int entry = quick[bits.peek(QUICK)];
    if (entry != 0) {
      bits.skip(entry >> Byte.SIZE);
      return entry & 0xFF;
    }
    int code = bits.peek(LONGEST);
    for (int length = QUICK + 1; length <= LONGEST; length++) {
      if (code < end[length]) {
        bits.skip(length);
        return symbols[(code >> (LONGEST - length)) + base[length]] & 0xFF;
      }
    }
    throw new DicomException("the JPEG stream has a code that is in no Huffman table");
  }
}
