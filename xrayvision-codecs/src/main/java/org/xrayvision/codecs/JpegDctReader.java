/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * Reads one JPEG stream of a Huffman-coded DCT process, segment by segment (ITU-T T.81 annex B).
 * For one thread and one stream, whose frame header was checked.
 */
final class JpegDctReader {
  private static final int PROGRESSIVE = 2;

  /** Each coefficient in a scan of its own, and a third as many again for their lower bits. */
  private static final int MAX_SCANS = 100;

  /** T.81 §B.2.3. */
  private static final int MAX_BLOCKS_PER_UNIT = 10;

  private final JpegSegments segments;
  private final JpegHeader header;
  private final ImagePixel pixel;
  private final List<JpegPlane> planes = new ArrayList<>();
  private final @Nullable JpegHuffman[] dcTables = new JpegHuffman[4];
  private final @Nullable JpegHuffman[] acTables = new JpegHuffman[4];
  private final int[] @Nullable [] quantisation = new int[4][];
  private JpegPlane.Units units = new JpegPlane.Units(1, 1);
  private int restartInterval;
  private int scans;

  JpegDctReader(ByteBuffer stream, JpegHeader header, ImagePixel pixel) {
    this.segments = new JpegSegments(stream);
    this.header = header;
    this.pixel = pixel;
  }

  Frame read() throws DicomException {
    int marker = segments.marker();
    while (marker >= 0 && marker != JpegSegments.EOI) {
      ByteBuffer segment = segments.segment();
      if (marker == JpegSegments.DHT) {
        JpegSegments.huffmanTables(segment, dcTables, acTables);
      } else if (marker == JpegSegments.DQT) {
        quantisationTables(segment);
      } else if (marker == JpegSegments.DRI) {
        restartInterval = JpegSegments.restartInterval(segment);
      } else if (marker == JpegSegments.SOS) {
        scan(segment);
      } else if (marker >= 0xC0 && marker <= 0xCF) {
        components(segment);
      }
      marker = segments.marker();
    }
    boolean ended = marker == JpegSegments.EOI;
    if (planes.isEmpty() || !planes.stream().allMatch(p -> ended ? p.hasDc() : p.isComplete())) {
      throw new DicomException("the JPEG stream ends before its picture");
    }
    return frame();
  }

  private void quantisationTables(ByteBuffer segment) throws DicomException {
    while (segment.hasRemaining()) {
      int which = segment.get() & 0xFF;
      boolean wide = which >> 4 == 1;
      int needed = wide ? 2 * JpegPlane.BLOCK : JpegPlane.BLOCK;
      if ((which & 15) > 3 || which >> 4 > 1 || segment.remaining() < needed) {
        throw new DicomException("the JPEG stream has a broken quantisation table");
      }
      int[] table = new int[JpegPlane.BLOCK];
      for (int at : JpegScan.ZIGZAG) {
        table[at] = wide ? segment.getShort() & 0xFFFF : segment.get() & 0xFF;
      }
      quantisation[which & 15] = table;
    }
  }

  private void components(ByteBuffer segment) throws DicomException {
    int count = header.components();
    if (segment.remaining() < 6 + 3 * count) {
      throw new DicomException("the JPEG frame header is cut short");
    }
    List<int[]> selections = new ArrayList<>();
    int horizontal = 1;
    int vertical = 1;
    for (int i = 0; i < count; i++) {
      int factors = segment.get(7 + 3 * i) & 0xFF;
      int[] one = {segment.get(6 + 3 * i) & 0xFF, factors, segment.get(8 + 3 * i) & 0xFF};
      if (factors >> 4 < 1 || factors >> 4 > 4 || (factors & 15) < 1 || (factors & 15) > 4) {
        throw new DicomException("a JPEG component has sampling factors %02X".formatted(factors));
      }
      // The factors of a single component mean nothing (§A.2.2), but some encoders write 2x2.
      one[1] = count == 1 ? 0x11 : factors;
      horizontal = Math.max(horizontal, one[1] >> 4);
      vertical = Math.max(vertical, one[1] & 15);
      selections.add(one);
    }
    units = new JpegPlane.Units(horizontal, vertical);
    for (int[] one : selections) {
      planes.add(new JpegPlane(one, header.width(), header.height(), units));
    }
    planes.forEach(JpegPlane::allocate);
  }

