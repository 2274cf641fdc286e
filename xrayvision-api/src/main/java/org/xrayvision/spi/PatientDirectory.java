/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.util.Optional;
import org.xrayvision.api.Patient;

/** A {@link ReportSource} that also knows patients: id, birth date, sex. Optional. */
public interface PatientDirectory {
  /**
   * Looks a patient up.
   *
   * @param known what the DICOM header says
   * @return what the source says of the same person, or empty if it knows none
   * @throws TransientBackendException if another try may succeed
   * @throws PermanentBackendException if more than one person fits
   */
  Optional<Patient> patient(Patient known, Deadline deadline);
}
