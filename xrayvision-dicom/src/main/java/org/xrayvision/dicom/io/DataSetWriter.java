package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.OutputStream;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * Writes data sets (PS3.5 §7).
 *
 * <p>Safe for threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DataSetWriter {
  private DataSetWriter() {}

  /**
   * Writes a data set in Implicit VR Little Endian, Explicit VR Little Endian or Big Endian,
   * deflated, or an encapsulated syntax (then PixelData must be fragments already). Sequences are
   * of undefined length. The stream is neither closed nor flushed.
   *
   * @throws DicomException if the data set cannot be written in this transfer syntax
   * @throws IOException if the stream or a bulk value fails
   */
  public static void write(DataSet dataSet, OutputStream out, TransferSyntax syntax)
      throws IOException {
    throw new DicomException("not yet");
  }

  /**
   * A command set as bytes: Implicit VR Little Endian with its group length first (PS3.7 §6.3).
   *
   * @throws IllegalArgumentException if an element is not of group 0000
   */
  public static byte[] commandBytes(DataSet commandSet) {
    throw new IllegalArgumentException("not yet");
  }
}
