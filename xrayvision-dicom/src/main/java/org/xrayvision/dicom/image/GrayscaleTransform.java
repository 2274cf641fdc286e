/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomException;

/**
 * The point-wise part of grey-scale rendering as one lookup table over the stored values (PS3.4
 * §N.2.1): modality LUT or rescale, then VOI LUT or the first window, then polarity, once. Greys
 * are {@code float}s from 0 (black) to {@link #WHITE}, so that nothing is lost before averaging.
 *
 * <p>Where the data set has a table and a formula for one step, the table wins. Immutable and safe
 * for threads.
 */
public final class GrayscaleTransform {
  /** The grey of white. */
  public static final float WHITE = 65535f;

  /** The descriptors of the palettes, (0028,1101) to (0028,1103), and how far their data are. */
  private static final int RED = 0x00281101;

  private static final int GREEN = 0x00281102;
  private static final int BLUE = 0x00281103;
  private static final int DATA = 0x100;

  private final float[] table;
  private final boolean signed;
  private final int signShift;
  private final int paddingLow;
  private final int paddingHigh;

  private GrayscaleTransform(float[] table, ImagePixel pixel, int paddingLow, int paddingHigh) {
    this.table = table;
    this.signed = pixel.signed();
    this.signShift = Integer.SIZE - pixel.bitsStored();
    this.paddingLow = paddingLow;
    this.paddingHigh = paddingHigh;
  }

