/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.dicom.data.VR;
import org.xrayvision.dicom.io.DataSetWriter;
import org.xrayvision.dicom.io.DicomException;
import org.xrayvision.dicom.io.DicomFile;
import org.xrayvision.dicom.io.Part10;

class FrameDecodersTest {
  private static final ImagePixel ONE = ImagePixel.monochrome(1, 1, 8, 8, false);
  private static final String RLE = TransferSyntax.RLE_LOSSLESS.uid();
  private static final String JPEG = TransferSyntax.JPEG_BASELINE_8BIT.uid();

  /** SHA-256 of the byte 01. */
  private static final String HASH =
      "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a";

  @TempDir Path folder;

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

  @Test
  void allFragmentsOfAnOnlyFrameAreJoined() throws IOException {
    assertThat(firstFrame("1", new byte[0], bytes(1, 2), bytes(3, 4), bytes(5, 6)))
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void theOffsetTableTellsWhereTheSecondFrameBegins() throws IOException {
    byte[] table = {0, 0, 0, 0, 20, 0, 0, 0};
    assertThat(firstFrame("2", table, bytes(1, 2), bytes(3, 4), bytes(5, 6), bytes(7, 8)))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void withoutOffsetTableAFragmentIsAFrameIfTheNumbersAgree() throws IOException {
    assertThat(firstFrame("2", new byte[0], bytes(1, 2), bytes(3, 4))).containsExactly(1, 2);
    assertThat(firstFrame("9", new byte[0], bytes(1, 2), bytes(3, 4))).containsExactly(1, 2);
  }

  @Test
  void withoutOffsetTableTheEndOfImageEndsAFrame() throws IOException {
    assertThat(
            firstFrame(
                "2",
                new byte[0],
                bytes(1, 2, 3, 4),
                bytes(5, 0xFF, 0xD9, 0),
                bytes(6, 7, 8, 9),
                bytes(1, 2, 0xFF, 0xD9)))
        .containsExactly(1, 2, 3, 4, 5, 0xFF, 0xD9, 0);
  }

  @Test
  void anOffsetTableThatContradictsItselfIsRefused() {
    assertThatThrownBy(() -> firstFrame("2", new byte[8], bytes(1, 2), bytes(3, 4)))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("Offset Table");
  }

  @Test
  void pixelDataOfAnotherKindThanTheTransferSyntaxSaysAreRefused() throws IOException {
    DataSet dataSet =
        ImagePixelTest.chest().setBytes(Tag.PixelData, VR.OW, new byte[16000]).build();
    Path file = write(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, JPEG);
    FrameDecoders decoders = FrameDecoders.of(List.of(copying(JPEG, "AQ==")));
    try (DicomFile dicom = DicomFile.open(file)) {
      assertThatThrownBy(() -> decoders.firstFrame(dicom))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining("is native, but the transfer syntax is " + JPEG);
    }
  }

  @Test
  void whatACodecThrowsBecomesAnExplainedException() throws IOException {
    FrameDecoder throwing =
        new Checked(RLE, "AQ==") {
          @Override
          public Frame decode(String uid, ByteBuffer encoded, ImagePixel pixel)
              throws DicomException {
            if (encoded.remaining() == 1) {
              return super.decode(uid, encoded, pixel);
            }
            throw new ArrayIndexOutOfBoundsException(7);
          }
        };
    Path file = encapsulated("1", new byte[0], bytes(1, 2));
    try (DicomFile dicom = DicomFile.open(file)) {
      assertThatThrownBy(() -> FrameDecoders.of(List.of(throwing)).firstFrame(dicom))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining("RLE Lossless");
    }
  }

  @Test
  void aFrameBeyondTheHeapIsRefusedBeforeItIsDecoded() throws IOException {
    DataSet dataSet =
        ImagePixelTest.chest()
            .setInts(Tag.Rows, 9_999)
            .setInts(Tag.Columns, 10_000)
            .setInts(Tag.SamplesPerPixel, 3)
            .set(Tag.PhotometricInterpretation, "RGB")
            .setFragments(
                Tag.PixelData, List.of(BulkData.of(new byte[0]), BulkData.of(bytes(1, 2))))
            .build();
    Path file = write(dataSet, TransferSyntax.RLE_LOSSLESS, RLE);
    try (DicomFile dicom = DicomFile.open(file)) {
      assertThatThrownBy(() -> FrameDecoders.of(List.of(copying(RLE, "AQ=="))).firstFrame(dicom))
          .isInstanceOf(DicomException.class)
          .hasMessageContaining("Rows (0028,0010) 9999")
          .hasMessageContaining("599940000 bytes");
    }
  }

  @Test
  void aCompressedFrameOfMoreValuesThanAnyXRayIsRefusedBeforeItIsDecoded() throws IOException {
    for (int rows : new int[] {8192, 8193}) {
      DataSet dataSet =
          ImagePixelTest.chest()
              .setInts(Tag.Rows, rows)
              .setInts(Tag.Columns, 8192)
              .setInts(Tag.BitsAllocated, 8)
              .setInts(Tag.BitsStored, 8)
              .setInts(Tag.HighBit, 7)
              .setFragments(
                  Tag.PixelData, List.of(BulkData.of(new byte[0]), BulkData.of(bytes(1, 2))))
              .build();
      Path file = write(dataSet, TransferSyntax.RLE_LOSSLESS, RLE);
      try (DicomFile dicom = DicomFile.open(file)) {
        assertThatThrownBy(() -> FrameDecoders.of(List.of(copying(RLE, "AQ=="))).firstFrame(dicom))
            .isInstanceOf(DicomException.class)
            .message()
            .satisfies(
                message ->
                    assertThat(message.contains("a compressed frame may have 67108864"))
                        .isEqualTo(rows > 8192));
      }
    }
  }

  @Test
  void fragmentsThatTheFrameCannotJustifyAreNotJoined() throws IOException {
    byte[] half = new byte[(2 * 16_000 + 64 * 1024) / 2];
    assertThat(firstFrame("1", new byte[0], half, half)).hasSize(2 * half.length);
    byte[] one = new byte[2 * half.length + 2];
    assertThatThrownBy(() -> firstFrame("1", new byte[0], one))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("97538 bytes");
    assertThatThrownBy(() -> firstFrame("1", new byte[0], half, half, bytes(1, 2)))
        .isInstanceOf(DicomException.class)
        .hasMessageContaining("PixelData (7FE0,0010)")
        .hasMessageContaining("97538 bytes")
        .hasMessageContaining("80x100");
  }

  private int[] firstFrame(String frames, byte[] offsetTable, byte[]... fragments)
      throws IOException {
    List<Integer> seen = new ArrayList<>();
    FrameDecoder recording =
        new Checked(RLE, "AQ==") {
          @Override
          public Frame decode(String uid, ByteBuffer encoded, ImagePixel pixel)
              throws DicomException {
            if (encoded.remaining() == 1) {
              return super.decode(uid, encoded, pixel);
            }
            while (encoded.hasRemaining()) {
              seen.add(encoded.get() & 0xFF);
            }
            return Frame.of(pixel, new short[pixel.valuesPerFrame()]);
          }
        };
    try (DicomFile file = DicomFile.open(encapsulated(frames, offsetTable, fragments))) {
      FrameDecoders.of(List.of(recording)).firstFrame(file);
    }
    return seen.stream().mapToInt(Integer::intValue).toArray();
  }

  private Path encapsulated(String frames, byte[] offsetTable, byte[]... fragments)
      throws IOException {
    List<BulkData> items = new ArrayList<>();
    items.add(BulkData.of(offsetTable));
    for (byte[] fragment : fragments) {
      items.add(BulkData.of(fragment));
    }
    DataSet dataSet =
        ImagePixelTest.chest()
            .set(Tag.NumberOfFrames, frames)
            .setFragments(Tag.PixelData, items)
            .build();
    return write(dataSet, TransferSyntax.RLE_LOSSLESS, RLE);
  }

  private Path write(DataSet dataSet, TransferSyntax encoding, String declared) throws IOException {
    Path file = folder.resolve(UIDs.newUid() + ".dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.writeHeader(
          out, declared, SOPClass.ComputedRadiographyImageStorage, UIDs.newUid(), null);
      DataSetWriter.write(dataSet, out, encoding);
    }
    return file;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
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
