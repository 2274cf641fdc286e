/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.image.Frame;
import org.xrayvision.dicom.image.ImagePixel;
import org.xrayvision.dicom.io.DicomException;

/**
 * Reads one JPEG-LS stream, segment by segment (ITU-T T.87 annex C). For one thread and one stream.
 */
final class JpegLsReader {
  private static final int SOF55 = 0xF7;
  private static final int LSE = 0xF8;
  private static final int SOS = 0xDA;
  private static final int DRI = 0xDD;
  private static final int EOI = 0xD9;
  private static final int APP8 = 0xE8;

  /** LSE, type 1: MAXVAL and thresholds; the others are palettes and sizes of over 16 bits. */
  private static final int PRESET_LENGTH = 11;

  /** A "1" bit stands for a run of at most 2 to the power of 15 samples. */
  private static final long SAMPLES_PER_BYTE = 8L << 15;

  private static final int BY_SAMPLE = 2;

  private final byte[] bytes;
  private final ImagePixel pixel;
  private int position = 2;
  private @Nullable JpegHeader header;
  private int[] components = {};
  private JpegLsPreset preset = JpegLsPreset.NONE;
  private int restartInterval;
  private short[] cells = {};
  private boolean[] decoded = {};

  JpegLsReader(ByteBuffer stream, ImagePixel pixel) {
    this.bytes = Bytes.of(stream);
    this.pixel = pixel;
  }

  Frame read() throws DicomException {
    if (bytes.length < 4 || bytes[0] != (byte) 0xFF || bytes[1] != (byte) 0xD8) {
      throw new DicomException("the encoded frame does not begin with a JPEG SOI marker");
    }
    while (!isComplete()) {
      int marker = marker();
      if (marker == EOI) {
        throw new DicomException("the JPEG-LS stream ends before all components were there");
      }
      ByteBuffer segment = segment(marker);
      switch (marker) {
        case SOF55 -> frameHeader(segment);
        case LSE -> preset(segment);
        case DRI -> restartInterval(segment);
        case SOS -> scan(segment);
        case APP8 -> refuseColourTransform(segment);
        default -> {
          if (marker < APP8 && (marker & 0xF0) == 0xC0) {
            throw new DicomException(
                "the JPEG stream has SOF%d instead of JPEG-LS (SOF55)".formatted(marker & 0x0F));
          }
        }
      }
    }
    return Frame.of(header().layout(pixel), cells);
  }

  private boolean isComplete() {
    for (boolean component : decoded) {
      if (!component) {
        return false;
      }
    }
    return decoded.length > 0;
  }

  private int marker() throws DicomException {
    while (position + 1 < bytes.length && bytes[position] == (byte) 0xFF) {
      int code = bytes[position + 1] & 0xFF;
      if (code != 0xFF) {
        position += 2;
        return code;
      }
      position++;
    }
    throw new DicomException("the JPEG-LS stream has no marker where one must be");
  }

  private ByteBuffer segment(int marker) throws DicomException {
    int left = bytes.length - position;
    int length = left < 2 ? 0 : ((bytes[position] & 0xFF) << 8) | (bytes[position + 1] & 0xFF);
    if (length < 2 || length > left) {
      throw new DicomException("JPEG-LS segment FF%02X is cut short".formatted(marker));
    }
    ByteBuffer segment = ByteBuffer.wrap(bytes, position + 2, length - 2).slice();
    position += length;
    return segment;
  }

  /** Checks what the stream says of itself, and only then allocates. */
  private void frameHeader(ByteBuffer segment) throws DicomException {
    if (header != null) {
      throw new DicomException("the JPEG-LS stream has more than one frame header");
    }
    int count = segment.remaining() < 6 ? -1 : segment.get(5) & 0xFF;
    if (count < 0 || segment.remaining() < 6 + 3 * count) {
      throw new DicomException("the JPEG-LS frame header is cut short");
    }
    JpegHeader read =
        new JpegHeader(
            55,
            segment.get(0) & 0xFF,
            segment.getShort(1) & 0xFFFF,
            segment.getShort(3) & 0xFFFF,
            count);
    read.mustMatch(pixel);
    if (read.precision() < 2) {
      throw new DicomException("the JPEG-LS frame header says %d bits".formatted(read.precision()));
    }
    mustHold();
    header = read;
    components = new int[count];
    for (int i = 0; i < count; i++) {
      components[i] = segment.get(6 + 3 * i) & 0xFF;
    }
    decoded = new boolean[count];
    cells = new short[pixel.valuesPerFrame()];
  }

  /** Each line takes at least one bit, and no bit stands for more than 2^15 samples. */
  private void mustHold() throws DicomException {
    long values = pixel.valuesPerFrame();
    if (bytes.length * 8L < pixel.rows() || bytes.length * SAMPLES_PER_BYTE < values) {
      throw new DicomException(
          "a JPEG-LS stream of %d bytes cannot hold %dx%d pixels"
              .formatted(bytes.length, pixel.columns(), pixel.rows()));
    }
  }