  /**
   * The transform of a data set's frames. A colour picture gets the one for its {@linkplain
   * Frame#luminance luminance}.
   *
   * @throws DicomException if a lookup table or a number in it cannot be used; the message names it
   */
  public static GrayscaleTransform of(DataSet dataSet, ImagePixel pixel) throws DicomException {
    DoubleUnaryOperator chain = chain(dataSet, pixel);
    int size = 1 << pixel.bitsStored();
    double[] greys = new double[size];
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      int shift = Integer.SIZE - pixel.bitsStored();
      int stored = pixel.signed() ? i << shift >> shift : i;
      double grey = chain.applyAsDouble(stored);
      greys[i] = grey;
      min = Math.min(min, grey);
      max = Math.max(max, grey);
    }
    if (!Double.isFinite(max - min)) {
      throw new DicomException(
          "RescaleSlope (0028,1053) or RescaleIntercept (0028,1052) is out of range");
    }
    int[] padding = padding(dataSet, pixel);
    return new GrayscaleTransform(
        scale(greys, min, max, isInverted(dataSet, pixel)), pixel, padding[0], padding[1]);
  }

  /** To 0..WHITE: the unit of the modality no longer matters, and a float is exact enough. */
  private static float[] scale(double[] greys, double min, double max, boolean inverted) {
    double factor = max > min ? WHITE / (max - min) : 0;
    float[] table = new float[greys.length];
    for (int i = 0; i < table.length; i++) {
      double grey = (greys[i] - min) * factor;
      table[i] = (float) (inverted && factor != 0 ? WHITE - grey : grey);
    }
    return table;
  }

  private static DoubleUnaryOperator chain(DataSet dataSet, ImagePixel pixel)
      throws DicomException {
    if (pixel.samplesPerPixel() != 1) {
      return stored -> stored;
    }
    if (pixel.photometricInterpretation().equals("PALETTE COLOR")) {
      return palette(dataSet, pixel);
    }
    DoubleUnaryOperator modality = modality(dataSet, pixel);
    return modality.andThen(voi(dataSet, pixel, modality));
  }

  private static DoubleUnaryOperator palette(DataSet dataSet, ImagePixel pixel)
      throws DicomException {
    LookupTable red = LookupTable.of(dataSet, RED, RED + DATA, pixel.signed());
    LookupTable green = LookupTable.of(dataSet, GREEN, GREEN + DATA, pixel.signed());
    LookupTable blue = LookupTable.of(dataSet, BLUE, BLUE + DATA, pixel.signed());
    return x -> 0.299 * red.apply(x) + 0.587 * green.apply(x) + 0.114 * blue.apply(x);
  }

  private static DoubleUnaryOperator modality(DataSet dataSet, ImagePixel pixel)
      throws DicomException {
    Optional<LookupTable> table =
        LookupTable.inSequence(dataSet, Tag.ModalityLUTSequence, pixel.signed());
    if (table.isPresent()) {
      return table.get()::apply;
    }
    double intercept = dataSet.decimal(Tag.RescaleIntercept).orElse(0);
    OptionalDouble declared = dataSet.decimal(Tag.RescaleSlope);
    // A slope of 0 would make every picture black: what sends it means that there is no rescale.
    double slope = declared.isPresent() && declared.getAsDouble() != 0 ? declared.getAsDouble() : 1;
    return stored -> stored * slope + intercept;
  }

  private static DoubleUnaryOperator voi(
      DataSet dataSet, ImagePixel pixel, DoubleUnaryOperator modality) throws DicomException {
    Optional<LookupTable> table =
        LookupTable.inSequence(dataSet, Tag.VOILUTSequence, lowest(pixel, modality) < 0);
    if (table.isPresent()) {
      return table.get()::apply;
    }
    Optional<Window> window = Window.first(dataSet);
    return window.isPresent() ? window.get()::apply : x -> x;
  }

  /**
   * The lowest modality value at the ends of the stored range: a VOI LUT of signed input if < 0.
   */
  private static double lowest(ImagePixel pixel, DoubleUnaryOperator modality) {
    int low = pixel.signed() ? -(1 << (pixel.bitsStored() - 1)) : 0;
    int high = low + (1 << pixel.bitsStored()) - 1;
    return Math.min(modality.applyAsDouble(low), modality.applyAsDouble(high));
  }

  /**
   * Whether the lowest value is white. MONOCHROME1 and PresentationLUTShape INVERSE say the same
   * thing; both together say it once.
   */
  public static boolean isInverted(DataSet dataSet, ImagePixel pixel) {
    return switch (pixel.photometricInterpretation()) {
      case "MONOCHROME1" -> true;
      case "MONOCHROME2" -> dataSet.string(Tag.PresentationLUTShape).orElse("").equals("INVERSE");
      default -> false;
    };
  }

  /**
   * PixelPaddingValue and PixelPaddingRangeLimit (PS3.3 §C.7.5.1.1.2); an empty range if absent.
   */
  private static int[] padding(DataSet dataSet, ImagePixel pixel) {
    OptionalInt value = dataSet.integer(Tag.PixelPaddingValue);
    if (value.isEmpty() || pixel.samplesPerPixel() != 1) {
      return new int[] {1, 0};
    }
    int one = sixteenBits(value.getAsInt(), pixel);
    int other =
        sixteenBits(dataSet.integer(Tag.PixelPaddingRangeLimit).orElse(value.getAsInt()), pixel);
    return new int[] {Math.min(one, other), Math.max(one, other)};
  }

  /** Implicit VR cannot tell US from SS: PixelRepresentation does. */
  private static int sixteenBits(int value, ImagePixel pixel) {
    return pixel.signed() ? (short) value : value & 0xFFFF;
  }

  /**
   * Greys of stored values.
   *
   * @param stored as {@link Frame#readRow} gives them
   * @param greys takes {@code length} greys
   */
  public void apply(short[] stored, float[] greys, int length) {
    // A mask of length - 1 lets the compiler prove that no index is out of bounds.
    float[] lookup = table;
    for (int i = 0; i < length; i++) {
      greys[i] = lookup[stored[i] & (lookup.length - 1)];
    }
  }

  /** Whether some stored values mean "no picture here". */
  public boolean hasPadding() {
    return paddingLow <= paddingHigh;
  }

  /** Whether a stored value, as {@link Frame#readRow} gives it, is padding. */
  public boolean isPadding(short stored) {
    int value =
        signed ? stored << signShift >> signShift : (stored & 0xFFFF) << signShift >>> signShift;
    return value >= paddingLow && value <= paddingHigh;
  }
}
