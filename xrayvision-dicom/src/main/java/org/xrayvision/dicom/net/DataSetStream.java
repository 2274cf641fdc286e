/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The data set of one message as a stream, valid until the message is answered. Reads on the
 * association's thread.
 */
final class DataSetStream extends InputStream {
  private final MessageReader reader;

  /** Begins with the first fragment, which must come now. */
  DataSetStream(MessageReader reader, int contextId) throws AssociationException {
    this.reader = reader;
    reader.beginDataSet(contextId);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    return reader.atEndOfDataSet() ? -1 : reader.read(target, offset, length);
  }

  /** Hands over whole pieces of the socket buffer, without a copy. */
  @Override
  public long transferTo(OutputStream out) throws IOException {
    long total = 0;
    while (!reader.atEndOfDataSet()) {
      total += reader.writeTo(out);
    }
    return total;
  }

  /** Costs no copy: the bytes stay in the socket buffer. */
  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    while (skipped < count && !reader.atEndOfDataSet()) {
      skipped += reader.skip(count - skipped);
    }
    return skipped;
  }

  @Override
  public int available() {
    return reader.available();
  }

  /** Does nothing: the association drains what is left. */
  @Override
  public void close() {}
}
