/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * A JPEG 2000 codestream (ITU-T T.800 annex A), walked and bounded before a codec library sees it:
 * its headers decide what the library allocates. For one thread and one stream.
 *
 * <p>The library takes the number of tile-parts from the first of them. The Standard allows it to
 * stand in the last one only (§A.4.2), as Kakadu writes it; then the library would read one
 * tile-part, one layer or resolution, and say nothing. So the number is written into all.
 */
final class J2kCodestream {
  private static final int SIZ = 0x51;
  private static final int COD = 0x52;
  private static final int COC = 0x53;
  private static final int CAP = 0x50;
  private static final int POC = 0x5F;
  private static final int PPM = 0x60;
  private static final int PPT = 0x61;
  private static final int SOT = 0x90;
  private static final int SOD = 0x93;
  private static final int EOC = 0xD9;

  private static final int TILE_PART_HEADER = 12;

  /** A packet takes at least a byte; code-blocks may be many in one that is empty. */
  private static final long MAX_CODE_BLOCKS = 500_000;

  private static final int MAX_PROGRESSION_CHANGES = 64;

  private final byte[] bytes;
  private final int start;
  private int position;
  private @Nullable J2kSize size;
  private int layers = 1;
  private int progressionChanges;

  private J2kCodestream(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    this.position = start + 2;
  }

  /** The checked codestream of a frame, with every number of tile-parts in its place. */
  static J2kCodestream read(ByteBuffer frame, ImagePixel pixel) throws DicomException {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(frame.position(), bytes);
    int start = J2kBoxes.codestream(bytes);
    if (bytes.length < start + 4 || bytes[start] != (byte) 0xFF || bytes[start + 1] != 0x4F) {
      throw new DicomException("the encoded frame does not begin with a JPEG 2000 SOC marker");
    }
    J2kCodestream codestream = new J2kCodestream(bytes, start);
    codestream.mainHeader(pixel);
    codestream.tileParts();
    return codestream;
  }

  ByteBuffer bytes() {
    return ByteBuffer.wrap(bytes, start, bytes.length - start);
  }

  J2kSize size() throws DicomException {
    J2kSize known = size;
    if (known == null) {
      throw new DicomException("the JPEG 2000 codestream has no image size");
    }
    return known;
  }

  private void mainHeader(ImagePixel pixel) throws DicomException {
    while (true) {
      int marker = marker(bytes.length);
      if (marker == SOT) {
        position -= 2;
        size();
        return;
      }
      ByteBuffer segment = segment(marker, bytes.length);
      if (marker == SIZ && size == null) {
        J2kSize read = J2kSize.read(segment);
        read.mustMatch(pixel);
        size = read;
      } else if (size == null || marker == SIZ) {
        throw new DicomException("the JPEG 2000 codestream must have one image size, and first");
      } else {
        limit(marker, segment);
      }
    }
  }

  /** Follows Psot from tile-part to tile-part; all tiles must be there. */
  private void tileParts() throws DicomException {
    int[] found = new int[size().tiles()];
    int[] declared = new int[found.length];
    int first = position;
    while (position + 1 < bytes.length && isMarker(SOT)) {
      tilePart(found, declared);
    }
    for (int tile = 0; tile < found.length; tile++) {
      if (found[tile] == 0 || (declared[tile] != 0 && declared[tile] != found[tile])) {
        throw new DicomException(
            "tile %d of the JPEG 2000 codestream has %d of %d tile-parts"
                .formatted(tile, found[tile], Math.max(1, declared[tile])));
      }
    }
    int end = position;
    for (int at = first; at < end; at += length(at, end)) {
      bytes[at + 11] = (byte) found[((bytes[at + 4] & 0xFF) << 8) | (bytes[at + 5] & 0xFF)];
    }
  }

  private void tilePart(int[] found, int[] declared) throws DicomException {
    int start = position;
    if (bytes.length - start < TILE_PART_HEADER + 2) {
      throw new DicomException("the JPEG 2000 codestream ends in a tile-part header");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, start + 4, TILE_PART_HEADER - 4).slice();
    int tile = header.getShort(0) & 0xFFFF;
    int part = header.get(6) & 0xFF;
    int parts = header.get(7) & 0xFF;
    if (tile >= found.length || part != found[tile] || part == 255) {
      throw new DicomException(
          "the JPEG 2000 codestream has tile-part %d of tile %d".formatted(part, tile));
    }
    int end = start + length(start, endOfCodestream());
    found[tile]++;
    declared[tile] = parts == 0 ? declared[tile] : parts;
    position = start + TILE_PART_HEADER;
    int marker = marker(end);
    while (marker != SOD) {
      limit(marker, segment(marker, end));
      marker = marker(end);
    }
    position = end;
  }

