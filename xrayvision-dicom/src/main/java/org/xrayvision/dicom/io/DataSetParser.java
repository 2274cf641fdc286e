/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * Reads data sets in one forward pass (PS3.5 §7).
 *
 * <p>Safe for threads; each call reads its own stream.
 */
public final class DataSetParser {
  private DataSetParser() {}

  /**
   * Reads a data set to the end of the stream and checks its structure to the last byte. Small
   * values are kept in memory; pixel data and bulk values longer than {@link
   * ReadLimits#inlineLength} are passed over and known by their position. Group lengths are
   * dropped, of elements that come twice the last one stays, their order does not matter. The
   * stream is always read, never skipped in, so it may be one that copies what is read; it is not
   * closed.
   *
   * @throws DicomFormatException if it is no data set of this transfer syntax, or beyond the limits
   * @throws IOException if the stream fails
   */
  public static ParsedDataSet parse(InputStream in, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    return parse(in, syntax, limits, false);
  }

  /**
   * Reads a data set as {@link #parse} does, but stops before PixelData, FloatPixelData or
   * DoubleFloatPixelData. More of the stream may have been read.
   *
   * @throws DicomFormatException if it is no data set of this transfer syntax, or beyond the limits
   * @throws IOException if the stream fails
   */
  public static ParsedDataSet parseHeader(InputStream in, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    return parse(in, syntax, limits, true);
  }

  private static ParsedDataSet parse(
      InputStream in, TransferSyntax syntax, ReadLimits limits, boolean stopBeforePixelData)
      throws IOException {
    if (syntax.deflated()) {
      return parseDeflated(in, syntax, limits, stopBeforePixelData, null);
    }
    ByteSource source = new ByteSource(in, false, limits.maxDataSetLength());
    return new DataSetReader(source, syntax, limits, null)
        .read(Long.MAX_VALUE, stopBeforePixelData);
  }

  /** Reads a deflated data set whose bulk values can be opened again at their origin. */
  static ParsedDataSet parseDeflated(
      InputStream in,
      TransferSyntax syntax,
      ReadLimits limits,
      boolean stopBeforePixelData,
      LocatedBulk.@Nullable Origin origin)
      throws IOException {
    try (InflatedStream inflated = new InflatedStream(in, limits.maxDataSetLength())) {
      ByteSource source = new ByteSource(inflated, false, limits.maxInflatedLength());
      return new DataSetReader(source, syntax, limits, origin)
          .read(Long.MAX_VALUE, stopBeforePixelData);
    }
  }
}
