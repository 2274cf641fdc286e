/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import org.xrayvision.core.IngestResult.Outcome;

/** The object is not taken; the message is for the sender and free of patient data. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Outcome outcome;

  RefusedException(Outcome outcome, String message) {
    super(message);
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }
}
