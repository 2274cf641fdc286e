package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * Reads data sets in one forward pass (PS3.5 §7).
 *
 * <p>Safe for threads; each call reads its own stream.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DataSetParser {
  private DataSetParser() {}

  /**
   * Reads a data set to the end of the stream and checks its structure to the last byte. Small
   * values are kept in memory; pixel data and bulk values longer than {@link
   * ReadLimits#inlineLength} are passed over and known by their position. The stream is always read
   * to its end, never skipped in, so it may be one that copies what is read; it is not closed.
   *
   * @throws DicomFormatException if it is no data set of this transfer syntax, or beyond the limits
   * @throws IOException if the stream fails
   */
  public static ParsedDataSet parse(InputStream in, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    throw new DicomException("not yet");
  }

  /**
   * Reads a data set as {@link #parse} does, but stops before the first element of group 7FE0 that
   * is pixel data. More of the stream may have been read.
   *
   * @throws DicomFormatException if it is no data set of this transfer syntax, or beyond the limits
   * @throws IOException if the stream fails
   */
  public static ParsedDataSet parseHeader(InputStream in, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    throw new DicomException("not yet");
  }
}
