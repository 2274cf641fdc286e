package org.xrayvision.dicom.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.xrayvision.dicom.data.BulkData;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.TransferSyntax;

/**
 * A DICOM file, opened for reading: its elements in memory, its pixel data on demand.
 *
 * <p>Safe for threads until it is closed. Bulk values of {@link #dataSet()} can be opened as long
 * as the file stays where it is, also after closing.
 */
public final class DicomFile implements Closeable {
  /** Below this a copy is cheaper than a mapping. */
  private static final long MAP_FROM = 256 * 1024;

  /** Windows deletes no file that is mapped, and a mapping lives until it is collected. */
  private static final boolean MAPPING_LETS_DELETE = File.separatorChar == '/';

  private final FileChannel channel;
  private final FileMeta meta;
  private final ParsedDataSet parsed;
  private final ReadLimits limits;

  private DicomFile(FileChannel channel, FileMeta meta, ParsedDataSet parsed, ReadLimits limits) {
    this.channel = channel;
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
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long size = channel.size();
      InputStream start = new BufferedInputStream(new FileSlice(channel, 0, size), 1024);
      FileMeta meta = Part10.readMeta(start, limits);
      return new DicomFile(channel, meta, parse(file, channel, meta, limits), limits);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ParsedDataSet parse(
      Path file, FileChannel channel, FileMeta meta, ReadLimits limits) throws IOException {
    long start = meta.dataSetOffset();
    long size = channel.size();
    TransferSyntax syntax = meta.transferSyntax();
    InputStream in = new FileSlice(channel, start, size);
    if (syntax.deflated()) {
      return DataSetParser.parseDeflated(
          in, syntax, limits, false, range -> reopenInflated(file, start, range, limits));
    }
    ByteSource source = new ByteSource(in, true, limits.maxDataSetLength());
    return new DataSetReader(
            source,
            syntax,
            limits,
            range -> BulkData.of(file, start + range.offset(), range.length()).open())
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
    int length = (int) range.length();
    if (transferSyntax().deflated()) {
      return buffer(inflated(channel, dataSetOffset(), range, limits));
    }
    long offset = dataSetOffset() + range.offset();
    if (length >= MAP_FROM && MAPPING_LETS_DELETE) {
      return channel.map(MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer(whole(new FileSlice(channel, offset, offset + length), range));
  }

  private static InputStream reopenInflated(Path file, long start, Range range, ReadLimits limits)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new ByteArrayInputStream(inflated(channel, start, range, limits));
    }
  }

  private static byte[] inflated(FileChannel channel, long start, Range range, ReadLimits limits)
      throws IOException {
    FileSlice deflated = new FileSlice(channel, start, channel.size());
    try (InflatedStream in = new InflatedStream(deflated, limits.maxDataSetLength())) {
      in.skipNBytes(range.offset());
      return whole(in, range);
    }
  }

  private static byte[] whole(InputStream in, Range range) throws IOException {
    byte[] bytes = in.readNBytes((int) range.length());
    if (bytes.length < range.length()) {
      throw new DicomException("the file became shorter while it was open: " + range + " is gone");
    }
    return bytes;
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
