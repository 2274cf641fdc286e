/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * What the largest frames cost that are let in, in streams as short and as costly as can be: no
 * more than two seconds and 256 MiB. What is counted of memory is all that is allocated; of the
 * libraries, that it fits.
 */
class DecodingCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int SIDE = 8192;

  /** Four times what an idle machine needs for the slowest, so that a busy one passes. */
  private static final long MOST_MILLIS = 4000;

  private static final long MOST_BYTES = 256L << 20;

  /**
   * A stream.
   *
   * @param rows as many as the decoder takes of 8192 columns
   * @param copies by which what a library allocates, one thing after the other, exceeds its peak
   */
  record Costly(
      String name,
      TransferSyntax syntax,
      int bits,
      int rows,
      double copies,
      BiFunction<Integer, Integer, byte[]> stream) {
    ImagePixel pixel(int otherRows) {
      return ImagePixel.monochrome(otherRows, SIDE, bits > 8 ? 16 : 8, bits, false);
    }

    FrameDecoder decoder() {
      return Codecs.decoders().stream()
          .filter(one -> one.transferSyntaxes().contains(syntax.uid()))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Costly> streams() {
    TransferSyntax extended = TransferSyntax.JPEG_EXTENDED_12BIT;
    return List.of(
        new Costly("flat blocks", extended, 12, SIDE, 1, CostlyStreams::flatJpeg),
        new Costly("waves", extended, 12, SIDE, 1, CostlyStreams::wavyJpeg),
        new Costly("nothing in 15 scans", extended, 12, SIDE, 1, CostlyStreams::refinedJpeg),
        new Costly(
            "flat blocks of 8 bits",
            TransferSyntax.JPEG_BASELINE_8BIT,
            8,
            SIDE,
            1,
            CostlyStreams::flatBaseline),
        new Costly(
            "one bit a sample",
            TransferSyntax.JPEG_LOSSLESS_SV1,
            16,
            SIDE,
            1,
            CostlyStreams::losslessJpeg),
        new Costly("runs", TransferSyntax.JPEG_LS_LOSSLESS, 16, SIDE, 1, CostlyStreams::runsJpegLs),
        new Costly(
            "repetitions", TransferSyntax.RLE_LOSSLESS, 16, SIDE, 1, CostlyStreams::repeatedRle),
        new Costly(
            "empty packets",
            TransferSyntax.JPEG_2000_LOSSLESS,
            16,
            3904,
            8.0 / 6,
            CostlyStreams::emptyJpeg2000));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isBounded(Costly costly) throws DicomException {
    ByteBuffer stream = ByteBuffer.wrap(costly.stream().apply(costly.rows(), SIDE));
    FrameDecoder decoder = costly.decoder();
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    Frame frame = decoder.decode(costly.syntax().uid(), stream, costly.pixel(costly.rows()));
    long spent = (THREADS.getCurrentThreadCpuTime() - nanos) / 1_000_000;
    long taken = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    assertThat(frame.rows()).isEqualTo(costly.rows());
    assertThat(stream.capacity()).as("little makes much").isLessThan(frame.rows() * SIDE / 7);
    assertThat(spent).as("milliseconds").isLessThan(MOST_MILLIS);
    assertThat(taken / costly.copies()).as("bytes").isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void isNotDecodedWhereFewerBytesSayMore(Costly costly) {
    byte[] stream = costly.stream().apply(costly.rows(), SIDE);
    byte[] start = Arrays.copyOf(stream, stream.length / 3000);
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(
            () ->
                costly
                    .decoder()
                    .decode(
                        costly.syntax().uid(), ByteBuffer.wrap(start), costly.pixel(costly.rows())))
        .isInstanceOf(DicomException.class);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - bytes)
        .as("refused before anything is allocated")
        .isLessThan(32L << 20);
  }
}
