/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import org.xrayvision.dicom.data.TransferSyntax;

/** The decoder of JPEG 2000, header code and library. */
public final class Jpeg2000Target {
  private Jpeg2000Target() {}

  /** Decodes an {@link Encoded} frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    Encoded.decode(data, TransferSyntax.JPEG_2000.uid());
  }
}
