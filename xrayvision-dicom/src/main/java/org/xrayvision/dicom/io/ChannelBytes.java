/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.xrayvision.dicom.data.BulkData;

/** The bytes of a file that is held open. Safe for threads. */
final class ChannelBytes implements FileBytes {
  /** Below this a copy is cheaper than a mapping. */
  private static final long MAP_FROM = 256 * 1024;

  /** Windows deletes no file that is mapped, and a mapping lives until it is collected. */
  private static final boolean MAPPING_LETS_DELETE = File.separatorChar == '/';

  private final Path file;
  private final FileChannel channel;
  private final long size;

  private ChannelBytes(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  static ChannelBytes open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ChannelBytes(file, channel, channel.size());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream stream(long from, long to) {
    return new FileSlice(channel, from, to);
  }

  @Override
  public ByteBuffer bytes(long offset, int length) throws IOException {
    if (length >= MAP_FROM && MAPPING_LETS_DELETE) {
      if (offset + length > channel.size()) {
        throw shorter(offset); // mapping more than there is would be a fault of the whole JVM
      }
      return channel.map(MapMode.READ_ONLY, offset, length);
    }
    byte[] bytes = stream(offset, offset + length).readNBytes(length);
    if (bytes.length < length) {
      throw shorter(offset);
    }
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  private static DicomException shorter(long offset) {
    return new DicomException(
        "the file became shorter while it was open: the bytes from offset " + offset + " are gone");
  }

  @Override
  public InputStream reopen(long from, long to) throws IOException {
    return BulkData.of(file, from, to - from).open();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
