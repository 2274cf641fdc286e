/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

import java.time.LocalDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;

/**
 * Which exam's report is looked for. It holds identifiers: a report source is the hospital's own.
 * Immutable.
 *
 * @param uid SOP Instance UID
 * @param studyUid Study Instance UID, empty where it is not known
 * @param accessionNumber empty where it is not known
 * @param patient who was examined
 * @param region the region's name, empty where it is not known
 * @param modality CR, DX
 * @param taken when, as the DICOM header says, in the site's zone
 * @param knownReportId the report that was found before and may have been amended, or null
 */
public record ReportQuery(
    String uid,
    String studyUid,
    String accessionNumber,
    Patient patient,
    String region,
    String modality,
    LocalDateTime taken,
    @Nullable String knownReportId,
    Deadline deadline) {
  /** Checks that all parts are there. */
  public ReportQuery {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(studyUid, "studyUid");
    Objects.requireNonNull(accessionNumber, "accessionNumber");
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(modality, "modality");
    Objects.requireNonNull(taken, "taken");
    Objects.requireNonNull(deadline, "deadline");
  }
}