  /** Psot; 0 stands for all that is left (§A.4.2). */
  private int length(int start, int end) throws DicomException {
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(start + 6));
    if (length == 0) {
      return end - start;
    }
    if (length < TILE_PART_HEADER + 2 || length > bytes.length - start) {
      throw new DicomException(
          "a tile-part of the JPEG 2000 codestream has %d bytes where %d are left"
              .formatted(length, bytes.length - start));
    }
    return (int) length;
  }

  /** Where EOC stands, which ends a tile-part of no declared length; behind it may be padding. */
  private int endOfCodestream() throws DicomException {
    int at = bytes.length - 2;
    while (at > position && bytes[at + 1] == 0) {
      at--;
    }
    if (at <= position || bytes[at] != (byte) 0xFF || bytes[at + 1] != (byte) EOC) {
      return declaredEnd();
    }
    return at;
  }

  /** Without EOC the length must be declared, or nobody can tell whether the end is missing. */
  private int declaredEnd() throws DicomException {
    if (ByteBuffer.wrap(bytes).getInt(position + 6) == 0) {
      throw new DicomException("the JPEG 2000 codestream has no end (EOC)");
    }
    return bytes.length;
  }

  private boolean isMarker(int code) {
    return bytes[position] == (byte) 0xFF && bytes[position + 1] == (byte) code;
  }

  private int marker(int end) throws DicomException {
    if (end - position < 2 || bytes[position] != (byte) 0xFF) {
      throw new DicomException("the JPEG 2000 codestream has no marker where one must be");
    }
    position += 2;
    return bytes[position - 1] & 0xFF;
  }

  private ByteBuffer segment(int marker, int end) throws DicomException {
    int left = end - position;
    int length = left < 2 ? 0 : ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
    if (length < 2 || length > left) {
      throw new DicomException("JPEG 2000 segment FF%02X is cut short".formatted(marker));
    }
    ByteBuffer segment = ByteBuffer.wrap(bytes, position + 2, length - 2).slice();
    position += length;
    return segment;
  }

  private void limit(int marker, ByteBuffer segment) throws DicomException {
    switch (marker) {
      case COD -> limitDefault(segment);
      case COC -> limitComponent(segment);
      case POC -> {
        progressionChanges += segment.remaining() / 7;
        if (progressionChanges > MAX_PROGRESSION_CHANGES) {
          throw new DicomException("the JPEG 2000 codestream changes its progression too often");
        }
      }
      case PPM, PPT ->
          // The library takes the end of such headers for ones, and counts them for ever.
          throw new DicomException("packed packet headers of JPEG 2000 (PPM, PPT) cannot be read");
      case CAP -> throw new DicomException("the codestream is of a later part of JPEG 2000");
      default -> {}
    }
  }

  private void limitDefault(ByteBuffer segment) throws DicomException {
    if (segment.remaining() < 5) {
      throw new DicomException("the JPEG 2000 coding style is cut short");
    }
    boolean precincts = (segment.get() & 1) == 1;
    layers = segment.getShort(2) & 0xFFFF;
    segment.position(5);
    limit(J2kCodingStyle.read(segment, precincts, size()), size().components());
  }

  private void limitComponent(ByteBuffer segment) throws DicomException {
    int number = size().components() < 257 ? 1 : 2;
    if (segment.remaining() <= number) {
      throw new DicomException("the JPEG 2000 coding style is cut short");
    }
    boolean precincts = (segment.get(number) & 1) == 1;
    segment.position(number + 1);
    limit(J2kCodingStyle.read(segment, precincts, size()), 1);
  }

  private void limit(J2kCodingStyle style, int components) throws DicomException {
    long packets = style.packets() * layers * components;
    long blocks = style.codeBlocks() * size().components();
    if (packets > bytes.length || blocks > MAX_CODE_BLOCKS) {
      throw new DicomException(
          "a JPEG 2000 codestream of %d bytes cannot hold %d packets and %d code-blocks"
              .formatted(bytes.length, packets, blocks));
    }
  }
}
