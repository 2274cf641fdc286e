package org.xrayvision.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.io.DicomException;

class FrameDecodersTest {
  private static final ImagePixel ONE = ImagePixel.monochrome(1, 1, 8, 8, false);
  private static final String RLE = TransferSyntax.RLE_LOSSLESS.uid();
  private static final String JPEG = TransferSyntax.JPEG_BASELINE_8BIT.uid();

  /** SHA-256 of the byte 01. */
  private static final String HASH =
      "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";

  @Test
  void nativeSyntaxesAreAlwaysThereAndFirst() {
    assertThat(FrameDecoders.of(List.of()).transferSyntaxes())
        .containsExactly(
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2",
            "1.2.840.10008.1.2.1.99",
            "1.2.840.10008.1.2.2");
  }

  @Test
  void aDecoderThatPassesItsSelfCheckIsOffered() {
    FrameDecoders decoders = FrameDecoders.of(List.of(copying(RLE, "AQ=="), copying(JPEG, "AQ==")));

    assertThat(decoders.dropped()).isEmpty();
    assertThat(decoders.transferSyntaxes()).hasSize(6).endsWith(RLE, JPEG);
  }

  @Test
  void aDecoderThatGivesWrongPixelsIsDropped() {
    FrameDecoders decoders = FrameDecoders.of(List.of(copying(RLE, "Ag=="), copying(JPEG, "AQ==")));

    assertThat(decoders.transferSyntaxes()).doesNotContain(RLE).contains(JPEG);
    assertThat(decoders.dropped()).singleElement().asString().contains(RLE, "wrong pixels");
  }

  @Test
  void aDecoderThatCannotLinkIsDropped() {
    FrameDecoder broken =
        new Checked(RLE, "AQ==") {
          @Override
          public Frame decode(String uid, ByteBuffer encoded, ImagePixel pixel) {
            throw new NoClassDefFoundError("org/example/Codec");
          }
        };
    FrameDecoders decoders = FrameDecoders.of(List.of(broken));

    assertThat(decoders.transferSyntaxes()).doesNotContain(RLE);
    assertThat(decoders.dropped()).singleElement().asString().contains("org/example/Codec");
  }

  private static FrameDecoder copying(String transferSyntax, String base64) {
    return new Checked(transferSyntax, base64);
  }

  /** Takes the encoded bytes for the pixels. */
  private static class Checked implements FrameDecoder {
    private final String transferSyntax;
    private final String base64;

    Checked(String transferSyntax, String base64) {
      this.transferSyntax = transferSyntax;
      this.base64 = base64;
    }

    @Override
    public Set<String> transferSyntaxes() {
      return Set.of(transferSyntax);
    }

    @Override
    public Frame decode(String uid, ByteBuffer encoded, ImagePixel pixel) throws DicomException {
      byte[] cells = new byte[encoded.remaining()];
      encoded.get(cells);
      return Frame.of(pixel, cells);
    }

    @Override
    public List<KnownFrame> knownFrames() {
      return List.of(new KnownFrame(transferSyntax, ONE, base64, HASH));
    }
  }
}
