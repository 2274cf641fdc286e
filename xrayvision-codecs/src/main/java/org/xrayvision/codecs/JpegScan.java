/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.io.DicomException;

/**
 * Decodes one scan of a Huffman-coded JPEG stream, sequential or progressive (ITU-T T.81 annexes F
 * and G). For one thread.
 */
final class JpegScan {
  /** Where the coefficients in zig-zag order stand in a block (figure A.6). */
  static final int[] ZIGZAG = zigzag();

  /** A component in a scan with its tables; one that the scan does not need may be missing. */
  record Part(JpegPlane plane, @Nullable JpegHuffman dc, @Nullable JpegHuffman ac) {}

  /**
   * Which coefficients, and which of their bits, a scan brings (§G.1.1.1).
   *
   * @param first Ss
   * @param last Se
   * @param before Ah
   * @param bit Al
   */
  record Selection(int first, int last, int before, int bit) {}

  private final JpegBits bits;
  private final List<Part> parts;
  private final Selection selection;
  private final boolean progressive;
  private final int restartInterval;
  private final int[] predicted;

  /** Blocks that have no more coefficients in this scan. */
  private int endOfBand;

  private int unit;

  JpegScan(
      JpegBits bits,
      List<Part> parts,
      Selection selection,
      boolean progressive,
      int restartInterval) {
    this.bits = bits;
    this.parts = parts;
    this.selection = selection;
    this.progressive = progressive;
    this.restartInterval = restartInterval;
    this.predicted = new int[parts.size()];
  }

  private static int[] zigzag() {
    int[] order = new int[JpegPlane.BLOCK];
    int k = 0;
    for (int sum = 0; sum <= 14; sum++) {
      for (int i = Math.max(0, sum - 7); i <= Math.min(7, sum); i++) {
        int row = sum % 2 == 0 ? sum - i : i;
        order[k++] = row * 8 + (sum - row);
      }
    }
    return order;
  }

  void decode(int across, int down) throws DicomException {
    if (parts.size() == 1) {
      JpegPlane plane = parts.get(0).plane();
      for (int y = 0; y < plane.blocksHigh; y++) {
        for (int x = 0; x < plane.blocksWide; x++) {
          nextUnit();
          block(0, y, x);
        }
      }
      return;
    }
    for (int y = 0; y < down; y++) {
      for (int x = 0; x < across; x++) {
        nextUnit();
        interleaved(y, x);
      }
    }
  }

  private void interleaved(int unitY, int unitX) throws DicomException {
    for (int i = 0; i < parts.size(); i++) {
      JpegPlane plane = parts.get(i).plane();
      for (int y = 0; y < plane.vertical; y++) {
        for (int x = 0; x < plane.horizontal; x++) {
          block(i, unitY * plane.vertical + y, unitX * plane.horizontal + x);
        }
      }
    }
  }

  private void nextUnit() throws DicomException {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
      bits.restart(unit / restartInterval - 1);
      Arrays.fill(predicted, 0);
      endOfBand = 0;
    }
    unit++;
  }

  private void block(int index, int y, int x) throws DicomException {
    Part part = parts.get(index);
    short[] cells = part.plane().cells();
    int at = (y * part.plane().stride + x) * JpegPlane.BLOCK;
    if (selection.first() == 0) {
      dc(index, cells, at);
      if (!progressive) {
        ac(table(part.ac()), cells, at, 1);
      }
    } else if (selection.before() == 0) {
      ac(table(part.ac()), cells, at, selection.first());
    } else {
      refine(table(part.ac()), cells, at);
    }
  }

  private static JpegHuffman table(@Nullable JpegHuffman table) throws DicomException {
    if (table == null) {
      throw new DicomException("the JPEG stream has a scan without its Huffman table");
    }
    return table;
  }

  private void dc(int index, short[] cells, int at) throws DicomException {
    if (selection.before() > 0) {
      cells[at] |= (short) (bits.bit() << selection.bit());
      return;
    }
    int size = table(parts.get(index).dc()).next(bits);
    if (size > 15) {
      throw new DicomException("the JPEG stream has a difference of %d bits".formatted(size));
    }
    predicted[index] += bits.signed(size);
    cells[at] = (short) (predicted[index] << selection.bit());
  }

  /** The first bits of coefficients (§F.2.2.2, §G.1.2.2). */
  private void ac(JpegHuffman table, short[] cells, int at, int first) throws DicomException {
    if (endOfBand > 0) {
      endOfBand--;
      return;
    }
    int k = first;
    while (k <= selection.last()) {
      int symbol = table.next(bits);
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size == 0 && run < 15) {
        endOfBand = progressive ? (1 << run) - 1 + bits.bits(run) : 0;
        return;
      }
      k += run;
      if (k > selection.last()) {
        throw new DicomException("the JPEG stream has a run beyond the end of its block");
      }
      cells[at + ZIGZAG[k]] = (short) (bits.signed(size) << selection.bit());
      k++;
    }
  }

  /** One more bit of coefficients, and those that have become other than 0 by it (§G.1.2.3). */
  private void refine(JpegHuffman table, short[] cells, int at) throws DicomException {
    int k = selection.first();
    while (endOfBand == 0 && k <= selection.last()) {
      int symbol = table.next(bits);
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size > 1) {
        throw new DicomException("the JPEG stream refines a coefficient by more than a bit");
      }
      if (size == 0 && run < 15) {
        endOfBand = (1 << run) + bits.bits(run);
        break;
      }
      int sign = size == 0 ? 0 : 2 * bits.bit() - 1;
      k = skip(run, cells, at, k);
      if (k <= selection.last()) {
        if (sign != 0) {
          cells[at + ZIGZAG[k]] = (short) (sign << selection.bit());
        }
        k++;
      }
    }
    if (endOfBand > 0) {
      skip(JpegPlane.BLOCK, cells, at, k);
      endOfBand--;
    }
  }

  /** Passes so many coefficients that are still 0, to the next such; refines those between. */
  private int skip(int zeros, short[] cells, int at, int from) throws DicomException {
    int bit = 1 << selection.bit();
    int left = zeros;
    int k = from;
    while (k <= selection.last()) {
      int cell = at + ZIGZAG[k];
      if (cells[cell] == 0) {
        if (left == 0) {
          return k;
        }
        left--;
      } else if (bits.bit() == 1) {
        cells[cell] += (short) (cells[cell] > 0 ? bit : -bit);
      }
      k++;
    }
    return k;
  }
}
