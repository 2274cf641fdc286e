/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Knows a kind of patient id and what it tells of its bearer. Safe for threads; called for each
 * exam, on threads of its own, for 2 s at most: a sender waits. What it throws, or cannot say in
 * time, tells nothing of the patient; after two calls that did not return it is switched off.
 */
public interface PatientIdScheme {
  /**
   * Reads an id.
   *
   * @return what it tells, or empty if it is not of this scheme or not valid
   */
  Optional<PatientIdentity> parse(String patientId);

  /**
   * Reads an id with the help of a day on which its bearer was alive, for schemes that leave the
   * century open.
   *
   * @param on the day of the exam
   */
  default Optional<PatientIdentity> parse(String patientId, LocalDate on) {
    return parse(patientId);
  }

  /**
   * Whether an id looks like one of this scheme, valid or not: if {@link #parse} does not take it
   * all the same, the exam is flagged, since it was probably mistyped.
   */
  default boolean resembles(String patientId) {
    return false;
  }
}
