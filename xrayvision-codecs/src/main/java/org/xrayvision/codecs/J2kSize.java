/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * The image and tile sizes of a JPEG 2000 codestream (SIZ, ITU-T T.800 §A.5.1), of which all
 * components have each sample and the same precision. Immutable.
 */
record J2kSize(int width, int height, int tiles, int components, int precision) {
  private static final int FIXED = 36;

  /** Rsiz: whether it is a codestream of part 15, High-Throughput JPEG 2000. */
  private static final int HIGH_THROUGHPUT = 0x4000;

  private static final int MAX_TILES = 10_000;

  static J2kSize read(ByteBuffer segment) throws DicomException {
    int components = segment.remaining() < FIXED ? 0 : segment.getShort(34) & 0xFFFF;
    if (components == 0 || segment.remaining() < FIXED + 3 * components) {
      throw new DicomException("the JPEG 2000 image size is cut short");
    }
    if ((segment.getShort(0) & HIGH_THROUGHPUT) != 0) {
      throw new DicomException("the codestream is High-Throughput JPEG 2000");
    }
    long[] across = extent(segment, 2);
    long[] down = extent(segment, 6);
    long tiles = across[1] * down[1];
    if (tiles > MAX_TILES) {
      throw new DicomException("the JPEG 2000 image has %d tiles".formatted(tiles));
    }
    int depth = segment.get(FIXED);
    for (int at = FIXED; at < FIXED + 3 * components; at += 3) {
      if (segment.get(at) != depth || segment.getShort(at + 1) != 0x0101) {
        throw new DicomException("the components of the JPEG 2000 image have different sizes");
      }
    }
    return new J2kSize((int) across[0], (int) down[0], (int) tiles, components, (depth & 0x7F) + 1);
  }

  /** Size and number of tiles in one direction: the end of the image stands at an offset. */
  private static long[] extent(ByteBuffer segment, int at) throws DicomException {
    long end = Integer.toUnsignedLong(segment.getInt(at));
    long start = Integer.toUnsignedLong(segment.getInt(at + 8));
    long tile = Integer.toUnsignedLong(segment.getInt(at + 16));
    long firstTile = Integer.toUnsignedLong(segment.getInt(at + 24));
    boolean sound = start < end && firstTile <= start && firstTile + tile > start;
    if (!sound || end > Integer.MAX_VALUE / 2 || tile > Integer.MAX_VALUE) {
      throw new DicomException(
          "the JPEG 2000 image lies at %d to %d, its tiles of %d at %d"
              .formatted(start, end, tile, firstTile));
    }
    return new long[] {end - start, (end - firstTile + tile - 1) / tile};
  }

  /** Checks that the stream holds the picture that the data set describes. */
  void mustMatch(ImagePixel pixel) throws DicomException {
    header().mustMatch(pixel);
  }

  /** As {@link JpegHeader#layout}. */
  ImagePixel layout(ImagePixel pixel) {
    return header().layout(pixel);
  }

  private JpegHeader header() {
    return new JpegHeader(0, precision, height, width, components);
  }
}
