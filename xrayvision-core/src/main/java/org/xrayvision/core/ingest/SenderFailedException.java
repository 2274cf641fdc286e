/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;

/** The stream of whoever sends has failed, not our disk. */
final class SenderFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException original;

  SenderFailedException(IOException original) {
    super(original);
    this.original = original;
  }

  /** What the stream threw. */
  IOException original() {
    return original;
  }
}
