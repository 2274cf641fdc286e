/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.Dictionary;
import org.xrayvision.dicom.data.Tag;

/**
 * Bytes that are no data set, or one beyond the {@link ReadLimits}. The message begins with the tag
 * and the offset.
 */
public final class DicomFormatException extends DicomException {
  private static final long serialVersionUID = 1L;

  private final int tag;
  private final long offset;

  /**
   * An exception about an element.
   *
   * @param tag the element at fault, 0 if none was read yet
   * @param offset of the element's first byte, counted from where reading began
   */
  public DicomFormatException(int tag, long offset, String message) {
    this(tag, offset, message, null);
  }

  /** As the other, with what caused it. */
  public DicomFormatException(int tag, long offset, String message, @Nullable Throwable cause) {
    super(describe(tag) + " at offset " + offset + ": " + message, cause);
    this.tag = tag;
    this.offset = offset;
  }

  /** The element at fault, 0 if none was read yet. */
  public int tag() {
    return tag;
  }

  /**
   * Where the element begins, counted from where reading began (the data set, or the file meta).
   */
  public long offset() {
    return offset;
  }

  private static String describe(int tag) {
    if (tag == 0) {
      return "DICOM data";
    }
    String keyword = Dictionary.keywordOf(tag);
    return keyword.isEmpty() ? Tag.toString(tag) : Tag.toString(tag) + " " + keyword;
  }
}
