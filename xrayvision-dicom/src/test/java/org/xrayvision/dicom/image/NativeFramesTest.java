/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.io.DicomException;

class NativeFramesTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 7;

  static Stream<Arguments> bitLayouts() {
    return Stream.of(8, 16)
        .flatMap(
            allocated ->
                IntStream.rangeClosed(1, allocated)
                    .boxed()
                    .flatMap(
                        stored ->
                            IntStream.range(stored - 1, allocated)
                                .boxed()
                                .flatMap(
                                    high ->
                                        Stream.of(true, false)
                                            .map(
                                                signed ->
                                                    Arguments.of(
                                                        allocated, stored, high, signed)))));
  }

  @ParameterizedTest(name = "{1} of {0} bits, high bit {2}, signed {3}")
  @MethodSource("bitLayouts")
  void storedValuesAreMaskedShiftedAndSignExtended(
      int allocated, int stored, int high, boolean signed) throws DicomException {
    Random random = new Random(allocated * 1000L + stored * 32L + high);
    int[] expected = new int[ROWS * COLUMNS];
    int[] cells = new int[expected.length];
    for (int i = 0; i < expected.length; i++) {
      int bits = random.nextInt(1 << stored);
      boolean negative = signed && (bits >> (stored - 1)) != 0;
      expected[i] = negative ? bits - (1 << stored) : bits;
      int down = high + 1 - stored;
      int around = random.nextInt(1 << 16) & ~(((1 << stored) - 1) << down);
      cells[i] = (bits << down) | around;
    }
    ImagePixel pixel = pixel(1, "MONOCHROME2", allocated, stored, high, signed, 0);

    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer bytes = encode(cells, allocated, order);
      Frame frame = NativeFrames.first(bytes, pixel, order == ByteOrder.BIG_ENDIAN, false);
      assertThat(values(frame, signed)).isEqualTo(expected);
      assertThat(values(ofCells(pixel, cells), signed)).isEqualTo(expected);
    }
  }

  private static Frame ofCells(ImagePixel pixel, int[] cells) throws DicomException {
    short[] shorts = new short[cells.length];
    byte[] bytes = new byte[cells.length];
    for (int i = 0; i < cells.length; i++) {
      shorts[i] = (short) cells[i];
      bytes[i] = (byte) cells[i];
    }
    return pixel.bitsAllocated() == 8 ? Frame.of(pixel, bytes) : Frame.of(pixel, shorts);
  }

  @Test
  void oneBitPixelsArePackedFromTheLeastSignificantBit() throws DicomException {
    ImagePixel pixel = pixel(1, "MONOCHROME2", 1, 1, 0, false, 0);
    byte[] packed = new byte[6];
    int[] expected = new int[ROWS * COLUMNS];
    for (int i = 0; i < expected.length; i += 3) {
      expected[i] = 1;
      packed[i / 8] |= (byte) (1 << (i % 8));
    }
    assertThat(pixel.nativeFrameLength()).isEqualTo(5);

    Frame little = NativeFrames.first(ByteBuffer.wrap(packed), pixel, false, true);
    Frame big = NativeFrames.first(ByteBuffer.wrap(swapPairs(packed)), pixel, true, true);

    assertThat(values(little, false)).isEqualTo(expected);
    assertThat(values(big, false)).isEqualTo(expected);
  }

  @Test
  void bytesInBigEndianWordsAreSwappedInPairs() throws DicomException {
    ImagePixel pixel = pixel(1, "MONOCHROME2", 8, 8, 7, false, 0);
    byte[] bytes = new byte[36];
    new Random(1).nextBytes(bytes);

    Frame asBytes = NativeFrames.first(ByteBuffer.wrap(bytes), pixel, true, false);
    Frame asWords = NativeFrames.first(ByteBuffer.wrap(swapPairs(bytes)), pixel, true, true);

    assertThat(values(asWords, false)).isEqualTo(values(asBytes, false));
  }

  @Test
  void planesBecomeSamplesSideBySide() throws DicomException {
    int plane = ROWS * COLUMNS;
    int[] byPlane = IntStream.range(0, plane * 3).toArray();
    int[] byPixel = IntStream.range(0, plane * 3).map(i -> i % 3 * plane + i / 3).toArray();
    for (int allocated : new int[] {8, 16}) {
      ImagePixel planar = pixel(3, "RGB", allocated, allocated, allocated - 1, false, 1);
      ByteBuffer bytes = encode(byPlane, allocated, ByteOrder.LITTLE_ENDIAN);
      assertThat(values(NativeFrames.first(bytes, planar, false, false), false)).isEqualTo(byPixel);
    }
  }

  @Test
  void subsampledChrominanceBelongsToTwoPixels() throws DicomException {
    ImagePixel pixel = new ImagePixel(1, 4, 3, "YBR_FULL_422", 8, 8, 7, false, 1, 0);
    byte[] bytes = {10, 11, 100, 101, 12, 13, 102, 103};

    Frame frame = NativeFrames.first(ByteBuffer.wrap(bytes), pixel, false, false);

    assertThat(values(frame, false))
        .containsExactly(10, 100, 101, 11, 100, 101, 12, 102, 103, 13, 102, 103);
    assertThat(values(frame.luminance("YBR_FULL_422"), false)).containsExactly(10, 11, 12, 13);
  }

  @Test
  void luminanceOfRgbIsWeighted() throws DicomException {
    ImagePixel pixel = new ImagePixel(1, 4, 3, "RGB", 8, 8, 7, false, 1, 0);
    byte[] bytes = {-1, -1, -1, -1, 0, 0, 0, -1, 0, 0, 0, -1};

    Frame frame = NativeFrames.first(ByteBuffer.wrap(bytes), pixel, false, false);

    assertThat(values(frame.luminance("RGB"), false)).containsExactly(255, 76, 150, 29);
    assertThat(values(frame.luminance("YBR_RCT"), false)).containsExactly(255, 76, 150, 29);
    assertThat(values(frame.luminance("YBR_ICT"), false)).containsExactly(255, 76, 150, 29);
  }

  @Test
  void tooFewBytesAreRefusedBeforeAnythingIsRead() {
    ImagePixel pixel = pixel(1, "MONOCHROME2", 16, 12, 11, false, 0);

    assertThatThrownBy(() -> NativeFrames.first(ByteBuffer.allocate(69), pixel, false, true))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("69")
        .hasMessageContaining("70")
        .hasMessageContaining("7x5");
  }

  @Test
  void hashIsOverLittleEndianStoredValues() throws Exception {
    ImagePixel pixel = new ImagePixel(1, 3, 1, "MONOCHROME2", 16, 12, 11, true, 1, 0);
    byte[] bytes = HexFormat.of().parseHex("f80012340fff"); // big endian, bits above 11 are garbage
    Frame frame = NativeFrames.first(ByteBuffer.wrap(bytes), pixel, true, true);

    byte[] storedValues = HexFormat.of().parseHex("00f83402ffff");

    assertThat(frame.sha256())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    java.security.MessageDigest.getInstance("SHA-256").digest(storedValues)));
  }

  static int[] values(Frame frame, boolean signed) {
    short[] row = new short[frame.rowLength()];
    int[] all = new int[frame.rows() * frame.rowLength()];
    for (int y = 0; y < frame.rows(); y++) {
      frame.readRow(y, row);
      for (int i = 0; i < row.length; i++) {
        all[y * row.length + i] = signed ? row[i] : row[i] & 0xFFFF;
      }
    }
    return all;
  }

  private static ImagePixel pixel(
      int samples,
      String photometric,
      int allocated,
      int stored,
      int high,
      boolean signed,
      int planar) {
    return new ImagePixel(
        ROWS, COLUMNS, samples, photometric, allocated, stored, high, signed, 1, planar);
  }

  private static ByteBuffer encode(int[] cells, int allocated, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(cells.length * allocated / 8 + 1).order(order);
    for (int cell : cells) {
      if (allocated == 8) {
        bytes.put((byte) cell);
      } else {
        bytes.putShort((short) cell);
      }
    }
    return bytes.rewind();
  }

  private static byte[] swapPairs(byte[] bytes) {
    byte[] swapped = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      swapped[i ^ 1] = bytes[i];
    }
    return swapped;
  }
}
