/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

class JpegLsDecoderTest {
  /** ITU-T T.87 §H.3, byte for byte. */
  private static final String EXAMPLE =
      "FFD8"
          + "FFF7000B08" // SOF55, 8 bits
          + "0004" // height
          + "0004" // width
          + "01011100" // one component
          + "FFDA0008010100" // SOS, one component
          + "000000" // NEAR, interleave, point transform
          + "C000006C80208E01C000005740" //
          + "00006EE6000001BC18000005D800009160"
          + "FFD9";

  private static final ImagePixel WIDE = ImagePixel.monochrome(18, 20, 16, 16, false);
  private static final ImagePixel TEN_BITS = ImagePixel.monochrome(18, 20, 16, 10, false);

  private final JpegLsDecoder decoder = JpegLsDecoder.lossless();

  @Test
  void theExampleOfTheStandardIsDecoded() throws DicomException {
    ByteBuffer stream = ByteBuffer.wrap(HexFormat.of().parseHex(EXAMPLE));
    assertThat(Streams.values(decode(stream, ImagePixel.monochrome(4, 4, 8, 8, false))))
        .containsExactly(
            0, 0, 90, 74, //
            68, 50, 43, 205, //
            64, 145, 145, 145, //
            100, 145, 145, 145);
  }

  @Test
  void sixteenBitsAreDecoded() throws DicomException {
    assertThat(Streams.values(decode(Streams.bytes("grey-16.jls"), WIDE)))
        .containsExactly(Streams.drawn(18, 20, 16, 1));
  }

  @Test
  void thresholdsAndResetOfThePresetSegmentAreUsed() throws DicomException {
    assertThat(Streams.values(decode(Streams.bytes("preset-10.jls"), TEN_BITS)))
        .containsExactly(Streams.drawn(18, 20, 10, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"by-line.jls", "by-sample.jls", "by-component.jls"})
  void coloursAreDecodedInEachInterleaveMode(String stream) throws DicomException {
    assertThat(Streams.values(decode(Streams.bytes(stream), Streams.rgb(12, 16))))
        .containsExactly(Streams.drawn(12, 16, 8, 3));
  }

  @Test
  void contextsBeginAnewBehindARestartMarker() throws Exception {
    ImagePixel twice = ImagePixel.monochrome(36, 20, 16, 10, false);
    int[] once = Streams.drawn(18, 20, 10, 1);

    int[] values = Streams.values(decode(ByteBuffer.wrap(twice(0xD0)), twice));

    assertThat(values).startsWith(once).endsWith(once).hasSize(2 * once.length);
    assertThatThrownBy(() -> decode(ByteBuffer.wrap(twice(0xD1)), twice))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("restart marker 0");
  }

  /** As contexts begin anew, a picture twice is its scan twice. */
  private static byte[] twice(int marker) throws IOException {
    byte[] once = Streams.array(Streams.bytes("preset-10.jls"));
    int scan = 2 + 13 + 15 + 10;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(once, 0, 2);
    out.write(new byte[] {(byte) 0xFF, (byte) 0xDD, 0, 4, 0, 18});
    out.write(once, 2, once.length - 2 - 2);
    out.write(new byte[] {(byte) 0xFF, (byte) marker});
    out.write(once, scan, once.length - scan);
    byte[] both = out.toByteArray();
    both[2 + 6 + 6] = 36;
    return both;
  }

  @Test
  void nearLosslessIsWithinItsError() throws IOException {
    Path near = Path.of("../testdata/ts/cr_jls81.dcm");
    int[] lossy = Streams.values(decode(Streams.frame(near), Streams.pixel(near)));
    Path exact = Path.of("../testdata/ts/cr_jls80.dcm");
    int[] lossless = Streams.values(decode(Streams.frame(exact), Streams.pixel(exact)));
    int worst = 0;
    for (int i = 0; i < lossy.length; i++) {
      worst = Math.max(worst, Math.abs(lossy[i] - lossless[i]));
    }
    assertThat(worst).isEqualTo(3);
  }

  @Test
  void aStreamThatIsTooShortForItsPictureIsRefusedBeforeAnythingIsAllocated() {
    ByteBuffer stream = Streams.bytes("grey-16.jls");
    stream.putShort(7, (short) 10_000).putShort(9, (short) 10_000);
    refused(
        stream, ImagePixel.monochrome(10_000, 10_000, 16, 16, false), "cannot hold 10000x10000");
  }

  @Test
  void anotherSizeThanThatOfTheDataSetIsRefused() {
    ByteBuffer stream = Streams.bytes("grey-16.jls");
    refused(stream, ImagePixel.monochrome(18, 21, 16, 16, false), "says 20x18");
    refused(stream, ImagePixel.monochrome(18, 20, 8, 8, false), "says 16 bits");
    refused(stream, Streams.rgb(18, 20), "says 1 components");
  }

  @Test
  void whatNoStandardDescribesIsRefused() {
    refused(changed(19, 2), WIDE, "preset parameters of type 2");
    refused(changed(36, 1), WIDE, "palette");
    refused(changed(38, 3), WIDE, "interleave mode 3");
    refused(changed(39, 1), WIDE, "point transform");
    refused(changed(37, 0xFF), WIDE, "thresholds");
    refused(Streams.bytes("grey-16.jls").put(3, (byte) 0xC3), WIDE, "SOF3");
    refused(ByteBuffer.allocate(100), WIDE, "SOI");
  }

  private static ByteBuffer changed(int at, int value) {
    return Streams.bytes("grey-16.jls").put(at, (byte) value);
  }

  private void refused(ByteBuffer stream, ImagePixel pixel, String message) {
    assertThatThrownBy(() -> decode(stream, pixel))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining(message);
  }

  private Frame decode(ByteBuffer stream, ImagePixel pixel) throws DicomException {
    return decoder.decode("1.2.840.10008.1.2.4.80", stream, pixel);
  }
}
