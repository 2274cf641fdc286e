/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** Streams that say much with few bytes: what an attacker would send. Stateless. */
final class CostlyStreams {
  private CostlyStreams() {}

  /** JPEG Extended: each block in two bits. */
  static byte[] flatJpeg(int rows, int columns) {
    Bytes out = new Bytes().hex("FFD8").dqt().sof(0xC1, 12, rows, columns);
    out.huffman(0, 0).huffman(0x10, 0).hex("FFDA 0008 01 01 00 00 3F 00");
    return out.zeros(rows / 8 * (columns / 8) / 4).hex("FFD9").array();
  }

  /** JPEG Baseline: the same with 8 bits. */
  static byte[] flatBaseline(int rows, int columns) {
    Bytes out = new Bytes().hex("FFD8").dqt().sof(0xC0, 8, rows, columns);
    out.huffman(0, 0).huffman(0x10, 0).hex("FFDA 0008 01 01 00 00 3F 00");
    return out.zeros(rows / 8 * (columns / 8) / 4).hex("FFD9").array();
  }

  /** Progressive: a coefficient in each block, so that each must be transformed. */
  static byte[] wavyJpeg(int rows, int columns) {
    int blocks = rows / 8 * (columns / 8);
    Bytes out = new Bytes().hex("FFD8").dqt().sof(0xC2, 12, rows, columns);
    out.huffman(0, 0).hex("FFDA 0008 01 01 00 00 00 00").zeros(blocks / 8);
    // "0" is a coefficient of one bit, "10" the end of the block: 0 s 1 0, two blocks a byte
    out.huffman(0x10, 0x01, 0x00).hex("FFDA 0008 01 01 00 01 3F 00");
    return out.repeat(0x62, blocks / 2).hex("FFD9").array();
  }

  /** Progressive: nothing at all, bit by bit, in ends of bands that stand for 32,767 blocks. */
  static byte[] refinedJpeg(int rows, int columns) {
    int blocks = rows / 8 * (columns / 8);
    Bytes out = new Bytes().hex("FFD8").dqt().sof(0xC2, 12, rows, columns);
    out.huffman(0, 0).hex("FFDA 0008 01 01 00 00 00 00").zeros(blocks / 8);
    out.huffman(0x10, 0xE0);
    for (int bit = 13; bit >= 0; bit--) {
      int before = bit == 13 ? 0 : bit + 1;
      out.hex("FFDA 0008 01 01 00 01 3F %01X%01X".formatted(before, bit));
      out.endsOfBands(blocks);
    }
    // JPEG must not be shorter than its size allows.
    return out.comment(Math.max(0, rows * columns / 512 - out.size())).hex("FFD9").array();
  }

  /** JPEG Lossless: each sample in one bit. */
  static byte[] losslessJpeg(int rows, int columns) {
    Bytes out = new Bytes().hex("FFD8").sof(0xC3, 16, rows, columns);
    out.huffman(0, 0).hex("FFDA 0008 01 01 00 01 00 00");
    return out.zeros(rows * columns / 8).hex("FFD9").array();
  }

  /** JPEG-LS: runs as long as lines. */
  static byte[] runsJpegLs(int rows, int columns) {
    Bytes out = new Bytes().hex("FFD8").sof(0xF7, 16, rows, columns);
    out.hex("FFDA 0008 01 01 00 00 00 00");
    for (int i = 0; i < rows * 8; i++) {
      out.hex("FF7F");
    }
    return out.hex("FFD9").array();
  }

  /** RLE: 128 bytes out of two. */
  static byte[] repeatedRle(int rows, int columns) {
    int segment = rows * columns / 64;
    byte[] frame = new byte[64 + 2 * segment];
    frame[0] = 2;
    little(frame, 4, 64);
    little(frame, 8, 64 + segment);
    for (int i = 64; i < frame.length; i += 2) {
      frame[i] = (byte) 0x81;
    }
    return frame;
  }

  private static void little(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
  }

  /** JPEG 2000: one tile of empty packets. */
  static byte[] emptyJpeg2000(int rows, int columns) {
    Bytes out = new Bytes().hex("FF4F FF51 0029 0000");
    out.number(columns).number(rows).number(0).number(0);
    out.number(columns).number(rows).number(0).number(0).hex("0001 0F 01 01");
    out.hex("FF52 000C 00 00 0001 00 05 04 04 00 01");
    out.hex("FF5C 0013 40 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88 88");
    out.comment(rows * columns / 1000);
    return out.hex("FF90 000A 0000 00000014 00 01 FF93 000000000000 FFD9").array();
  }

  /** Bytes and a few of JPEG's segments. */
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes hex(String hex) {
      out.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
      return this;
    }

    Bytes number(int value) {
      return hex("%08X".formatted(value));
    }

    Bytes repeat(int value, int times) {
      byte[] bytes = new byte[times];
      Arrays.fill(bytes, (byte) value);
      out.writeBytes(bytes);
      return this;
    }

    Bytes zeros(int times) {
      return repeat(0, times);
    }

    Bytes dqt() {
      return hex("FFDB 0043 00").repeat(1, 64);
    }

    Bytes sof(int code, int precision, int rows, int columns) {
      return hex(
          "FF%02X 000B %02X %04X %04X 01 01 11 00".formatted(code, precision, rows, columns));
    }

    /** One symbol has the code 0; a second one 10. */
    Bytes huffman(int which, int... symbols) {
      hex("FFC4 %04X %02X".formatted(19 + symbols.length, which));
      for (int length = 1; length <= 16; length++) {
        out.write(length <= symbols.length ? 1 : 0);
      }
      for (int symbol : symbols) {
        out.write(symbol);
      }
      return this;
    }

    /** "0" and fourteen ones each, padded with ones. */
    Bytes endsOfBands(int blocks) {
      StringBuilder bits = new StringBuilder();
      for (int done = 0; done < blocks; done += 32_767) {
        bits.append("0").append("1".repeat(14));
      }
      bits.append("1".repeat((8 - bits.length() % 8) % 8));
      for (int i = 0; i < bits.length(); i += 8) {
        int value = Integer.parseInt(bits.substring(i, i + 8), 2);
        out.write(value);
        if (value == 0xFF) {
          out.write(0);
        }
      }
      return this;
    }

    Bytes comment(int length) {
      boolean jpeg2000 = out.toByteArray()[1] == 0x4F;
      for (int left = length; left > 0; left -= 65_000) {
        hex(jpeg2000 ? "FF64" : "FFFE").hex("%04X".formatted(2 + Math.min(left, 65_000)));
        zeros(Math.min(left, 65_000));
      }
      return this;
    }

    int size() {
      return out.size();
    }

    byte[] array() {
      return out.toByteArray();
    }
  }
}
