/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of words with their bytes in the other order. Not safe for threads. */
final class SwappedStream extends FilterInputStream {
  private static final int BUFFER = 64 * 1024;

  private final int wordSize;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  SwappedStream(InputStream in, int wordSize) {
    super(in);
    this.wordSize = wordSize;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    while (skipped < count && fill()) {
      int step = (int) Math.min(count - skipped, end - at);
      at += step;
      skipped += step;
    }
    return skipped;
  }

  @Override
  public int available() {
    return end - at;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    at = 0;
    end = in.readNBytes(buffer, 0, BUFFER);
    swap(buffer, end, wordSize);
    return end > 0;
  }

  /** Turns the bytes of each whole word round, in place. */
  static void swap(byte[] bytes, int length, int wordSize) {
    for (int word = 0; word + wordSize <= length; word += wordSize) {
      for (int low = word, high = word + wordSize - 1; low < high; low++, high--) {
        byte kept = bytes[low];
        bytes[low] = bytes[high];
        bytes[high] = kept;
      }
    }
  }
}
