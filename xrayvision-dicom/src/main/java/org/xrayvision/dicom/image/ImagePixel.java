/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.util.OptionalInt;
import java.util.Set;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomException;

/**
 * What the Image Pixel module (PS3.3 §C.7.6.3) says of the frames, checked: an instance describes a
 * frame that can be read and is small enough to be. Immutable.
 *
 * @param rows Rows (0028,0010), 1 to 65535
 * @param columns Columns (0028,0011), 1 to 65535
 * @param samplesPerPixel SamplesPerPixel (0028,0002), 1 or 3
 * @param photometricInterpretation PhotometricInterpretation (0028,0004)
 * @param bitsAllocated BitsAllocated (0028,0100), 1, 8 or 16
 * @param bitsStored BitsStored (0028,0101), 1 to bitsAllocated
 * @param highBit HighBit (0028,0102), bitsStored - 1 to bitsAllocated - 1
 * @param signed whether PixelRepresentation (0028,0103) is 1
 * @param numberOfFrames NumberOfFrames (0028,0008), at least 1; 1 if absent or no number
 * @param planarConfiguration PlanarConfiguration (0028,0006), 0 or 1
 */
public record ImagePixel(
    int rows,
    int columns,
    int samplesPerPixel,
    String photometricInterpretation,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    int numberOfFrames,
    int planarConfiguration) {

  /** The most pixels a frame may have: four times the largest detectors of today. */
  public static final int MAX_PIXELS = 100_000_000;

  private static final Set<String> ONE_SAMPLE =
      Set.of("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR");
  private static final Set<String> THREE_SAMPLES =
      Set.of("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT");

  /** Checks nothing beyond what keeps arithmetic sound; {@link #of} checks what peers send. */
  public ImagePixel {
    if (rows < 1 || columns < 1 || (long) rows * columns > MAX_PIXELS) {
      throw new IllegalArgumentException("rows x columns out of range: " + rows + "x" + columns);
    }
    if (bitsStored < 1 || bitsStored > bitsAllocated || bitsAllocated > 16) {
      throw new IllegalArgumentException("bits out of range: " + bitsStored + "/" + bitsAllocated);
    }
    if (highBit < bitsStored - 1 || highBit >= bitsAllocated) {
      throw new IllegalArgumentException("highBit out of range: " + highBit);
    }
    if (samplesPerPixel != 1 && samplesPerPixel != 3) {
      throw new IllegalArgumentException("samplesPerPixel is " + samplesPerPixel);
    }
  }

  /** A one-sample unsigned or signed picture with HighBit = BitsStored - 1, as most X-rays are. */
  public static ImagePixel monochrome(
      int rows, int columns, int bitsAllocated, int bitsStored, boolean signed) {
    return new ImagePixel(
        rows, columns, 1, "MONOCHROME2", bitsAllocated, bitsStored, bitsStored - 1, signed, 1, 0);
  }

  /**
   * Reads and checks the module.
   *
   * @throws DicomException if an element is missing, out of range or contradicts another; the
   *     message names it
   */
  public static ImagePixel of(DataSet dataSet) throws DicomException {
    int rows = inRange(dataSet, Tag.Rows, 1, 0xFFFF);
    int columns = inRange(dataSet, Tag.Columns, 1, 0xFFFF);
    if ((long) rows * columns > MAX_PIXELS) {
      throw new DicomException(
          "Rows (0028,0010) %d x Columns (0028,0011) %d is more than the limit of %d pixels"
              .formatted(rows, columns, MAX_PIXELS));
    }
    int bitsAllocated = inRange(dataSet, Tag.BitsAllocated, 1, 64);
    if (bitsAllocated != 1 && bitsAllocated != 8 && bitsAllocated != 16) {
      throw new DicomException(
          "BitsAllocated (0028,0100) is %d; 1, 8 and 16 can be read".formatted(bitsAllocated));
    }
    int bitsStored = inRange(dataSet, Tag.BitsStored, 1, bitsAllocated);
    // Type 1, but some devices leave it out, or name a bit that leaves no room for the bits stored;
    // the Standard has since fixed it to this value.
    int highBit = Math.max(bitsStored - 1, optional(dataSet, Tag.HighBit, 0, 0, bitsAllocated - 1));
    int samples = optional(dataSet, Tag.SamplesPerPixel, 1, 1, 4);
    String photometric = photometric(dataSet, samples);
    boolean signed = optional(dataSet, Tag.PixelRepresentation, 0, 0, 1) == 1;
    int planar = samples == 1 ? 0 : optional(dataSet, Tag.PlanarConfiguration, 0, 0, 1);
    int frames = Math.max(1, dataSet.integer(Tag.NumberOfFrames).orElse(1));
    return new ImagePixel(
        rows,
        columns,
        samples,
        photometric,
        bitsAllocated,
        bitsStored,
        highBit,
        signed,
        frames,
        planar);
  }

  private static String photometric(DataSet dataSet, int samples) throws DicomException {
    String photometric = dataSet.string(Tag.PhotometricInterpretation).orElse("");
    if (photometric.isEmpty()) {
      throw new DicomException("PhotometricInterpretation (0028,0004) is missing");
    }
    boolean one = ONE_SAMPLE.contains(photometric);
    if (!one && !THREE_SAMPLES.contains(photometric)) {
      throw new DicomException(
          "PhotometricInterpretation (0028,0004) is unknown: " + printable(photometric));
    }
    if (samples != (one ? 1 : 3)) {
      throw new DicomException(
          "SamplesPerPixel (0028,0002) is %d, but PhotometricInterpretation (0028,0004) is %s"
              .formatted(samples, photometric));
    }
    return photometric;
  }

  private static int inRange(DataSet dataSet, int tag, int min, int max) throws DicomException {
    OptionalInt value = dataSet.integer(tag);
    if (value.isEmpty()) {
      throw new DicomException(name(tag) + " is missing");
    }
    if (value.getAsInt() < min || value.getAsInt() > max) {
      throw new DicomException(
          "%s is %d; allowed is %d to %d".formatted(name(tag), value.getAsInt(), min, max));
    }
    return value.getAsInt();
  }

  private static int optional(DataSet dataSet, int tag, int absent, int min, int max)
      throws DicomException {
    return dataSet.hasValue(tag) ? inRange(dataSet, tag, min, max) : absent;
  }

  private static String name(int tag) {
    return Dictionary.keywordOf(tag) + " " + Tag.toString(tag);
  }

  private static String printable(String text) {
    return text.substring(0, Math.min(16, text.length())).replaceAll("[^A-Za-z0-9_ ]", "?");
  }

  /** Values of one frame: rows x columns x samples. */
  public int valuesPerFrame() {
    return Math.multiplyExact(rows * columns, samplesPerPixel);
  }

  /** Bytes that the values of one frame take in memory: one each, or two beyond 8 bits. */
  public long decodedFrameLength() {
    return (long) valuesPerFrame() * (bitsAllocated <= Byte.SIZE ? 1 : 2);
  }

  /** Bytes that one native frame takes in PixelData, before padding to even length. */
  public long nativeFrameLength() {
    long pixels = (long) rows * columns;
    if (photometricInterpretation.equals("YBR_FULL_422")) {
      // PS3.3 §C.7.6.3.1.2: each chrominance value belongs to two pixels of a row.
      return pixels * 2;
    }
    return (pixels * samplesPerPixel * bitsAllocated + 7) / 8;
  }
}
