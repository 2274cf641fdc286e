/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * What every decoder makes of streams that are cut, changed or of another size: a picture of the
 * size that the data set says, or a {@link DicomException}.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileFramesTest {
  private static final Path TESTDATA = Path.of("../testdata");
  private static final int CHANGES = 120;

  record Sample(
      String name, FrameDecoder decoder, String syntax, ByteBuffer encoded, ImagePixel pixel) {
    byte[] stream() {
      return Streams.array(encoded);
    }

    Frame decode(byte[] changed) throws DicomException {
      return decode(changed, pixel);
    }

    Frame decode(byte[] changed, ImagePixel as) throws DicomException {
      return decoder.decode(syntax, ByteBuffer.wrap(changed), as);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (FrameDecoder decoder : Codecs.decoders()) {
      for (FrameDecoder.KnownFrame known : decoder.knownFrames()) {
        ByteBuffer stream = Streams.bytes(known);
        String syntax = known.transferSyntaxUid();
        samples.add(new Sample("known frame of " + syntax, decoder, syntax, stream, known.pixel()));
      }
      for (String syntax : decoder.transferSyntaxes()) {
        String file = file(syntax);
        if (!file.isEmpty()) {
          Path path = TESTDATA.resolve(file);
          ByteBuffer stream = Streams.frame(path);
          samples.add(new Sample(file, decoder, syntax, stream, Streams.pixel(path)));
        }
      }
    }
    FrameDecoder jpegLs = JpegLsDecoder.lossless();
    FrameDecoder extended = new JpegExtendedDecoder();
    FrameDecoder jpeg2000 = Jpeg2000Decoder.lossless();
    samples.add(stream("grey-16.jls", jpegLs, grey(18, 20, 16)));
    samples.add(stream("by-line.jls", jpegLs, Streams.rgb(12, 16)));
    samples.add(stream("by-sample.jls", jpegLs, Streams.rgb(12, 16)));
    samples.add(stream("progressive-12.jpg", extended, grey(20, 28, 12)));
    samples.add(stream("progressive-422.jpg", extended, Streams.rgb(20, 28)));
    samples.add(stream("tiles-12.j2k", jpeg2000, grey(40, 50, 12)));
    samples.add(stream("tile-parts-12.j2k", jpeg2000, grey(18, 20, 12)));
    samples.add(stream("rgb.j2k", jpeg2000, Streams.rgb(12, 16)));
    return samples.stream();
  }

  private static Sample stream(String name, FrameDecoder decoder, ImagePixel pixel) {
    String syntax = decoder.transferSyntaxes().iterator().next();
    return new Sample(name, decoder, syntax, Streams.bytes(name), pixel);
  }

  private static ImagePixel grey(int rows, int columns, int bits) {
    return ImagePixel.monochrome(rows, columns, 16, bits, false);
  }

  private static String file(String syntax) {
    return switch (syntax.substring(syntax.lastIndexOf('.') + 1)) {
      case "5" -> "ts/cr_rle.dcm";
      case "50" -> "ts/cr_jpeg50_8bit.dcm";
      case "51" -> "ts/cr_jpeg51.dcm";
      case "53" -> "ts/cr_jpeg53.dcm";
      case "57" -> "ts/cr_jpeg57.dcm";
      case "70" -> "ts/cr_jpeg70.dcm";
      case "80" -> "ts/cr_jls80.dcm";
      case "81" -> "ts/cr_jls81.dcm";
      case "90" -> "ts/cr_j2k90.dcm";
      case "91" -> "ts/cr_j2k91.dcm";
      default -> "";
    };
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutStreamsAreRefused(Sample sample) {
    // The last bytes may be padding and an end marker.
    for (int length = 0; length < sample.encoded().limit() - 8; length += 97) {
      byte[] cut = Arrays.copyOf(sample.stream(), length);
      assertThatThrownBy(() -> sample.decode(cut))
          .as("the first %d bytes", length)
          .isInstanceOf(DicomException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void changedStreamsAreReadOrRefused(Sample sample) {
    Random random = new Random(97);
    for (int i = 0; i < CHANGES; i++) {
      byte[] changed = sample.stream();
      // The headers are where a change does most.
      int range = i % 2 == 0 ? Math.min(200, changed.length) : changed.length;
      for (int n = random.nextInt(4); n >= 0; n--) {
        changed[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
      }
      readOrRefused(sample, changed);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void streamsOfAnotherSizeAreRefused(Sample sample) {
    ImagePixel pixel = sample.pixel();
    for (int[] size : new int[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {9000, 9000}}) {
      ImagePixel other =
          ImagePixel.monochrome(
              pixel.rows() + size[0],
              pixel.columns() + size[1],
              pixel.bitsAllocated(),
              pixel.bitsStored(),
              pixel.signed());
      if (!sample.syntax().endsWith(".5")) { // RLE has no size of its own
        assertThatThrownBy(() -> sample.decode(sample.stream(), other))
            .isInstanceOf(DicomException.class);
      }
    }
  }

  private static void readOrRefused(Sample sample, byte[] changed) {
    try {
      Frame frame = sample.decode(changed);
      assertThat(frame.rows()).isEqualTo(sample.pixel().rows());
      assertThat(Streams.values(frame)).hasSize(sample.pixel().valuesPerFrame());
    } catch (DicomException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
