/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/** JPEG Baseline, 8 bits (ITU-T T.81 process 1). */
final class JpegBaselineDecoder implements FrameDecoder {
  /** An 8x8 block takes at least two bits, so that a byte makes at most 256 samples. */
  private static final int MAX_EXPANSION = 256;

  private static final String BASELINE = TransferSyntax.JPEG_BASELINE_8BIT.uid();

  private final JpegReaders readers;

  JpegBaselineDecoder(JpegReaders readers) {
    this.readers = readers;
  }

  @Override
  public Set<String> transferSyntaxes() {
    return Set.of(BASELINE);
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    JpegHeader header = JpegHeader.read(encodedFrame);
    header.mustMatch(pixel);
    // Some encoders write SOF1 where SOF0 would do; with 8 bits the decoder is the same.
    if (header.process() > 1 || header.precision() != 8) {
      throw new DicomException(
          "the JPEG stream is SOF%d with %d bits instead of baseline (SOF0) with 8"
              .formatted(header.process(), header.precision()));
    }
    long capacity = (long) encodedFrame.remaining() * MAX_EXPANSION;
    if (capacity < (long) pixel.rows() * pixel.columns()) {
      throw new DicomException(
          "a JPEG stream of %d bytes cannot hold %dx%d pixels"
              .formatted(encodedFrame.remaining(), pixel.columns(), pixel.rows()));
    }
    return readers.decode(encodedFrame, header, pixel);
  }

  /** Two flat blocks, black and white: every decoder must get these exactly. */
  @Override
  public List<KnownFrame> knownFrames() {
    return List.of(
        new KnownFrame(
            BASELINE,
            ImagePixel.monochrome(8, 16, 8, 8, false),
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
                + "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAAIABABAREA/8QAFAABAAAAAAAAAAAAAAAA"
                + "AAAAC//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP/P8P//Z",
            "dbf09f0f37760b214ee091eb4725daeaa30d66eaaec89940763da9633dd2660c"));
  }
}
