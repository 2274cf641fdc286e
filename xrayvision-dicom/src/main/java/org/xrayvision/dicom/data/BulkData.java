/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A value too large to be carried along: it says how long it is and opens when it is wanted.
 * Numbers in it stand least significant byte first.
 *
 * <p>Implementations are safe for threads; each {@link #open} is independent of the others.
 */
public interface BulkData {
  /** Bytes that {@link #open} will give. */
  long length();

  /**
   * The value from its first byte; the caller closes it.
   *
   * @throws IOException if the value cannot be read, or was left in a stream that has gone by
   */
  InputStream open() throws IOException;

  /** A value in memory; the array is not copied and must not be changed afterwards. */
  static BulkData of(byte[] value) {
    return new BulkData() {
      @Override
      public long length() {
        return value.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(value);
      }
    };
  }

  /**
   * {@code length} bytes of a file from {@code offset}; the file is opened on each {@link #open}.
   */
  static BulkData of(Path file, long offset, long length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset " + offset + " or length " + length);
    }
    return new BulkData() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        try {
          return new BoundedStream(Channels.newInputStream(channel.position(offset)), length);
        } catch (IOException | RuntimeException e) {
          channel.close();
          throw e;
        }
      }
    };
  }
}
