/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Where the bytes of a {@link DicomFile} are. Implementations are safe for threads. */
interface FileBytes extends Closeable {
  long size();

  /** The bytes from here to there, as a stream that skips exactly; to be used until closed. */
  InputStream stream(long from, long to);

  /** Bytes as a read-only view, or a copy where a view costs more. */
  ByteBuffer bytes(long offset, int length) throws IOException;

  /** As {@link #stream}, but also after closing; the caller closes it. */
  InputStream reopen(long from, long to) throws IOException;
}
