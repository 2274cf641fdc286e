/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import org.xrayvision.dicom.io.DicomException;

/**
 * What decoding one frame may cost, whatever a header declares: a frame that would starve the
 * others is an error of its own, not an OutOfMemoryError of somebody. Immutable.
 *
 * @param frame bytes of the decoded values
 */
record MemoryBounds(long frame) {
  private static final long KIB = 1024;
  private static final long MOST = 256 * KIB * KIB;

  /**
   * The most values of a frame that must be decoded: the largest stitched X-rays have some 60
   * million. At two bytes each, and {@link #MOST_ENCODED} for a decoder's copy of the stream, they
   * stay within {@link #MOST}; a native frame is not copied at all.
   */
  static final int MOST_DECODED = 1 << 26;

  /** The longest encoded frame: a stream of the most values has about half of their bytes. */
  private static final long MOST_ENCODED = 112 * KIB * KIB;

  /** A quarter of the heap: for the frame, a codec's own copy, and what others do meanwhile. */
  static MemoryBounds ofHeap(long maxMemory) {
    return new MemoryBounds(Math.min(MOST, maxMemory / 4));
  }

  void check(ImagePixel pixel) throws DicomException {
    if (pixel.decodedFrameLength() > frame) {
      throw new DicomException(
          ("Rows (0028,0010) %d x Columns (0028,0011) %d x SamplesPerPixel (0028,0002) %d, with"
                  + " BitsAllocated (0028,0100) %d, are %d bytes in memory; the limit is %d")
              .formatted(
                  pixel.rows(),
                  pixel.columns(),
                  pixel.samplesPerPixel(),
                  pixel.bitsAllocated(),
                  pixel.decodedFrameLength(),
                  frame));
    }
  }

  /** Of a frame that must be decoded, before anything is allocated for it. */
  static void checkDecoded(ImagePixel pixel) throws DicomException {
    if (pixel.valuesPerFrame() > MOST_DECODED) {
      throw new DicomException(
          ("Rows (0028,0010) %d x Columns (0028,0011) %d x SamplesPerPixel (0028,0002) %d are %d"
                  + " values; a compressed frame may have %d")
              .formatted(
                  pixel.rows(),
                  pixel.columns(),
                  pixel.samplesPerPixel(),
                  pixel.valuesPerFrame(),
                  MOST_DECODED));
    }
  }

  /** Compression that makes a frame twice as long as it was compresses nothing. */
  static void checkEncoded(long length, ImagePixel pixel) throws DicomException {
    long most = Math.min(2 * pixel.nativeFrameLength() + 64 * KIB, MOST_ENCODED);
    if (length > most) {
      throw new DicomException(
          ("PixelData (7FE0,0010): the fragments of the first frame are %d bytes; a frame of %dx%d,"
                  + " %d bytes uncompressed, can justify %d")
              .formatted(length, pixel.columns(), pixel.rows(), pixel.nativeFrameLength(), most));
    }
  }
}
