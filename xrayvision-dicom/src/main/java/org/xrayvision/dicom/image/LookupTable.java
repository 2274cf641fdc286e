/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.image;

import java.util.List;
import java.util.Optional;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.dicom.io.DicomException;

/**
 * A modality, VOI or palette lookup table (PS3.3 §C.11.1.1, §C.11.2.1.1, §C.7.6.3.1.5): inputs
 * below the first entry take the first, above the last the last. Immutable.
 */
final class LookupTable {
  private final int first;
  private final int[] entries;

  private LookupTable(int first, int[] entries) {
    this.first = first;
    this.entries = entries;
  }

  /** The table in the first item of a LUT sequence; empty if the sequence is absent or empty. */
  static Optional<LookupTable> inSequence(DataSet dataSet, int sequence, boolean signedInput)
      throws DicomException {
    List<DataSet> items = dataSet.items(sequence);
    if (items.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(of(items.get(0), Tag.LUTDescriptor, Tag.LUTData, signedInput));
  }

  /**
   * Reads a descriptor (number of entries, first input mapped, bits per entry) and its data.
   *
   * @param signedInput whether the second value of the descriptor is read as two's complement
   */
  static LookupTable of(DataSet dataSet, int descriptorTag, int dataTag, boolean signedInput)
      throws DicomException {
    int[] descriptor = dataSet.integers(descriptorTag);
    if (descriptor.length != 3) {
      throw new DicomException(
          Tag.toString(descriptorTag) + " has " + descriptor.length + " values; a LUT needs 3");
    }
    int count = descriptor[0] & 0xFFFF;
    if (count == 0) {
      count = 1 << 16;
    }
    int first = signedInput ? (short) descriptor[1] : descriptor[1] & 0xFFFF;
    int bits = descriptor[2];
    if (bits < 1 || bits > 16) {
      throw new DicomException(
          Tag.toString(descriptorTag) + " says " + bits + " bits per entry; allowed is 1 to 16");
    }
    return new LookupTable(first, entries(dataSet.bytes(dataTag), count, bits, dataTag));
  }

  /**
   * Entries from little-endian words, or from bytes where 8-bit entries are packed. A table that is
   * shorter than its descriptor says is used as far as it goes.
   */
  private static int[] entries(byte[] data, int count, int bits, int tag) throws DicomException {
    boolean packed = bits <= 8 && data.length < 2L * count && data.length >= count;
    int length = Math.min(count, packed ? data.length : data.length / 2);
    if (length == 0) {
      throw new DicomException("LUT data " + Tag.toString(tag) + " is missing");
    }
    int[] entries = new int[length];
    for (int i = 0; i < length; i++) {
      entries[i] = packed ? data[i] & 0xFF : (data[2 * i] & 0xFF) | (data[2 * i + 1] & 0xFF) << 8;
    }
    return entries;
  }

  /** The entry of an input, which is rounded to the nearest whole number. */
  int apply(double input) {
    long index = Math.round(input) - first;
    return entries[(int) Math.max(0, Math.min(entries.length - 1, index))];
  }
}
