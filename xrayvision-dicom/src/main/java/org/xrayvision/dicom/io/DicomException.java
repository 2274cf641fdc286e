/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The root of what this toolkit throws: the peer, the file or the data set is not as the Standard
 * demands, or asks for more than the limits allow. Plain {@link IOException}s are trouble of the
 * disk or the network.
 *
 * <p>Immutable, apart from what {@link Throwable} keeps.
 */
public class DicomException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message that says what, where and what to do. */
  public DicomException(String message) {
    super(message);
  }

  /** An exception with a message and what caused it. */
  public DicomException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
