/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
public final class DicomFile implements Closeable {
  private final FileBytes bytes;
  private final FileMeta meta;
  private final ParsedDataSet parsed;
  private final ReadLimits limits;

  private DicomFile(FileBytes bytes, FileMeta meta, ParsedDataSet parsed, ReadLimits limits) {
    this.bytes = bytes;
    this.meta = meta;
    this.parsed = parsed;
    this.limits = limits;
  }

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
    return open(ChannelBytes.open(file), limits);
  }

  /**
   * A file that is in memory, or mapped: the bytes between the buffer's position and limit, within
   * {@link ReadLimits#defaults()}. They are not copied and must not change as long as they are
   * read; the buffer itself is left as it is.
   *
   * @throws DicomException if it is no DICOM file
   */
  public static DicomFile open(ByteBuffer file) throws IOException {
    return open(file, ReadLimits.defaults());
  }

  /**
   * As {@link #open(ByteBuffer)}.
   *
   * @throws DicomException if it is no DICOM file, or one beyond the limits
   */
  public static DicomFile open(ByteBuffer file, ReadLimits limits) throws IOException {
    return open(new BufferBytes(file), limits);
  }

  private static DicomFile open(FileBytes bytes, ReadLimits limits) throws IOException {
    try {
      InputStream start = new BufferedInputStream(bytes.stream(0, bytes.size()), 1024);
      FileMeta meta = Part10.readMeta(start, limits);
      return new DicomFile(bytes, meta, parse(bytes, meta, limits), limits);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  private static ParsedDataSet parse(FileBytes bytes, FileMeta meta, ReadLimits limits)
      throws IOException {
    long start = meta.dataSetOffset();
    long size = bytes.size();
    TransferSyntax syntax = meta.transferSyntax();
    InputStream in = bytes.stream(start, size);
    if (syntax.deflated()) {
      return DataSetParser.parseDeflated(
          in, syntax, limits, false, range -> reopenInflated(bytes, start, range, limits));
    }
    ByteSource source = new ByteSource(in, true, limits.maxDataSetLength());
    return new DataSetReader(
            source,
            syntax,
            limits,
            range -> bytes.reopen(start + range.offset(), start + range.end()))
        .read(size - start, false);
  }

  /** Group 0002; empty if the file has none. */
  public DataSet fileMeta() {
    return meta.elements();
  }

  /** The data set without group 0002. */
  public DataSet dataSet() {
    return parsed.dataSet();
  }

  /** The transfer syntax of the data set; guessed if the file has no group 0002. */
  public TransferSyntax transferSyntax() {
    return meta.transferSyntax();
  }

  /** Bytes before the data set. */
  public long dataSetOffset() {
    return meta.dataSetOffset();
  }

  /** Where the pixel data are, empty if there are none. */
  public Optional<PixelDataLocation> pixelData() {
    return parsed.pixelData();
  }

  /**
   * The bytes of a range of the (inflated) data set, in the byte order of the transfer syntax;
   * mapped or read. The buffer is read-only, begins at position 0 and is set to little endian.
   *
   * @throws DicomException if the range is not inside the data set or longer than a buffer can be
   * @throws IOException if the file cannot be read
   */
  public ByteBuffer pixelBytes(Range range) throws IOException {
    if (range.length() > Integer.MAX_VALUE - 8 || range.end() > parsed.length()) {
      throw new DicomException(
          range + " is not inside the data set of " + parsed.length() + " bytes, or beyond 2 GiB");
    }
    if (transferSyntax().deflated()) {
      InputStream deflated = bytes.stream(dataSetOffset(), bytes.size());
      return ByteBuffer.wrap(inflated(deflated, range, limits))
          .asReadOnlyBuffer()
          .order(ByteOrder.LITTLE_ENDIAN);
    }
    return bytes
        .bytes(dataSetOffset() + range.offset(), (int) range.length())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InputStream reopenInflated(
      FileBytes bytes, long start, Range range, ReadLimits limits) throws IOException {
    try (InputStream deflated = bytes.reopen(start, bytes.size())) {
      return new ByteArrayInputStream(inflated(deflated, range, limits));
    }
  }

  private static byte[] inflated(InputStream deflated, Range range, ReadLimits limits)
      throws IOException {
    try (InflatedStream in = new InflatedStream(deflated, limits.maxDataSetLength())) {
      in.skipNBytes(range.offset());
      byte[] bytes = in.readNBytes((int) range.length());
      if (bytes.length < range.length()) {
        throw new DicomException("the file changed while it was open: " + range + " is gone");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
