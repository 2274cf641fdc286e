/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

/**
 * A run of bytes of a data set.
 *
 * @param offset of its first byte, counted from the first byte of the (inflated) data set
 * @param length bytes in it, 0 or more
 */
public record Range(long offset, long length) {
  public Range {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset " + offset + " or length " + length);
    }
  }

  /** The offset of the first byte after it. */
  public long end() {
    return offset + length;
  }
}
