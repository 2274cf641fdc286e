/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A run of bytes of an open file as a stream that skips exactly. Closing does nothing: the channel
 * belongs to somebody else. Not safe for threads.
 */
final class FileSlice extends InputStream {
  private final FileChannel channel;
  private final long end;
  private long position;

  FileSlice(FileChannel channel, long position, long end) {
    this.channel = channel;
    this.position = position;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int most = (int) Math.min(length, end - position);
    int count = channel.read(ByteBuffer.wrap(target, offset, most), position);
    if (count > 0) {
      position += count;
    }
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }
}
