/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.xrayvision.dicom.io.DicomException;

/**
 * One frame as <em>stored values</em> (PS3.5 §8.1.1): bits outside BitsStored and HighBit removed,
 * shifted down to bit 0, sign-extended where PixelRepresentation is 1; no rescale, no window, no
 * polarity.
 *
 * <p>A frame of native pixel data is a view of the file's bytes, read row by row; it lives as long
 * as the {@link org.xrayvision.dicom.io.DicomFile} it came from. Immutable and safe for threads.
 */
public final class Frame {
  /** What is RGB once decoded: the last two are undone by JPEG 2000 decoders (PS3.5 §8.2.4). */
  private static final Set<String> RGB = Set.of("RGB", "YBR_RCT", "YBR_ICT");

  private final int rows;
  private final int columns;
  private final int samplesPerPixel;
  private final int bytesPerValue;
  private final int bitsStored;
  private final boolean signed;
  private final int shiftLeft;
  private final int shiftRight;
  private final Cells cells;

  private Frame(ImagePixel pixel, int highBit, Cells cells) {
    this.rows = pixel.rows();
    this.columns = pixel.columns();
    this.samplesPerPixel = pixel.samplesPerPixel();
    this.bytesPerValue = pixel.bitsAllocated() <= 8 ? 1 : 2;
    this.bitsStored = pixel.bitsStored();
    this.signed = pixel.signed();
    this.shiftLeft = Short.SIZE - 1 - highBit;
    this.shiftRight = Short.SIZE - pixel.bitsStored();
    this.cells = cells;
  }

  /**
   * A frame over decoded cells of at most 16 bits, row by row, the samples of a pixel side by side.
   *
   * @param pixel what the data set says of the frame; HighBit tells where the stored value sits
   * @param cells rows x columns x samples cells, not copied: the caller gives them away
   * @throws DicomException if there are fewer cells than the frame has
   */
  public static Frame of(ImagePixel pixel, short[] cells) throws DicomException {
    require(pixel, cells.length);
    int width = pixel.columns() * pixel.samplesPerPixel();
    return new Frame(
        pixel, pixel.highBit(), (row, out) -> System.arraycopy(cells, row * width, out, 0, width));
  }

  /**
   * A frame over decoded cells of 8 bits; otherwise as {@link #of(ImagePixel, short[])}.
   *
   * @throws DicomException if there are fewer cells than the frame has
   */
  public static Frame of(ImagePixel pixel, byte[] cells) throws DicomException {
    require(pixel, cells.length);
    int width = pixel.columns() * pixel.samplesPerPixel();
    return new Frame(
        pixel,
        pixel.highBit(),
        (row, out) -> {
          for (int i = 0, at = row * width; i < width; i++) {
            out[i] = (short) (cells[at + i] & 0xFF);
          }
        });
  }

  /** A frame over cells that a reader in this package brings, row by row. */
  static Frame over(ImagePixel pixel, Cells cells) {
    return new Frame(pixel, pixel.highBit(), cells);
  }

  private static void require(ImagePixel pixel, int available) throws DicomException {
    if (available < pixel.valuesPerFrame()) {
      throw new DicomException(
          "frame of %dx%d with %d samples per pixel needs %d values, the decoder gave %d"
              .formatted(
                  pixel.columns(),
                  pixel.rows(),
                  pixel.samplesPerPixel(),
                  pixel.valuesPerFrame(),
                  available));
    }
  }

  /** Height in pixels, at least 1. */
  public int rows() {
    return rows;
  }

  /** Width in pixels, at least 1. */
  public int columns() {
    return columns;
  }

  /** Values of one pixel, side by side in a row: 1 or 3. */
  public int samplesPerPixel() {
    return samplesPerPixel;
  }

  /** Bits of a stored value, 1 to 16. */
  public int bitsStored() {
    return bitsStored;
  }

  /** Whether stored values are two's complement. */
  public boolean signed() {
    return signed;
  }

  /** Values of one row: columns times samples. */
  public int rowLength() {
    return columns * samplesPerPixel;
  }

