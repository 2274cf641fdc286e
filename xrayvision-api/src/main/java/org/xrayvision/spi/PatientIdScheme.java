package org.xrayvision.spi;

import java.util.Optional;

/**
 * Knows a kind of patient id and what it tells of its bearer. Safe for threads; called for each
 * exam.
 */
public interface PatientIdScheme {
  /**
   * Reads an id.
   *
   * @return what it tells, or empty if it is not of this scheme or not valid
   */
  Optional<PatientIdentity> parse(String patientId);
}
