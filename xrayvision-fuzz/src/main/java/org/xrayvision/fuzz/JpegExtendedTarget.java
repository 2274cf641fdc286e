/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import org.xrayvision.dicom.data.TransferSyntax;

/** The decoder of JPEG Extended, sequential and progressive. */
public final class JpegExtendedTarget {
  private JpegExtendedTarget() {}

  /** Decodes an {@link Encoded} frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    Encoded.decode(data, TransferSyntax.JPEG_EXTENDED_12BIT.uid());
  }
}
