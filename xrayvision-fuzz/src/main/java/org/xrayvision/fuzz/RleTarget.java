/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.fuzz;

import org.xrayvision.dicom.data.TransferSyntax;

/** The decoder of RLE. */
public final class RleTarget {
  private RleTarget() {}

  /** Decodes an {@link Encoded} frame. */
  public static void fuzzerTestOneInput(byte[] data) {
    Encoded.decode(data, TransferSyntax.RLE_LOSSLESS.uid());
  }
}
