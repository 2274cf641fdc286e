/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

class JpegExtendedDecoderTest {
  private static final ImagePixel TWELVE_BITS = ImagePixel.monochrome(20, 28, 16, 12, false);
  private static final int[] DRAWN = Streams.drawn(20, 28, 12, 1);

  private final JpegExtendedDecoder decoder = new JpegExtendedDecoder();

  /** Encoded with factors of 1, which cost at most a rounding in each direction. */
  @Test
  void twelveBitsAreDecoded() throws DicomException {
    int[] values = values("extended-12.jpg", TWELVE_BITS);
    for (int i = 0; i < DRAWN.length; i++) {
      assertThat(values[i]).isCloseTo(DRAWN[i], within(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spectral-12.jpg", "progressive-12.jpg"})
  void scansThatBringTheSameCoefficientsMakeTheSamePicture(String stream) throws DicomException {
    assertThat(values(stream, TWELVE_BITS)).containsExactly(values("extended-12.jpg", TWELVE_BITS));
  }

  @Test
  void chrominanceWithFewerSamplesIsSpread() throws DicomException {
    int[] drawn = Streams.drawn(20, 28, 8, 3);
    int[] values = values("extended-422.jpg", Streams.rgb(20, 28));
    for (int i = 0; i < drawn.length; i += 3) {
      double luminance = 0.299 * drawn[i] + 0.587 * drawn[i + 1] + 0.114 * drawn[i + 2];
      assertThat((double) values[i]).isCloseTo(luminance, within(8.0));
    }
    assertThat(values("progressive-422.jpg", Streams.rgb(20, 28))).containsExactly(values);
  }

  @Test
  void valuesBeyondBitsStoredAreTheGreatestAndDoNotWrap() throws DicomException {
    ImagePixel tenBits = ImagePixel.monochrome(20, 28, 16, 10, false);
    int[] cut =
        Arrays.stream(values("extended-12.jpg", TWELVE_BITS))
            .map(v -> v > 1023 ? 1023 : v)
            .toArray();
    assertThat(values("extended-12.jpg", tenBits)).containsExactly(cut).contains(1023);
  }

  @Test
  void predictionBeginsAnewBehindARestartMarker() throws DicomException {
    ImagePixel tall = ImagePixel.monochrome(48, 28, 16, 12, false);
    int[] once = values("extended-12.jpg", TWELVE_BITS);

    int[] values = Streams.values(decode(twice(0xD0), tall));

    assertThat(Arrays.copyOf(values, once.length)).containsExactly(once);
    assertThat(Arrays.copyOfRange(values, 24 * 28, 24 * 28 + once.length)).containsExactly(once);
    refused(twice(0xD3), tall, "restart marker 0");
  }

  /** Three rows of four blocks, a restart marker, and the same again. */
  private static ByteBuffer twice(int marker) {
    ByteBuffer once = Streams.bytes("extended-12.jpg");
    int sof = find(once, 0xC1);
    int data = find(once, 0xDA) + 10;
    int end = find(once, 0xD9);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Streams.array(once), 0, sof);
    out.writeBytes(new byte[] {-1, (byte) 0xDD, 0, 4, 0, 12});
    out.write(Streams.array(once), sof, end - sof);
    out.writeBytes(new byte[] {-1, (byte) marker});
    out.write(Streams.array(once), data, end + 2 - data);
    return ByteBuffer.wrap(out.toByteArray()).putShort(sof + 6 + 5, (short) 48);
  }

  @Test
  void aScanThatBringsWhatWasThereIsRefused() {
    ByteBuffer stream = Streams.bytes("progressive-12.jpg");
    int scan = find(stream, 0xDA);
    byte[] again = Arrays.copyOfRange(Streams.array(stream), scan, stream.limit());
    ByteBuffer longer = ByteBuffer.allocate(scan + 2 * again.length);
    longer.put(Streams.array(stream), 0, scan).put(again, 0, again.length - 2).put(again).flip();
    refused(longer, TWELVE_BITS, "");
  }

  @Test
  void aPictureWithoutItsLastScanIsRefusedUnlessItSaysThatItEnds() throws DicomException {
    ByteBuffer stream = Streams.bytes("progressive-12.jpg");
    int last = 0;
    for (int at = 0; at < stream.limit() - 1; at++) {
      last = stream.getShort(at) == (short) 0xFFDA ? at : last;
    }
    ByteBuffer open = ByteBuffer.wrap(Arrays.copyOf(Streams.array(stream), last));
    refused(open, TWELVE_BITS, "ends before its picture");

    ByteBuffer ended = ByteBuffer.wrap(Arrays.copyOf(Streams.array(stream), last + 2));
    ended.putShort(last, (short) 0xFFD9);
    assertThat(decode(ended, TWELVE_BITS).rows()).isEqualTo(20);
  }

  @Test
  void aStreamThatIsTooShortForItsPictureIsRefusedBeforeAnythingIsAllocated() {
    ByteBuffer stream = Streams.bytes("extended-12.jpg");
    int sof = find(stream, 0xC1);
    stream.putShort(sof + 5, (short) 10_000).putShort(sof + 7, (short) 10_000);
    ImagePixel huge = ImagePixel.monochrome(10_000, 10_000, 16, 12, false);
    refused(stream, huge, "cannot hold 10000x10000");
  }

  @Test
  void otherProcessesAreRefused() {
    ByteBuffer arithmetic = Streams.bytes("extended-12.jpg");
    arithmetic.put(find(arithmetic, 0xC1) + 1, (byte) 0xC9);
    refused(arithmetic, TWELVE_BITS, "SOF9");
    refused(
        Streams.bytes("extended-12.jpg"), ImagePixel.monochrome(20, 28, 8, 8, false), "12 bits");
    refused(Streams.bytes("extended-12.jpg"), Streams.rgb(20, 28), "1 components");
    refused(Streams.bytes("grey-16.jls"), TWELVE_BITS, "");
  }

  private static int find(ByteBuffer stream, int marker) {
    for (int at = 0; at < stream.limit() - 1; at++) {
      if ((stream.getShort(at) & 0xFFFF) == (0xFF00 | marker)) {
        return at;
      }
    }
    throw new AssertionError("no marker " + marker);
  }

  private void refused(ByteBuffer stream, ImagePixel pixel, String message) {
    assertThatThrownBy(() -> decode(stream, pixel))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining(message);
  }

  private int[] values(String stream, ImagePixel pixel) throws DicomException {
    return Streams.values(decode(Streams.bytes(stream), pixel));
  }

  private Frame decode(ByteBuffer stream, ImagePixel pixel) throws DicomException {
    return decoder.decode("1.2.840.10008.1.2.4.51", stream, pixel);
  }
}
