/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.nio.ByteBuffer;
import org.xrayvision.dicom.io.DicomException;

/**
 * Finds the codestream in the boxes of a JP2 file (ITU-T T.800 annex I). PS3.5 §A.4.4 wants the
 * codestream alone, but some devices leave the boxes around it.
 */
final class J2kBoxes {
  private static final int SIGNATURE = 0x6A502020; // "jP  "
  private static final int CODESTREAM = 0x6A703263; // "jp2c"
  private static final int HEADER = 8;

  private J2kBoxes() {}

  /** Where the codestream begins: at 0 unless there are boxes. */
  static int codestream(byte[] bytes) throws DicomException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < 12 || in.getInt(0) != 12 || in.getInt(4) != SIGNATURE) {
      return 0;
    }
    long at = 0;
    while (at + HEADER <= bytes.length) {
      long length = Integer.toUnsignedLong(in.getInt((int) at));
      boolean extended = length == 1;
      if (in.getInt((int) at + 4) == CODESTREAM) {
        return (int) at + (extended ? 2 * HEADER : HEADER);
      }
      if (length < HEADER) {
        break;
      }
      at += length;
    }
    throw new DicomException("the JP2 file in the encoded frame has no codestream");
  }
}
