/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Objects;

/**
 * What came of asking for a radiologist's report now. Immutable.
 *
 * @param message for a person, without patient data
 */
public record FetchResult(Outcome outcome, String message) {
  /** What came of it. */
  public enum Outcome {
    /** There is a new report, or another text of it. */
    FOUND,
    /** It is known already. */
    UNCHANGED,
    /** It was taken back by its source. */
    RETRACTED,
    /** There is none yet. */
    NONE,
    /** It cannot be told which it is, or it cannot be read. */
    REFUSED,
    /** The source cannot be asked now, or failed. */
    UNAVAILABLE,
    /** The exam is not read yet, or there is no such exam. */
    NOT_READY
  }

  /** Checks that both are there. */
  public FetchResult {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(message, "message");
  }
}
