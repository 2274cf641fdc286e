/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;
import org.xrayvision.api.Sex;

/** Exams of one invented patient. */
final class Exams {
  static final String CNP = "2850914080011";
  static final Patient MARIA =
      new Patient(CNP, "HIS-77231", "ȘTEFĂNESCU Maria-Ioana", LocalDate.of(1985, 9, 14), Sex.F);

  private Exams() {}

  static Exam chest(Patient patient) {
    return exam(patient, "Torace fata PA", "chest", "frontal");
  }

  static Exam exam(Patient patient, String protocol, String region, String projection) {
    return new Exam(
        "1.2.826.0.1.3680043.8.498.1001",
        patient,
        LocalDateTime.of(2026, 3, 20, 10, 30),
        protocol,
        region,
        projection,
        "CR",
        ExamStatus.PROCESSING,
        "1.2.826.0.1.3680043.8.498.1",
        "1.2.826.0.1.3680043.8.498.100",
        "SR990012",
        "ACC-77001",
        Instant.EPOCH,
        false,
        0,
        null,
        null,
        radReport("Dr. Ionescu Vasile, medic primar"));
  }

  private static RadReport radReport(@Nullable String radiologist) {
    return new RadReport(
        "R-5512390",
        null,
        null,
        -1,
        "",
        null,
        radiologist,
        null,
        null,
        0,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
