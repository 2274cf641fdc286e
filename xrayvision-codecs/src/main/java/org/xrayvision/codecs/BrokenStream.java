/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.codecs;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xrayvision.dicom.io.DicomException;

/** Puts into words what codec libraries throw at streams that are broken. */
final class BrokenStream {
  private BrokenStream() {}

  /**
   * An exception for whatever a library throws; only what it says on purpose is passed on, not that
   * an array was overrun in it.
   */
  static DicomException of(String stream, Throwable thrown) {
    // Libraries wrap what their input throws.
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof DicomException known) {
        return known;
      }
    }
    boolean onPurpose = thrown instanceof IOException || thrown instanceof UncheckedIOException;
    boolean said = onPurpose && thrown.getMessage() != null;
    String reason = said ? ": " + thrown.getMessage() : "";
    return new DicomException("the " + stream + " is broken" + reason, thrown);
  }
}
