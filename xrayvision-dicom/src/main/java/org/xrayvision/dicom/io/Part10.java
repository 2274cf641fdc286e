package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The header of a DICOM file: preamble, prefix and file meta information (PS3.10 §7.1).
 *
 * <p>Safe for threads.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Part10 {
  private Part10() {}

  /**
   * Reads up to the first byte of the data set and leaves the stream there. Files without preamble
   * or without file meta information are read too: then the first element tells between Implicit
   * and Explicit VR.
   *
   * @param in a stream that can mark and reset, such as a BufferedInputStream
   * @throws UnknownTransferSyntaxException if PS3.6 does not know the transfer syntax
   * @throws DicomFormatException if it is no DICOM file
   * @throws IOException if the stream fails
   */
  public static FileMeta readMeta(InputStream in, ReadLimits limits) throws IOException {
    throw new DicomException("not yet");
  }

  /**
   * Writes preamble, prefix and file meta information; the data set follows as it is. The stream is
   * neither closed nor flushed.
   *
   * @param sourceAeTitle who sent it, 1 to 16 characters, or null if nobody is known
   * @throws IOException if the stream fails
   */
  public static void writeHeader(
      OutputStream out,
      String transferSyntaxUid,
      String sopClassUid,
      String sopInstanceUid,
      @Nullable String sourceAeTitle)
      throws IOException {
    throw new DicomException("not yet");
  }
}
