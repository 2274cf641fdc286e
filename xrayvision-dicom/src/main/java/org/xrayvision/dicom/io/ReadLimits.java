/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

/**
 * What reading a data set may cost. Each number is a bound; one more is a {@link
 * DicomFormatException}.
 *
 * <p>Immutable and safe for threads.
 *
 * @param maxDepth sequences within sequences, 1..256
 * @param maxElements elements of the whole data set, items of sequences counted too
 * @param maxElementLength bytes of one value that is not bulk and therefore kept in memory
 * @param inlineLength bytes up to which a bulk value (OB, OD, OF, OL, OV, OW, UN) is kept in
 *     memory; longer ones are left where they are
 * @param maxHeldLength bytes of all values kept in memory together
 * @param maxFragments fragments of all encapsulated values together
 * @param maxInflatedLength bytes that a deflated data set may become
 * @param maxDataSetLength bytes of the data set as encoded
 */
public record ReadLimits(
    int maxDepth,
    int maxElements,
    long maxElementLength,
    long inlineLength,
    long maxHeldLength,
    int maxFragments,
    long maxInflatedLength,
    long maxDataSetLength) {
  private static final long KIB = 1024;
  private static final long MIB = KIB * KIB;
  private static final int DEEPEST = 256;
  private static final ReadLimits DEFAULTS =
      new ReadLimits(64, 100_000, 4 * MIB, 256 * KIB, 16 * MIB, 100_000, 512 * MIB, 8 * 1024 * MIB);

  public ReadLimits {
    if (maxDepth < 1 || maxDepth > DEEPEST) {
      throw new IllegalArgumentException("maxDepth " + maxDepth + " is not in 1.." + DEEPEST);
    }
    atLeastOne("maxElements", maxElements);
    atLeastOne("maxElementLength", maxElementLength);
    atLeastOne("inlineLength", inlineLength);
    atLeastOne("maxHeldLength", maxHeldLength);
    atLeastOne("maxFragments", maxFragments);
    atLeastOne("maxInflatedLength", maxInflatedLength);
    atLeastOne("maxDataSetLength", maxDataSetLength);
    if (inlineLength > Integer.MAX_VALUE - KIB || maxElementLength > Integer.MAX_VALUE - KIB) {
      throw new IllegalArgumentException("values in memory are at most 2 GiB");
    }
  }

  /**
   * 64 levels, 100,000 elements, 4 MiB a value, 256 KiB a bulk value in memory, 16 MiB in memory,
   * 100,000 fragments, 512 MiB inflated, 8 GiB a data set: ample for an X-ray, and what a hostile
   * peer can make us hold is some tens of megabytes an association.
   */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  /** These limits with another {@link #maxDepth}. */
  public ReadLimits withMaxDepth(int depth) {
    return new ReadLimits(
        depth,
        maxElements,
        maxElementLength,
        inlineLength,
        maxHeldLength,
        maxFragments,
        maxInflatedLength,
        maxDataSetLength);
  }

  /** These limits with another {@link #maxElements}. */
  public ReadLimits withMaxElements(int elements) {
    return new ReadLimits(
        maxDepth,
        elements,
        maxElementLength,
        inlineLength,
        maxHeldLength,
        maxFragments,
        maxInflatedLength,
        maxDataSetLength);
  }

  /** These limits with another {@link #maxElementLength}. */
  public ReadLimits withMaxElementLength(long length) {
    return new ReadLimits(
        maxDepth,
        maxElements,
        length,
        inlineLength,
        maxHeldLength,
        maxFragments,
        maxInflatedLength,
        maxDataSetLength);
  }

  /** These limits with another {@link #inlineLength}. */
  public ReadLimits withInlineLength(long length) {
    return new ReadLimits(
        maxDepth,
        maxElements,
        maxElementLength,
        length,
        maxHeldLength,
        maxFragments,
        maxInflatedLength,
        maxDataSetLength);
  }

  /** These limits with another {@link #maxHeldLength}. */
  public ReadLimits withMaxHeldLength(long length) {
    return new ReadLimits(
        maxDepth,
        maxElements,
        maxElementLength,
        inlineLength,
        length,
        maxFragments,
        maxInflatedLength,
        maxDataSetLength);
  }

  /** These limits with another {@link #maxFragments}. */
  public ReadLimits withMaxFragments(int fragments) {
    return new ReadLimits(
        maxDepth,
        maxElements,
        maxElementLength,
        inlineLength,
        maxHeldLength,
        fragments,
        maxInflatedLength,
        maxDataSetLength);
  }

  /** These limits with another {@link #maxInflatedLength}. */
  public ReadLimits withMaxInflatedLength(long length) {
    return new ReadLimits(
        maxDepth,
        maxElements,
        maxElementLength,
        inlineLength,
        maxHeldLength,
        maxFragments,
        length,
        maxDataSetLength);
  }

  /** These limits with another {@link #maxDataSetLength}. */
  public ReadLimits withMaxDataSetLength(long length) {
    return new ReadLimits(
        maxDepth,
        maxElements,
        maxElementLength,
        inlineLength,
        maxHeldLength,
        maxFragments,
        maxInflatedLength,
        length);
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value + " is below 1");
    }
  }
}
