/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import org.jspecify.annotations.Nullable;

/** A PACS did not do what it was asked to; the message says what to do. Immutable. */
final class PacsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean everything;

  private PacsException(String message, boolean everything, @Nullable Throwable cause) {
    super(message, cause);
    this.everything = everything;
  }

  /** Nothing can be had of this PACS now: an outage, or it is set up wrongly. */
  static PacsException ofAll(String message, @Nullable Throwable cause) {
    return new PacsException(message, true, cause);
  }

  /** This one study could not be had; another one may. */
  static PacsException ofOne(String message, @Nullable Throwable cause) {
    return new PacsException(message, false, cause);
  }

  /** Whether it concerns everything that the PACS is asked for; then no attempt is counted. */
  boolean isOfAll() {
    return everything;
  }
}
