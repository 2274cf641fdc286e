/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.FrameDecoder.KnownFrame;
import org.xrayvision.dicom.image.FrameDecoders;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

class JpegDecodersTest {
  private final JpegReaders readers = new JpegReaders();
  private final FrameDecoder lossless = new JpegLosslessDecoder();
  private final FrameDecoder baseline = new JpegBaselineDecoder(readers);

  @Test
  void allDecodersPassTheirSelfCheck() {
    FrameDecoders decoders = FrameDecoders.of(Codecs.decoders());

    assertThat(decoders.dropped()).isEmpty();
    assertThat(decoders.transferSyntaxes())
        .containsSubsequence(
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2.4.70",
            "1.2.840.10008.1.2.4.57",
            "1.2.840.10008.1.2.4.80",
            "1.2.840.10008.1.2.5",
            "1.2.840.10008.1.2.4.90",
            "1.2.840.10008.1.2.4.81",
            "1.2.840.10008.1.2.4.91",
            "1.2.840.10008.1.2.4.50",
            "1.2.840.10008.1.2.4.51",
            "1.2.840.10008.1.2.4.53",
            "1.2.840.10008.1.2.4.55");
    for (FrameDecoder decoder : Codecs.decoders()) {
      assertThat(decoder.knownFrames().stream().map(KnownFrame::transferSyntaxUid))
          .as("every syntax of %s is checked", decoder)
          .containsAll(decoder.transferSyntaxes());
    }
  }

  @Test
  void theRegistryOfTheJvmStaysAsItIs() throws Exception {
    List<ImageReaderSpi> before = registered();
    boolean cache = ImageIO.getUseCache();

    for (FrameDecoder decoder : Codecs.decoders()) {
      KnownFrame known = decoder.knownFrames().get(0);
      decoder.decode(known.transferSyntaxUid(), bytes(known), known.pixel());
    }

    assertThat(registered()).containsExactlyElementsOf(before);
    assertThat(ImageIO.getUseCache()).isEqualTo(cache);
  }

  private static List<ImageReaderSpi> registered() {
    List<ImageReaderSpi> all = new ArrayList<>();
    Iterator<ImageReaderSpi> iterator =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    iterator.forEachRemaining(all::add);
    return all;
  }

  @Test
  void aHeaderOfAnotherSizeIsRefused() {
    refused(lossless, changed(lossless, 2, 0xFFDC), "says 4x65500");
    refused(lossless, changed(lossless, 4, 0xFFDC), "says 65500x3");
    refused(baseline, changed(baseline, 2, 0), "says 16x0");
  }

  @Test
  void aHeaderOfAnotherKindIsRefused() {
    ByteBuffer progressive = bytes(baseline.knownFrames().get(0));
    progressive.put(sof(progressive) - 3, (byte) 0xC2);
    refused(baseline, progressive, "SOF2");

    KnownFrame jpeg = baseline.knownFrames().get(0);
    assertThatThrownBy(() -> lossless.decode("1.2.840.10008.1.2.4.70", bytes(jpeg), jpeg.pixel()))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("SOF0");
  }

  @Test
  void moreThanOneHeaderIsRefused() {
    ByteBuffer one = bytes(lossless.knownFrames().get(0));
    int sof = sof(one) - 4;
    byte[] header = new byte[13];
    one.get(sof, header);

    ByteBuffer before = inserted(one, sof, header);
    ByteBuffer behind = inserted(one, one.limit() - 2, header);

    refused(lossless, before, "more than one");
    refused(lossless, behind, "more than one");
  }

  @Test
  void whatIsNoJpegIsRefused() {
    refused(lossless, ByteBuffer.allocate(0), "SOI");
    refused(lossless, ByteBuffer.allocate(100), "SOI");
    refused(lossless, ByteBuffer.wrap(new byte[] {-1, -40, -1, -39}), "no frame header");
    refused(lossless, bytes(lossless.knownFrames().get(0)).limit(30), "");
  }

  @Test
  void aStreamThatIsTooShortForItsPictureIsRefused() {
    KnownFrame known = lossless.knownFrames().get(0);
    ByteBuffer stream = bytes(known);
    int at = sof(stream);
    stream.putShort(at + 1, (short) 10_000).putShort(at + 3, (short) 10_000);
    ImagePixel huge = ImagePixel.monochrome(10_000, 10_000, 16, 12, false);

    assertThatThrownBy(() -> lossless.decode(known.transferSyntaxUid(), stream, huge))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("cannot hold 10000x10000");
  }

  @Test
  void brokenStreamsEndInAnException() {
    Random random = new Random(7);
    for (FrameDecoder decoder : List.of(lossless, baseline, new RleDecoder())) {
      for (KnownFrame known : decoder.knownFrames()) {
        assertTimeoutPreemptively(
            Duration.ofSeconds(30), () -> breakInManyWays(decoder, known, random));
      }
    }
  }

  /** What is thrown besides DicomException is turned into one by FrameDecoders; errors are not. */
  private static void breakInManyWays(FrameDecoder decoder, KnownFrame known, Random random) {
    for (int i = 0; i < 500; i++) {
      ByteBuffer stream = bytes(known);
      for (int n = random.nextInt(4); n >= 0; n--) {
        stream.put(random.nextInt(stream.limit()), (byte) random.nextInt(256));
      }
      stream.limit(stream.limit() - random.nextInt(4));
      try {
        decoder.decode(known.transferSyntaxUid(), stream, known.pixel());
      } catch (DicomException | RuntimeException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  private static void refused(FrameDecoder decoder, ByteBuffer stream, String message) {
    KnownFrame known = decoder.knownFrames().get(0);
    assertThatThrownBy(() -> decoder.decode(known.transferSyntaxUid(), stream, known.pixel()))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining(message);
  }

  /** The known frame with another number in its frame header. */
  private static ByteBuffer changed(FrameDecoder decoder, int offset, int value) {
    ByteBuffer stream = bytes(decoder.knownFrames().get(0));
    return stream.putShort(sof(stream) + offset - 1, (short) value);
  }

  /** Where the precision stands: FF Cn, length, precision, height, width. */
  private static int sof(ByteBuffer stream) {
    for (int i = 0; i < stream.limit() - 1; i++) {
      int marker = stream.getShort(i) & 0xFFFF;
      if (marker == 0xFFC0 || marker == 0xFFC3) {
        return i + 4;
      }
    }
    throw new AssertionError("no frame header");
  }

  private static ByteBuffer inserted(ByteBuffer stream, int at, byte[] segment) {
    ByteBuffer longer = ByteBuffer.allocate(stream.limit() + segment.length);
    longer.put(stream.slice(0, at)).put(segment).put(stream.slice(at, stream.limit() - at));
    return longer.flip();
  }

  private static ByteBuffer bytes(KnownFrame known) {
    return ByteBuffer.wrap(Base64.getDecoder().decode(known.base64()));
  }
}
