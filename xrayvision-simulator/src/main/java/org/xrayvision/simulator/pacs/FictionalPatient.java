/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.pacs;

import java.time.LocalDate;

/**
 * A person who does not exist.
 *
 * @param name PatientName, components parted by {@code ^}
 * @param patientId a Romanian CNP; that its check digit is right says nothing about a person
 * @param sex M or F
 */
record FictionalPatient(String name, String patientId, LocalDate birthDate, String sex) {
  static final FictionalPatient OLTEANU =
      new FictionalPatient(
          "Olteanu^Maria-Ștefania", "2510819332176", LocalDate.of(1951, 8, 19), "F");
  static final FictionalPatient BRATESCU =
      new FictionalPatient("Brătescu^Țepeș Ilie", "1470328090418", LocalDate.of(1947, 3, 28), "M");
  static final FictionalPatient TARCA =
      new FictionalPatient("Țârcă^Gheorghiță", "1700607403183", LocalDate.of(1970, 6, 7), "M");
  static final FictionalPatient GHITA =
      new FictionalPatient("Ghiță^Luca-Andrei", "5150422510446", LocalDate.of(2015, 4, 22), "M");
  static final FictionalPatient NEAMTU =
      new FictionalPatient("Neamțu^Vasile^^Dr.", "1910909085125", LocalDate.of(1991, 9, 9), "M");
  static final FictionalPatient SERBANESCU =
      new FictionalPatient("Șerbănescu^Ioana", "6010317520061", LocalDate.of(2001, 3, 17), "F");
}
