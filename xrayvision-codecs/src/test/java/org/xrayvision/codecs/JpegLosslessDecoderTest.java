/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/** The predictors, and what a stream may say besides. */
class JpegLosslessDecoderTest {
  private static final ImagePixel SIXTEEN = ImagePixel.monochrome(18, 20, 16, 16, false);

  /** One code of four bits for each number of bits from 0 to 7. */
  private static final String TABLE =
      "FFC4 001B 00 00000008000000000000000000000000 0001020304050607";

  private final JpegLosslessDecoder decoder = new JpegLosslessDecoder();

  @ParameterizedTest(name = "selection value {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void eachPredictorOfDcmtkIsUndone(int predictor) throws DicomException {
    ByteBuffer stream = Streams.bytes("lossless-16-" + predictor + ".jpg");
    assertThat(values(stream, SIXTEEN)).containsExactly(Streams.drawn(18, 20, 16, 1));
  }

  @Test
  void whatAPointTransformLeavesOutIsNought() throws DicomException {
    int[] expected = Arrays.stream(Streams.drawn(18, 20, 8, 1)).map(value -> value & ~3).toArray();
    ByteBuffer stream = Streams.bytes("lossless-8-shifted.jpg");
    assertThat(values(stream, ImagePixel.monochrome(18, 20, 8, 8, false)))
        .containsExactly(expected);
  }

  @Test
  void coloursComeOutSideBySide() throws DicomException {
    assertThat(values(Streams.bytes("lossless-rgb.jpg"), Streams.rgb(12, 16)))
        .containsExactly(Streams.drawn(12, 16, 8, 3));
  }

  /** Two lines of two samples of 8 bits, 128 130 and 129 129, the second after RST0 or not. */
  @Test
  void aLineBehindARestartMarkerIsTheFirstAgain() throws DicomException {
    // 0000: no difference; 0001 b, 0010 bb: differences of one and two bits
    String first = "02 BF"; // 0000 | 0010 10 | 111111
    String afresh = "18 7F"; // +1: 0001 1; 0: 0000; ones
    String restarted = "FFDD 0004 0002" + TABLE + scan() + first + "FFD0" + afresh;
    int[] picture = values(stream(restarted), ImagePixel.monochrome(2, 2, 8, 8, false));

    assertThat(picture).containsExactly(128, 130, 129, 129);
    refused("FFDD 0004 0003" + TABLE + scan() + first, "restarts after 3 samples in lines of 2");
    refused("FFDD 0004 0002" + TABLE + scan() + first + "FFD1" + afresh, "lacks restart marker");
  }

  @Test
  void whatContradictsTheProcessIsRefused() {
    refused(scan() + "00 00", "without its Huffman table");
    refused(TABLE + "FFDA 0008 01 01 00 08 00 00" + "00 00", "predictor 8");
    refused(TABLE + "FFDA 0008 01 01 00 00 00 00" + "00 00", "predictor 0");
    refused(TABLE + "FFDA 0008 01 01 00 01 00 08" + "00 00", "point transform 8");
    refused(TABLE + "FFDA 0008 01 02 00 01 00 00" + "00 00", "unknown component");
    refused(TABLE + scan() + "00 00" + scan() + "00 00", "unknown component");
    refused(TABLE + scan() + "00", "ends before its picture");
    refused("", "ends before its picture");
    refused(TABLE.replace("07", "11") + scan() + "70 00", "a difference of 17 bits");
  }

  private static String scan() {
    return "FFDA 0008 01 01 00 01 00 00";
  }

  /** A picture of 2 x 2 samples of 8 bits. */
  private static ByteBuffer stream(String body) {
    String hex = "FFD8 FFC3 000B 08 0002 0002 01 01 11 00" + body + "FFD9";
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private void refused(String body, String message) {
    assertThatThrownBy(() -> values(stream(body), ImagePixel.monochrome(2, 2, 8, 8, false)))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining(message);
  }

  private int[] values(ByteBuffer stream, ImagePixel pixel) throws DicomException {
    return Streams.values(decoder.decode("1.2.840.10008.1.2.4.57", stream, pixel));
  }
}
