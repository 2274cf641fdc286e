/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.xrayvision.dicom.data.BulkData;

/**
 * A bulk value known by its position in the data set.
 *
 * @param origin gives the bytes, null if the data set came from a stream that has gone by
 * @param range where in the (inflated) data set
 * @param wordSize bytes whose order is to be turned round, 1 for none
 */
record LocatedBulk(@Nullable Origin origin, Range range, int wordSize) implements BulkData {
  /** What can be opened at a position again. */
  interface Origin {
    InputStream open(Range range) throws IOException;
  }

  @Override
  public long length() {
    return range.length();
  }

  @Override
  public InputStream open() throws IOException {
    if (origin == null) {
      throw new DicomException(
          "the value at offset "
              + range.offset()
              + " was passed over in a stream; open the file that keeps the data set");
    }
    InputStream in = origin.open(range);
    return wordSize == 1 ? in : new SwappedStream(in, wordSize);
  }
}
