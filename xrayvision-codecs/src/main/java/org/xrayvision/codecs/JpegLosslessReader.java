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
 * Reads one JPEG stream of the lossless process with Huffman codes (SOF3, ITU-T T.81 annex H). For
 * one thread and one stream, whose frame header was checked. It holds two bytes a value.
 */
final class JpegLosslessReader {
  private final JpegSegments segments;
  private final JpegHeader header;
  private final ImagePixel pixel;
  private final int components;
  private final @Nullable JpegHuffman[] tables = new JpegHuffman[4];
  private final @Nullable JpegHuffman[] unused = new JpegHuffman[4];
  private final List<Integer> ids = new ArrayList<>();
  private final boolean[] decoded;
  private short[] cells = {};
  private int restartInterval;

  JpegLosslessReader(ByteBuffer stream, JpegHeader header, ImagePixel pixel) {
    this.segments = new JpegSegments(stream);
    this.header = header;
    this.pixel = pixel;
    this.components = header.components();
    this.decoded = new boolean[components];
  }

  Frame read() throws DicomException {
    int marker = segments.marker();
    while (marker >= 0 && marker != JpegSegments.EOI) {
      ByteBuffer segment = segments.segment();
      if (marker == JpegSegments.DHT) {
        JpegSegments.huffmanTables(segment, tables, unused);
      } else if (marker == JpegSegments.DRI) {
        restartInterval = JpegSegments.restartInterval(segment);
      } else if (marker == JpegSegments.SOS) {
        scan(segment);
      } else if (marker >= 0xC0 && marker <= 0xCF) {
        components(segment);
      }
      marker = segments.marker();
    }
    for (boolean one : decoded) {
      if (!one) {
        throw new DicomException("the JPEG stream ends before its picture");
      }
    }
    return Frame.of(header.layout(pixel), cells);
  }

  /** All of one size: colours are not reduced where nothing may be lost. */
  private void components(ByteBuffer segment) throws DicomException {
    if (!ids.isEmpty()) {
      throw new DicomException("the JPEG stream has a second frame header");
    }
    if (segment.remaining() < 6 + 3 * components) {
      throw new DicomException("the JPEG frame header is cut short");
    }
    for (int i = 0; i < components; i++) {
      // The factors of a single component mean nothing (§A.2.2).
      if (components > 1 && segment.get(7 + 3 * i) != 0x11) {
        throw new DicomException("the components of the lossless JPEG have different sizes");
      }
      ids.add(segment.get(6 + 3 * i) & 0xFF);
    }
    cells = new short[pixel.valuesPerFrame()];
  }

  private void scan(ByteBuffer segment) throws DicomException {
    int count = segment.hasRemaining() ? segment.get(0) & 0xFF : 0;
    if (count < 1 || count > ids.size() || segment.remaining() < 4 + 2 * count) {
      throw new DicomException("the JPEG scan header is broken");
    }
    int[] offsets = new int[count];
    JpegHuffman[] codes = new JpegHuffman[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = place(segment.get(1 + 2 * i) & 0xFF);
      JpegHuffman table = tables[(segment.get(2 + 2 * i) & 0xFF) >> 4 & 3];
      if (table == null) {
        throw new DicomException("the JPEG stream has a scan without its Huffman table");
      }
      codes[i] = table;
    }
    int predictor = segment.get(1 + 2 * count) & 0xFF;
    int shift = segment.get(3 + 2 * count) & 15;
    if (predictor < 1 || predictor > 7 || shift >= header.precision()) {
      throw new DicomException(
          "the lossless JPEG has predictor %d and point transform %d".formatted(predictor, shift));
    }
    JpegBits bits = segments.bits();
    JpegLosslessScan scan =
        new JpegLosslessScan(bits, codes, offsets, predictor, header.precision() - shift, shift);
    scan.decode(cells, header.width(), header.height(), components, restartLines());
    segments.skip(bits);
  }

  /** Which one of the samples of a pixel; each is decoded once. */
  private int place(int id) throws DicomException {
    int place = ids.indexOf(id);
    if (place < 0 || decoded[place]) {
      throw new DicomException("the JPEG stream has a scan of an unknown component");
    }
    decoded[place] = true;
    return place;
  }

  /** Lines between two restart markers, which stand at ends of lines only (§H.1.1). */
  private int restartLines() throws DicomException {
    if (restartInterval % header.width() != 0) {
      throw new DicomException(
          "the lossless JPEG restarts after %d samples in lines of %d"
              .formatted(restartInterval, header.width()));
    }
    return restartInterval / header.width();
  }
}
