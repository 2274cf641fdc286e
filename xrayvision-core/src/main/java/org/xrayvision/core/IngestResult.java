/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of an object that was offered. Maps one to one to a DIMSE status (PS3.4 §B.2.3, PS3.7
 * annex C). Immutable.
 *
 * @param uid the SOP Instance UID, where one could be read
 * @param message what was wrong and what to do; free of patient data, at most 64 characters are
 *     sent to a DICOM peer
 */
public record IngestResult(Outcome outcome, @Nullable String uid, String message) {
  /** What happened, with its DIMSE status. */
  public enum Outcome {
    /** New, and durable. */
    STORED(0x0000),
    /** The same bytes were there already. */
    ALREADY_STORED(0x0000),
    /** Another object has this UID; both are kept, the exam is flagged. */
    CONFLICT(0x0000),
    /** Our own trouble or too much to do: disk full, database busy. The peer should try again. */
    OUT_OF_RESOURCES(0xA700),
    /** The data set does not match the SOP class or instance it was announced as. */
    DATA_SET_DOES_NOT_MATCH_SOP_CLASS(0xA900),
    /** The data set cannot be read. */
    CANNOT_UNDERSTAND(0xC000),
    /** The SOP Instance UID cannot be one. */
    INVALID_SOP_INSTANCE(0x0117),
    /** An object of a kind or modality that is not taken. */
    SOP_CLASS_NOT_SUPPORTED(0x0122),
    /** This sender may not store. */
    NOT_AUTHORIZED(0x0124),
    /** A fault of ours that another try may not meet. */
    PROCESSING_FAILURE(0x0110);

    private final int status;

    Outcome(int status) {
      this.status = status;
    }

    /** The DIMSE status, 0000 to FFFF. */
    public int status() {
      return status;
    }
  }

  /** Checks that all parts are there. */
  public IngestResult {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(message, "message");
  }

  /** Whether the object is in the store now, durable. */
  public boolean isStored() {
    return outcome.status() == 0;
  }
}
