/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.util.Locale;
import java.util.Optional;

/** Where an exam stands on its way from the listener to the report. Immutable. */
public enum ExamStatus {
  /** Stored; its picture is not made yet. */
  NONE,
  /** Its picture is ready; it waits for the vision model. */
  QUEUED,
  /** A person asked for another look; goes before {@link #QUEUED}. */
  REQUEUE,
  /** A worker has claimed it. */
  PROCESSING,
  /** Read; the radiologist's report has come and waits to be assessed. */
  CHECK,
  /** Read, and assessed as far as could be. */
  DONE,
  /** Of a region that is not supported. */
  IGNORE,
  /** Given up; the reason is kept. */
  ERROR;

  /** The word in the database and in the API: the name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of a code, or empty for a word that is none. */
  public static Optional<ExamStatus> ofCode(String code) {
    for (ExamStatus status : values()) {
      if (status.code().equals(code.toLowerCase(Locale.ROOT))) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