  private void scan(ByteBuffer segment) throws DicomException {
    if (++scans > MAX_SCANS) {
      throw new DicomException("the JPEG stream has more than %d scans".formatted(MAX_SCANS));
    }
    int count = segment.hasRemaining() ? segment.get(0) & 0xFF : 0;
    if (count < 1 || count > planes.size() || segment.remaining() < 4 + 2 * count) {
      throw new DicomException("the JPEG scan header is broken");
    }
    JpegScan.Selection selection = selection(segment, 1 + 2 * count, count);
    List<JpegScan.Part> parts = new ArrayList<>();
    int blocks = 0;
    for (int i = 0; i < count; i++) {
      JpegPlane plane = plane(segment.get(1 + 2 * i) & 0xFF);
      int tables = segment.get(2 + 2 * i) & 0x33;
      plane.expect(selection.first(), selection.last(), selection.before(), selection.bit());
      parts.add(new JpegScan.Part(plane, dcTables[tables >> 4], acTables[tables & 15]));
      blocks += plane.horizontal * plane.vertical;
    }
    if (count > 1 && blocks > MAX_BLOCKS_PER_UNIT) {
      throw new DicomException("the JPEG scan has units of %d blocks".formatted(blocks));
    }
    JpegBits bits = segments.bits();
    boolean progressive = header.process() == PROGRESSIVE;
    new JpegScan(bits, parts, selection, progressive, restartInterval)
        .decode(units.across(header.width()), units.down(header.height()));
    segments.skip(bits);
  }

  private JpegScan.Selection selection(ByteBuffer segment, int at, int components)
      throws DicomException {
    int first = segment.get(at) & 0xFF;
    int last = segment.get(at + 1) & 0xFF;
    int before = segment.get(at + 2) >> 4 & 15;
    int bit = segment.get(at + 2) & 15;
    if (header.process() != PROGRESSIVE) {
      // They can only be these (table B.3), and some encoders write others.
      return new JpegScan.Selection(0, JpegPlane.BLOCK - 1, 0, 0);
    }
    boolean band = first == 0 ? last == 0 : last >= first && last <= 63 && components == 1;
    if (!band || bit >= 14 || (before != 0 && before != bit + 1)) {
      throw new DicomException(
          "the JPEG scan header selects coefficients %d to %d, bits %d to %d"
              .formatted(first, last, before, bit));
    }
    return new JpegScan.Selection(first, last, before, bit);
  }

  private JpegPlane plane(int id) throws DicomException {
    for (JpegPlane plane : planes) {
      if (plane.id == id) {
        return plane;
      }
    }
    throw new DicomException("the JPEG stream has a scan of an unknown component");
  }

  private Frame frame() throws DicomException {
    ImagePixel layout = header.layout(pixel);
    int most = (1 << header.precision()) - 1;
    if (!layout.signed()) {
      // Lossy samples may exceed what the data set allows; cut off, they would be black for white.
      most = Math.min(most, (1 << (layout.highBit() + 1)) - 1);
    }
    for (JpegPlane plane : planes) {
      int[] table = plane.quantisation > 3 ? null : quantisation[plane.quantisation];
      if (table == null) {
        throw new DicomException("the JPEG stream lacks a quantisation table");
      }
      plane.transform(new InverseDct(table, header.precision(), most));
    }
    return Frame.of(layout, planes.size() == 1 ? compacted(planes.get(0)) : merged());
  }

  /** Rows without the samples that fill up the last block, in the same array. */
  private short[] compacted(JpegPlane plane) {
    short[] cells = plane.cells();
    for (int y = 1; y < header.height(); y++) {
      System.arraycopy(cells, y * plane.samplesWide(), cells, y * header.width(), header.width());
    }
    return cells;
  }

  private short[] merged() {
    short[] merged = new short[pixel.valuesPerFrame()];
    for (int i = 0; i < planes.size(); i++) {
      JpegPlane plane = planes.get(i);
      for (int y = 0; y < header.height(); y++) {
        int from = y * plane.vertical / units.vertical() * plane.samplesWide();
        int to = y * header.width() * planes.size() + i;
        for (int x = 0; x < header.width(); x++, to += planes.size()) {
          merged[to] = plane.cells()[from + x * plane.horizontal / units.horizontal()];
        }
      }
    }
    return merged;
  }
}
