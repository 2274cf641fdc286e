/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import org.xrayvision.dicom.data.TransferSyntax;

/** The decoder of JPEG-LS. */
public final class JpegLsTarget {
  private JpegLsTarget() {}

  /** Decodes an {@link Encoded} frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    Encoded.decode(data, TransferSyntax.JPEG_LS_LOSSLESS.uid());
  }
}
