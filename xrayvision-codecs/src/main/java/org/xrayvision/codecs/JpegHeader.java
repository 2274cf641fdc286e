/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * The frame header (SOFn) of a JPEG stream, found before a codec library sees the stream, as such
 * libraries allocate what it says (ITU-T T.81 §B.2.2). Immutable.
 *
 * @param process n of SOFn: 0 baseline, 1 extended, 3 lossless
 * @param precision bits per sample
 * @param components samples per pixel
 */
record JpegHeader(int process, int precision, int height, int width, int components) {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DNL = 0xDC;

  /**
   * Walks all markers, those after the entropy-coded data too: there must be one frame header.
   *
   * @throws DicomException if the stream is no JPEG or has none or several frame headers
   */
  static JpegHeader read(ByteBuffer stream) throws DicomException {
    ByteBuffer in = stream.slice().order(ByteOrder.BIG_ENDIAN);
    if (in.remaining() < 4 || (in.getShort() & 0xFFFF) != (0xFF00 | SOI)) {
      throw new DicomException("the encoded frame does not begin with a JPEG SOI marker");
    }
    JpegHeader header = null;
    int marker = nextMarker(in, false);
    while (marker >= 0 && marker != EOI) {
      ByteBuffer segment = segment(in, marker);
      if (isFrameHeader(marker)) {
        header = onlyOne(header, frameHeader(marker, segment));
      } else if (marker == DNL) {
        throw new DicomException("the JPEG stream defines its height after the picture (DNL)");
      }
      marker = nextMarker(in, marker == SOS);
    }
    if (header == null) {
      throw new DicomException("the JPEG stream has no frame header");
    }
    return header;
  }

  private static JpegHeader onlyOne(@Nullable JpegHeader before, JpegHeader header)
      throws DicomException {
    if (before != null) {
      throw new DicomException("the JPEG stream has more than one frame header");
    }
    return header;
  }

  /** SOF0 to SOF15, without DHT (C4), JPG (C8) and DAC (CC), which lie between them. */
  private static boolean isFrameHeader(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /**
   * The code of the next marker with a segment, or EOI; -1 at the end of the stream.
   *
   * @param entropyCoded whether FF 00 and RSTn are part of the data in between
   */
  private static int nextMarker(ByteBuffer in, boolean entropyCoded) throws DicomException {
    while (in.remaining() >= 2) {
      int value = in.get() & 0xFF;
      if (value != 0xFF) {
        if (!entropyCoded) {
          throw new DicomException("the JPEG stream has bytes between its segments");
        }
        continue;
      }
      int code = in.get() & 0xFF;
      if (code == 0xFF) {
        in.position(in.position() - 1);
      } else if (code != 0 && (code < 0xD0 || code > SOI)) {
        return code;
      }
    }
    return -1;
  }

  private static ByteBuffer segment(ByteBuffer in, int marker) throws DicomException {
    int length = in.remaining() < 2 ? 0 : in.getShort() & 0xFFFF;
    if (length < 2 || length - 2 > in.remaining()) {
      throw new DicomException("JPEG segment FF%02X is cut short".formatted(marker));
    }
    ByteBuffer segment = in.slice(in.position(), length - 2).order(ByteOrder.BIG_ENDIAN);
    in.position(in.position() + length - 2);
    return segment;
  }

  private static JpegHeader frameHeader(int marker, ByteBuffer segment) throws DicomException {
    if (segment.remaining() < 6) {
      throw new DicomException("the JPEG frame header is cut short");
    }
    return new JpegHeader(
        marker & 0x0F,
        segment.get(0) & 0xFF,
        segment.getShort(1) & 0xFFFF,
        segment.getShort(3) & 0xFFFF,
        segment.get(5) & 0xFF);
  }

  /** Checks that the stream holds the picture that the data set describes. */
  void mustMatch(ImagePixel pixel) throws DicomException {
    if (width != pixel.columns() || height != pixel.rows()) {
      throw new DicomException(
          "the encoded frame says %dx%d; Columns (0028,0011) and Rows (0028,0010) say %dx%d"
              .formatted(width, height, pixel.columns(), pixel.rows()));
    }
    if (components != pixel.samplesPerPixel()) {
      throw new DicomException(
          "the encoded frame says %d components; SamplesPerPixel (0028,0002) says %d"
              .formatted(components, pixel.samplesPerPixel()));
    }
    if (precision > pixel.bitsAllocated()) {
      throw new DicomException(
          "the encoded frame says %d bits; BitsAllocated (0028,0100) says %d"
              .formatted(precision, pixel.bitsAllocated()));
    }
  }

  /**
   * Where the stored values sit in the samples: an encoder that was given stored values and not
   * cells has moved them down to bit 0.
   */
  ImagePixel layout(ImagePixel pixel) {
    return precision > pixel.bitsStored()
        ? pixel
        : new ImagePixel(
            pixel.rows(),
            pixel.columns(),
            pixel.samplesPerPixel(),
            pixel.photometricInterpretation(),
            pixel.bitsAllocated(),
            pixel.bitsStored(),
            pixel.bitsStored() - 1,
            pixel.signed(),
            pixel.numberOfFrames(),
            pixel.planarConfiguration());
  }
}
