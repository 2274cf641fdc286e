/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

class RleDecoderTest {
  private static final ImagePixel TEN_BYTES = ImagePixel.monochrome(2, 5, 8, 8, false);

  private final RleDecoder decoder = new RleDecoder();

  @Test
  void literalsRunsAndTheNoOperationAreUnpacked() throws DicomException {
    byte[] segment = {
      2,
      1,
      2,
      3, // three literal bytes
      -128, // nothing
      -3,
      9, // four times 9
      0,
      7, // one literal byte
      -5,
      4 // six times 4, of which two still fit
    };
    assertThat(values(decode(frame(1, segment), TEN_BYTES)))
        .containsExactly(1, 2, 3, 9, 9, 9, 9, 7, 4, 4);
  }

  @Test
  void theFirstSegmentIsTheMostSignificantByte() throws DicomException {
    ImagePixel twoWords = ImagePixel.monochrome(1, 2, 16, 16, false);
    assertThat(values(decode(frame(2, new byte[] {1, 1, 2, 0}, new byte[] {1, 3, 4}), twoWords)))
        .containsExactly(0x103, 0x204);
  }

  @Test
  void samplesAreSegmentsAndComeOutSideBySide() throws DicomException {
    ImagePixel rgb = new ImagePixel(1, 2, 3, "RGB", 8, 8, 7, false, 1, 1);
    byte[] red = {1, 1, 2, 0};
    byte[] green = {1, 3, 4, 0};
    byte[] blue = {1, 5, 6, 0};
    assertThat(values(decode(frame(3, red, green, blue), rgb))).containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void aSegmentThatEndsTooEarlyIsRefused() {
    refused(frame(1, new byte[] {4, 1, 2, 3, 4, 5}), "segment 1 ends after 5 of 10");
    refused(frame(1, new byte[] {9, 1, 2, 3}), "segment 1 ends after 3 of 10");
    refused(frame(1, new byte[0]), "segment 1 ends after 0 of 10");
  }

  @Test
  void offsetsOutsideTheFrameAreRefused() {
    for (int offset : new int[] {0, 63, 1000, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      ByteBuffer frame = frame(1, new byte[] {-9, 1});
      refused(frame.putInt(4, offset), "segment 1 lies at");
    }
  }

  @Test
  void segmentsThatOverlapBackwardsAreRefused() {
    ImagePixel words = ImagePixel.monochrome(2, 5, 16, 16, false);
    ByteBuffer frame = frame(2, new byte[] {-9, 1}, new byte[] {-9, 1});
    frame.putInt(4, 68).putInt(8, 66);
    assertThatThrownBy(() -> decode(frame, words)).hasMessageContaining("lies at 68 to 66");
  }

  @Test
  void anotherNumberOfSegmentsIsRefused() {
    for (int segments : new int[] {0, 2, 16, -1}) {
      refused(
          frame(1, new byte[] {-9, 1}).putInt(0, segments), segments + " segments instead of 1");
    }
  }

  @Test
  void framesThatAreTooShortForTheirPictureAreRefusedBeforeAnythingIsAllocated() {
    refused(ByteBuffer.allocate(63), "64 bytes");
    ImagePixel huge = ImagePixel.monochrome(10_000, 10_000, 16, 16, false);
    assertThatThrownBy(() -> decode(frame(2, new byte[1000], new byte[1000]), huge))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("cannot hold 10000x10000");
  }

  private void refused(ByteBuffer frame, String message) {
    assertThatThrownBy(() -> decode(frame, TEN_BYTES))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining(message);
  }

  private Frame decode(ByteBuffer frame, ImagePixel pixel) throws DicomException {
    return decoder.decode("1.2.840.10008.1.2.5", frame, pixel);
  }

  private static ByteBuffer frame(int count, byte[]... segments) {
    int length = 64;
    for (byte[] segment : segments) {
      length += segment.length;
    }
    ByteBuffer frame = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(count);
    int offset = 64;
    for (byte[] segment : segments) {
      frame.putInt(offset);
      frame.put(offset, segment);
      offset += segment.length;
    }
    return frame.rewind();
  }

  static int[] values(Frame frame) {
    short[] row = new short[frame.rowLength()];
    int[] all = new int[frame.rows() * row.length];
    for (int y = 0; y < frame.rows(); y++) {
      frame.readRow(y, row);
      for (int i = 0; i < row.length; i++) {
        all[y * row.length + i] = row[i] & 0xFFFF;
      }
    }
    return all;
  }
}