  /**
   * Reads the stored values of one row. The low {@link #bitsStored()} bits of each element are the
   * value; an unsigned value of 16 bits is read with {@code & 0xFFFF}.
   *
   * @param row 0 to {@link #rows()} - 1
   * @param values takes {@link #rowLength()} values from index 0 on
   */
  public void readRow(int row, short[] values) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row " + row + " of a frame with " + rows + " rows");
    }
    cells.read(row, values);
    if (shiftRight == 0) {
      return;
    }
    int width = rowLength();
    if (signed) {
      for (int i = 0; i < width; i++) {
        values[i] = (short) ((short) (values[i] << shiftLeft) >> shiftRight);
      }
    } else {
      // As HighBit may lie above BitsStored - 1, and anything may stand in the bits around it.
      int mask = (1 << bitsStored) - 1;
      int down = shiftRight - shiftLeft;
      for (int i = 0; i < width; i++) {
        values[i] = (short) (((values[i] & 0xFFFF) >> down) & mask);
      }
    }
  }

  /**
   * SHA-256 over the stored values in hexadecimal: row by row, little endian, one byte each where
   * BitsAllocated is at most 8, else two. The same picture has the same hash in every lossless
   * transfer syntax.
   */
  public String sha256() {
    Digest digest = digest();
    short[] values = new short[rowLength()];
    for (int row = 0; row < rows; row++) {
      readRow(row, values);
      digest.update(values);
    }
    return digest.hex();
  }

  /** A digest of stored values, to be fed with every row in order by who reads them anyway. */
  public Digest digest() {
    return new Digest(rowLength(), bytesPerValue);
  }

  /**
   * The luminance of a colour frame, as a frame with one unsigned sample; a frame that has one
   * sample is returned as it is.
   *
   * @param photometricInterpretation what the three samples are
   */
  public Frame luminance(String photometricInterpretation) {
    if (samplesPerPixel == 1) {
      return this;
    }
    boolean rgb = RGB.contains(photometricInterpretation);
    ImagePixel grey =
        ImagePixel.monochrome(rows, columns, bytesPerValue * Byte.SIZE, bitsStored, false);
    return over(grey, (row, out) -> luminanceRow(row, out, rgb));
  }

  private void luminanceRow(int row, short[] out, boolean rgb) {
    short[] samples = new short[rowLength()];
    readRow(row, samples);
    for (int x = 0, at = 0; x < columns; x++, at += 3) {
      int first = samples[at] & 0xFFFF;
      // ITU-R BT.601 as in PS3.3 §C.7.6.3.1.2; of the YBR interpretations the first sample is Y.
      int grey =
          rgb
              ? (299 * first
                      + 587 * (samples[at + 1] & 0xFFFF)
                      + 114 * (samples[at + 2] & 0xFFFF)
                      + 500)
                  / 1000
              : first;
      out[x] = (short) grey;
    }
  }

  /** Reads the cells of one row as they are stored, before bits are masked. */
  @FunctionalInterface
  interface Cells {
    void read(int row, short[] out);
  }

  /** The running hash of {@link #sha256()}. For one thread. */
  public static final class Digest {
    private final MessageDigest sha256;
    private final int width;
    private final byte[] bytes;
    private final boolean wide;
    private final ByteBuffer buffer;

    private Digest(int width, int bytesPerValue) {
      this.width = width;
      this.wide = bytesPerValue == 2;
      this.bytes = new byte[width * bytesPerValue];
      this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      try {
        this.sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    /** Adds one row as {@link Frame#readRow} gave it. */
    public void update(short[] row) {
      if (wide) {
        buffer.asShortBuffer().put(0, row, 0, width);
      } else {
        for (int i = 0; i < width; i++) {
          bytes[i] = (byte) row[i];
        }
      }
      sha256.update(bytes);
    }

    /** The hash of all rows so far, in lower-case hexadecimal; ends the digest. */
    public String hex() {
      return HexFormat.of().formatHex(sha256.digest());
    }
  }
}
