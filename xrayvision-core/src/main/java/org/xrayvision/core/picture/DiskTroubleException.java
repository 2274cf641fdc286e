/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.io.IOException;

/** The disk does not do what it should, and no object is to blame. The message names no file. */
final class DiskTroubleException extends IOException {
  private static final long serialVersionUID = 1L;

  DiskTroubleException(String reason) {
    super(reason);
  }

  /** A picture could not be written. */
  static DiskTroubleException notWritten(IOException cause) {
    DiskTroubleException trouble =
        new DiskTroubleException("the picture cannot be written: " + PictureFiles.reason(cause));
    trouble.initCause(cause);
    return trouble;
  }
}
