/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import org.xrayvision.dicom.data.TransferSyntax;

/** The decoder of JPEG Lossless, header code and library. */
public final class JpegLosslessTarget {
  private JpegLosslessTarget() {}

  /** Decodes an {@link Encoded} frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    Encoded.decode(data, TransferSyntax.JPEG_LOSSLESS.uid());
  }
}
