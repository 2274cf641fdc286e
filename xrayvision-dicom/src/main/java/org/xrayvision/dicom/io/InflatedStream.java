/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A deflated data set inflated (PS3.5 §A.5). After the last block it reads the stream below to its
 * end, whatever pads it. Closing frees the inflater and leaves the stream below open. Not safe for
 * threads.
 */
final class InflatedStream extends InputStream {
  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final long limit;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[BUFFER];
  private long taken;
  private boolean dummyGiven;

  /**
   * A stream of what is deflated.
   *
   * @param limit the most bytes that may be read of {@code in}
   */
  InflatedStream(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
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
    try {
      while (true) {
        int count = inflater.inflate(target, offset, length);
        if (count > 0) {
          return count;
        }
        if (inflater.finished()) {
          drain();
          return -1;
        }
        if (inflater.needsDictionary()) {
          throw new DicomFormatException(0, taken, "the deflated data set asks for a dictionary");
        }
        refill();
      }
    } catch (DataFormatException e) {
      throw new DicomFormatException(
          0, inflater.getBytesRead(), "the deflated data set is damaged: " + e.getMessage(), e);
    }
  }

  private void refill() throws IOException {
    int count = take();
    if (count > 0) {
      inflater.setInput(buffer, 0, count);
    } else if (!dummyGiven) {
      dummyGiven = true; // zlib wants a byte beyond the end when there is no zlib header
      inflater.setInput(new byte[1]);
    } else {
      throw new DicomFormatException(0, taken, "the deflated data set ends before its last block");
    }
  }

  private void drain() throws IOException {
    while (take() > 0) {
      // only to be read
    }
  }

  private int take() throws IOException {
    int count = in.read(buffer);
    if (count > 0) {
      taken += count;
      if (taken > limit) {
        throw new DicomFormatException(
            0, taken, "the data set is longer than the limit of " + limit + " bytes");
      }
    }
    return count;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
