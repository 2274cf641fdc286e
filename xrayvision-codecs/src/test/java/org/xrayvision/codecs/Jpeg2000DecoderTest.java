/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.jaiimageio.jpeg2000.J2KImageWriteParam;
import com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import jj2000.j2k.util.FacilityManager;
import jj2000.j2k.util.StreamMsgLogger;
import org.junit.jupiter.api.Test;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

class Jpeg2000DecoderTest {
  /** Where SIZ stands behind SOC and its own marker and length. */
  private static final int SIZ = 6;

  private static final ImagePixel WIDE = ImagePixel.monochrome(18, 20, 16, 16, false);
  private static final ImagePixel TWELVE_BITS = ImagePixel.monochrome(18, 20, 16, 12, false);

  private final Jpeg2000Decoder decoder = Jpeg2000Decoder.lossless();

  @Test
  void sixteenBitsAreDecoded() throws DicomException {
    assertThat(values(Streams.bytes("grey-16.j2k"), WIDE))
        .containsExactly(Streams.drawn(18, 20, 16, 1));
  }

  @Test
  void tilesArePutTogether() throws DicomException {
    assertThat(values(Streams.bytes("tiles-12.j2k"), ImagePixel.monochrome(40, 50, 16, 12, false)))
        .containsExactly(Streams.drawn(40, 50, 12, 1));
  }

  /** JJ2000 alone would read the first of three and give a blurred picture. */
  @Test
  void allTilePartsAreReadThoughOnlyTheLastOneTellsTheirNumber() throws DicomException {
    assertThat(values(Streams.bytes("tile-parts-12.j2k"), TWELVE_BITS))
        .containsExactly(Streams.drawn(18, 20, 12, 1));
  }

  @Test
  void coloursComeOutAsRgb() throws DicomException {
    ImagePixel rct = new ImagePixel(12, 16, 3, "YBR_RCT", 8, 8, 7, false, 1, 0);
    assertThat(values(Streams.bytes("rgb.j2k"), rct)).containsExactly(Streams.drawn(12, 16, 8, 3));
  }

  /**
   * PS3.5 §8.2.4 wants both to agree; where they do not, the data set tells how to read the bits.
   */
  @Test
  void theDataSetSaysWhetherValuesAreSigned() throws DicomException {
    int[] signed =
        Arrays.stream(Streams.drawn(18, 20, 16, 1)).map(value -> (short) value).toArray();
    assertThat(values(Streams.bytes("grey-16.j2k"), ImagePixel.monochrome(18, 20, 16, 16, true)))
        .containsExactly(signed);
  }

  @Test
  void aCodestreamInBoxesIsFound() throws DicomException {
    byte[] codestream = Streams.array(Streams.bytes("grey-16.j2k"));
    ByteBuffer boxed = ByteBuffer.allocate(12 + 20 + 8 + codestream.length);
    boxed.putInt(12).putInt(0x6A502020).putInt(0x0D0A870A);
    boxed.putInt(20).putInt(0x66747970).put(new byte[12]);
    boxed.putInt(0).putInt(0x6A703263).put(codestream);
    assertThat(values(boxed.flip(), WIDE)).containsExactly(Streams.drawn(18, 20, 16, 1));

    refused(boxed.limit(36), WIDE, "has no codestream");
  }

  @Test
  void aPictureThatTakesLongerThanItsSizeAllowsIsGivenUp() {
    Jpeg2000Decoder hasty = decoder.within(Duration.ZERO, Duration.ZERO);

    assertThatThrownBy(() -> decode(hasty, Streams.bytes("grey-16.j2k"), WIDE))
        .isInstanceOf(DicomException.class)
        .hasMessage(
            "decoding was given up after the 0 seconds that a picture of this size may take");
  }

  /** The time ends the library in its work: it asks for each code-block when it comes to it. */
  @Test
  void itIsGivenUpInTheMidst() throws IOException {
    ImagePixel pixel = ImagePixel.monochrome(1024, 1024, 16, 16, false);
    ByteBuffer noise = noise(pixel);
    long whole = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = System.nanoTime();
      decode(noise.duplicate(), pixel);
      whole = Math.min(whole, System.nanoTime() - before);
    }
    Jpeg2000Decoder hasty = decoder.within(Duration.ofNanos(whole / 10), Duration.ZERO);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();

    assertThatThrownBy(() -> decode(hasty, noise.duplicate(), pixel))
        .hasMessageContaining("given up");

