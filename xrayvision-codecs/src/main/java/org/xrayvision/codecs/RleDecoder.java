/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.FrameDecoder;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * RLE Lossless (PS3.5 annex G). A frame is a header of sixteen little-endian words and up to
 * fifteen PackBits segments, one per byte of a pixel, the most significant first:
 *
 * <pre>
 *   0  number of segments
 *   4  offset of segment 1, from the start of the header
 *   8  offset of segment 2 ...
 * </pre>
 */
final class RleDecoder implements FrameDecoder {
  private static final int HEADER = 64;

  /** Two bytes of input make at most 128 of output. */
  private static final int MAX_EXPANSION = 64;

  private static final String RLE = TransferSyntax.RLE_LOSSLESS.uid();

  @Override
  public Set<String> transferSyntaxes() {
    return Set.of(RLE);
  }

  @Override
  public Frame decode(String transferSyntaxUid, ByteBuffer encodedFrame, ImagePixel pixel)
      throws DicomException {
    ByteBuffer frame = encodedFrame.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (frame.limit() < HEADER) {
      throw new DicomException("RLE header needs 64 bytes, the frame has " + frame.limit());
    }
    if (pixel.bitsAllocated() == 1) {
      throw new DicomException("BitsAllocated (0028,0100) 1 cannot be RLE");
    }
    int bytesPerValue = pixel.bitsAllocated() / 8;
    int planes = pixel.samplesPerPixel() * bytesPerValue;
    int segments = frame.getInt(0);
    if (segments != planes) {
      throw new DicomException("RLE frame has " + segments + " segments instead of " + planes);
    }
    int plane = pixel.rows() * pixel.columns();
    if ((long) frame.limit() * MAX_EXPANSION < (long) plane * planes) {
      throw new DicomException(
          "RLE frame of %d bytes cannot hold %dx%d pixels"
              .formatted(frame.limit(), pixel.columns(), pixel.rows()));
    }
    return bytesPerValue == 1 ? bytes(frame, pixel, plane) : words(frame, pixel, plane);
  }

  private static Frame bytes(ByteBuffer frame, ImagePixel pixel, int plane) throws DicomException {
    int samples = pixel.samplesPerPixel();
    byte[] values = new byte[plane];
    byte[] cells = samples == 1 ? values : new byte[pixel.valuesPerFrame()];
    for (int sample = 0; sample < samples; sample++) {
      segment(frame, sample, samples, values);
      for (int i = 0, at = sample; i < plane; i++, at += samples) {
        cells[at] = values[i];
      }
    }
    return Frame.of(pixel, cells);
  }

  private static Frame words(ByteBuffer frame, ImagePixel pixel, int plane) throws DicomException {
    int samples = pixel.samplesPerPixel();
    byte[] values = new byte[plane];
    short[] cells = new short[pixel.valuesPerFrame()];
    for (int sample = 0; sample < samples; sample++) {
      segment(frame, 2 * sample, 2 * samples, values);
      for (int i = 0, at = sample; i < plane; i++, at += samples) {
        cells[at] = (short) (values[i] << 8);
      }
      segment(frame, 2 * sample + 1, 2 * samples, values);
      for (int i = 0, at = sample; i < plane; i++, at += samples) {
        cells[at] |= (short) (values[i] & 0xFF);
      }
    }
    return Frame.of(pixel, cells);
  }

  /** Unpacks one segment, which ends where the next begins, or at the end of the frame. */
  private static void segment(ByteBuffer frame, int index, int segments, byte[] unpacked)
      throws DicomException {
    long start = Integer.toUnsignedLong(frame.getInt(4 + 4 * index));
    long end =
        index + 1 < segments ? Integer.toUnsignedLong(frame.getInt(8 + 4 * index)) : frame.limit();
    if (start < HEADER || end < start || end > frame.limit()) {
      throw new DicomException(
          "RLE segment %d lies at %d to %d; the frame has %d bytes"
              .formatted(index + 1, start, end, frame.limit()));
    }
    // One byte of a plane takes two at most; what stands behind them is padding.
    byte[] packed = new byte[(int) Math.min(end - start, 2L * unpacked.length)];
    frame.get((int) start, packed);
    int decoded = unpack(packed, unpacked);
    if (decoded < unpacked.length) {
      throw new DicomException(
          "RLE segment %d ends after %d of %d bytes"
              .formatted(index + 1, decoded, unpacked.length));
    }
  }

  /** PackBits (§G.3.2); stops when either side is at its end and tells how much it unpacked. */
  private static int unpack(byte[] in, byte[] out) {
    int from = 0;
    int to = 0;
    while (from + 1 < in.length && to < out.length) {
      int control = in[from++];
      if (control >= 0) {
        int count = Math.min(control + 1, Math.min(in.length - from, out.length - to));
        System.arraycopy(in, from, out, to, count);
        from += count;
        to += count;
      } else if (control != Byte.MIN_VALUE) {
        int count = Math.min(1 - control, out.length - to);
        Arrays.fill(out, to, to + count, in[from++]);
        to += count;
      }
    }
    return to;
  }

  @Override
  public List<KnownFrame> knownFrames() {
    return List.of(
        new KnownFrame(
            RLE,
            ImagePixel.monochrome(3, 4, 16, 12, false),
            "AgAAAEAAAABQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                + "AAAAAAMAAA8IAwAPAAEDDw8ACAADAAH/AAMRoB4sA///BQEA",
            "2de0312bfd8722a80b2c6ac32273c66bc75148f5e77e9ae7a9baf7023477aecb"));
  }
}