  private JpegHeader header() throws DicomException {
    JpegHeader known = header;
    if (known == null) {
      throw new DicomException("the JPEG-LS stream has no frame header before its scan");
    }
    return known;
  }

  private void preset(ByteBuffer segment) throws DicomException {
    int type = segment.hasRemaining() ? segment.get(0) : 0;
    if (type != 1 || segment.remaining() < PRESET_LENGTH) {
      throw new DicomException("JPEG-LS preset parameters of type " + type + " cannot be read");
    }
    preset =
        new JpegLsPreset(
            segment.getShort(1) & 0xFFFF,
            segment.getShort(3) & 0xFFFF,
            segment.getShort(5) & 0xFFFF,
            segment.getShort(7) & 0xFFFF,
            segment.getShort(9) & 0xFFFF);
  }

  /** In lines; of two to four bytes (§C.2.5). */
  private void restartInterval(ByteBuffer segment) throws DicomException {
    int length = segment.remaining();
    if (length < 2 || length > 4) {
      throw new DicomException("the JPEG-LS restart interval has %d bytes".formatted(length));
    }
    int interval = 0;
    while (segment.hasRemaining()) {
      interval = (interval << 8) | (segment.get() & 0xFF);
    }
    restartInterval = Math.max(interval, 0);
  }

  /** Some encoders store differences of colours; what they mean is in no standard. */
  private static void refuseColourTransform(ByteBuffer segment) throws DicomException {
    boolean named = segment.remaining() >= 5 && segment.getInt(0) == 0x6D726678; // "mrfx"
    if (named && segment.get(4) != 0) {
      throw new DicomException("the JPEG-LS stream has a colour transform, which is not standard");
    }
  }

  private void scan(ByteBuffer segment) throws DicomException {
    JpegHeader frame = header();
    int count = segment.hasRemaining() ? segment.get(0) & 0xFF : 0;
    if (count < 1 || count > components.length || segment.remaining() < 4 + 2 * count) {
      throw new DicomException("the JPEG-LS scan header is broken");
    }
    int[] targets = new int[count];
    for (int i = 0; i < count; i++) {
      targets[i] = target(segment.get(1 + 2 * i) & 0xFF);
      if (segment.get(2 + 2 * i) != 0) {
        throw new DicomException("the JPEG-LS stream has a palette of its own");
      }
    }
    int near = segment.get(1 + 2 * count) & 0xFF;
    int interleave = segment.get(2 + 2 * count);
    if (segment.get(3 + 2 * count) != 0) {
      throw new DicomException("the JPEG-LS stream has a point transform");
    }
    if (interleave < 0 || interleave > BY_SAMPLE || (interleave == 0 && count != 1)) {
      throw new DicomException("the JPEG-LS stream has interleave mode " + interleave);
    }
    JpegLsBits bits = new JpegLsBits(bytes, position);
    JpegLsParameters parameters = JpegLsParameters.of(preset, frame.precision(), near);
    JpegLsScan scan = new JpegLsScan(parameters, bits, frame.width(), count);
    lines(scan, bits, targets, interleave == BY_SAMPLE && count > 1);
    position = bits.nextMarker();
  }

  private int target(int id) throws DicomException {
    for (int i = 0; i < components.length; i++) {
      if (components[i] == id && !decoded[i]) {
        decoded[i] = true;
        return i;
      }
    }
    throw new DicomException("the JPEG-LS stream has a scan of an unknown component");
  }

  private void lines(JpegLsScan scan, JpegLsBits bits, int[] targets, boolean bySample)
      throws DicomException {
    int[][] above = new int[targets.length][pixel.columns() + 2];
    int[][] line = new int[targets.length][pixel.columns() + 2];
    for (int y = 0; y < pixel.rows(); y++) {
      if (restartInterval > 0 && y > 0 && y % restartInterval == 0) {
        bits.restart(y / restartInterval - 1);
        scan.restart();
        for (int[] one : above) {
          Arrays.fill(one, 0);
        }
      }
      if (bySample) {
        scan.pixels(above, line);
      } else {
        for (int i = 0; i < targets.length; i++) {
          scan.line(i, above[i], line[i]);
        }
      }
      store(line, targets, y);
      int[][] next = above;
      above = line;
      line = next;
    }
  }

  private void store(int[][] line, int[] targets, int y) {
    int samples = pixel.samplesPerPixel();
    int columns = pixel.columns();
    for (int i = 0; i < targets.length; i++) {
      int at = y * columns * samples + targets[i];
      for (int x = 1; x <= columns; x++, at += samples) {
        cells[at] = (short) line[i][x];
      }
    }
  }
}