    assertThat(threads.getCurrentThreadCpuTime() - before)
        .as("of %d nanoseconds", whole)
        .isLessThan(whole / 2);
  }

  private static ByteBuffer noise(ImagePixel pixel) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_USHORT, pixel.columns(), pixel.rows(), 1, null);
    Random random = new Random(1);
    for (int y = 0; y < pixel.rows(); y++) {
      for (int x = 0; x < pixel.columns(); x++) {
        raster.setSample(x, y, 0, random.nextInt(1 << 16));
      }
    }
    ColorModel grey =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = new J2KImageWriterSpi().createWriterInstance();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      J2KImageWriteParam how = new J2KImageWriteParam();
      how.setLossless(true);
      writer.write(
          null, new IIOImage(new BufferedImage(grey, raster, false, null), null, null), how);
    } finally {
      writer.dispose();
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  @Test
  void theLibraryKeepsNothingOfAPicture() throws DicomException {
    decode(Streams.bytes("grey-16.j2k"), WIDE);
    assertThat(FacilityManager.getMsgLogger()).isInstanceOf(StreamMsgLogger.class);
  }

  @Test
  void anotherSizeThanThatOfTheDataSetIsRefused() {
    refused(changed(SIZ + 2, 19), WIDE, "says 19x18");
    refused(Streams.bytes("grey-16.j2k"), ImagePixel.monochrome(18, 20, 8, 8, false), "16 bits");
    refused(Streams.bytes("grey-16.j2k"), Streams.rgb(18, 20), "1 components");
    refused(changed(SIZ + 10, 30), WIDE, "lies at 30 to 20");
  }

  @Test
  void whatWouldTakeTooMuchMemoryIsRefused() {
    ByteBuffer half = changed(SIZ + 18, 10);
    refused(half, WIDE, "tile 1 of the JPEG 2000 codestream has 0 of 1 tile-parts");
    ByteBuffer tiles = changed(SIZ + 2, 9_000).putInt(SIZ + 6, 9_000).putInt(SIZ + 18, 2);
    refused(tiles, ImagePixel.monochrome(9_000, 9_000, 16, 16, false), "tiles");
    ByteBuffer large = changed(SIZ + 2, 9_000).putInt(SIZ + 6, 9_000);
    large.putInt(SIZ + 18, 9_000).putInt(SIZ + 22, 9_000);
    refused(large, ImagePixel.monochrome(9_000, 9_000, 16, 16, false), "over the limit");

    ByteBuffer layers = Streams.bytes("grey-16.j2k");
    layers.putShort(find(layers, 0x52) + 6, (short) 0xFFFF);
    refused(layers, WIDE, "cannot hold 196605 packets");
    ByteBuffer levels = Streams.bytes("grey-16.j2k");
    levels.put(find(levels, 0x52) + 9, (byte) 33);
    refused(levels, WIDE, "33 levels");
    ByteBuffer blocks = Streams.bytes("grey-16.j2k");
    blocks.put(find(blocks, 0x52) + 10, (byte) 11);
    refused(blocks, WIDE, "code-blocks of 2^13");
  }

  @Test
  void laterPartsOfTheStandardAreRefusedByName() {
    ByteBuffer highThroughput = Streams.bytes("grey-16.j2k").putShort(SIZ, (short) 0x4000);
    refused(highThroughput, WIDE, "High-Throughput");
  }

  /** The library throws an Error of its own then. */
  @Test
  void packetMarkersThatAreAnnouncedAndNotThereAreRefused() {
    ByteBuffer stream = Streams.bytes("grey-16.j2k");
    stream.put(find(stream, 0x52) + 4, (byte) 4);
    refused(stream, WIDE, "broken");
  }

  @Test
  void packedPacketHeadersAreRefused() {
    ByteBuffer stream = Streams.bytes("grey-16.j2k");
    stream.put(find(stream, 0x64) + 1, (byte) 0x60);
    refused(stream, WIDE, "packed packet headers");
  }

  @Test
  void missingAndWrongTilePartsAreRefused() {
    ByteBuffer second = Streams.bytes("grey-16.j2k");
    second.put(find(second, 0x90) + 10, (byte) 1);
    refused(second, WIDE, "tile-part 1 of tile 0");
    ByteBuffer more = Streams.bytes("grey-16.j2k");
    more.put(find(more, 0x90) + 11, (byte) 2);
    refused(more, WIDE, "1 of 2 tile-parts");
    ByteBuffer open = Streams.bytes("grey-16.j2k");
    open.putInt(find(open, 0x90) + 6, 0).limit(open.limit() - 2);
    refused(open, WIDE, "no end");
  }

  @Test
  void aTilePartOfNoDeclaredLengthEndsWithTheCodestream() throws DicomException {
    ByteBuffer open = Streams.bytes("grey-16.j2k");
    open.putInt(find(open, 0x90) + 6, 0);
    ByteBuffer padded = ByteBuffer.allocate(open.limit() + 1).put(open).rewind();
    assertThat(values(padded, WIDE)).containsExactly(Streams.drawn(18, 20, 16, 1));
  }

  private static ByteBuffer changed(int at, int value) {
    return Streams.bytes("grey-16.j2k").putInt(at, value);
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

  private int[] values(ByteBuffer stream, ImagePixel pixel) throws DicomException {
    return Streams.values(decode(stream, pixel));
  }

  private Frame decode(ByteBuffer stream, ImagePixel pixel) throws DicomException {
    return decode(decoder, stream, pixel);
  }

  private static Frame decode(Jpeg2000Decoder decoder, ByteBuffer stream, ImagePixel pixel)
      throws DicomException {
    return decoder.decode("1.2.840.10008.1.2.4.90", stream, pixel);
  }
}
