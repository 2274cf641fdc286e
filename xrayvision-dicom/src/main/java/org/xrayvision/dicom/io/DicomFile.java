package org.xrayvision.dicom.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * A DICOM file, opened for reading: its elements in memory, its pixel data on demand.
 *
 * <p>Safe for threads until it is closed. Bulk values of {@link #dataSet()} can be opened as long
 * as the file stays where it is, also after closing.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class DicomFile implements Closeable {
  private DicomFile() {}

  /**
   * Opens a file within {@link ReadLimits#defaults()}.
   *
   * @throws DicomException if it is no DICOM file
   * @throws IOException if it cannot be read
   */
  public static DicomFile open(Path file) throws IOException {
    return open(file, ReadLimits.defaults());
  }

  /**
   * Opens a file and reads everything but its bulk values.
   *
   * @throws DicomException if it is no DICOM file, or one beyond the limits
   * @throws IOException if it cannot be read
   */
  public static DicomFile open(Path file, ReadLimits limits) throws IOException {
    throw new DicomException("not yet");
  }

  /** Group 0002; empty if the file has none. */
  public DataSet fileMeta() {
    throw new IllegalStateException("not yet");
  }

  /** The data set without group 0002. */
  public DataSet dataSet() {
    throw new IllegalStateException("not yet");
  }

  /** The transfer syntax of the data set; guessed if the file has no group 0002. */
  public TransferSyntax transferSyntax() {
    throw new IllegalStateException("not yet");
  }

  /** Bytes before the data set. */
  public long dataSetOffset() {
    throw new IllegalStateException("not yet");
  }

  /** Where the pixel data are, empty if there are none. */
  public Optional<PixelDataLocation> pixelData() {
    throw new IllegalStateException("not yet");
  }

  /**
   * The bytes of a range of the (inflated) data set, in the byte order of the file; mapped or read,
   * little endian set, read only.
   *
   * @throws DicomException if the range is not inside the data set or longer than a buffer can be
   * @throws IOException if the file cannot be read
   */
  public ByteBuffer pixelBytes(Range range) throws IOException {
    throw new DicomException("not yet");
  }

  @Override
  public void close() throws IOException {}
}
