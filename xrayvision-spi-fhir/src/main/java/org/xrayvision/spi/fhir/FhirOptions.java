/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a FHIR server is reached and asked. Immutable; its text form shows no credentials.
 *
 * @param base without a slash at its end
 * @param authorization the header's value, or null for none
 * @param patientIdentifierSystem of PatientIDs without a namespace; empty for any
 * @param namespaces PatientID namespace to identifier system
 * @param window how far a request may lie from the exam
 * @param reportTime how long after the exam a report may be issued
 * @param zone the site's zone
 */
record FhirOptions(
    URI base,
    boolean r4,
    @Nullable String authorization,
    String patientIdentifierSystem,
    String accessionSystem,
    Map<String, String> namespaces,
    Regions regions,
    Duration window,
    Duration reportTime,
    ZoneId zone,
    int maxPages,
    int maxAnswerBytes) {
  /** A patient's id as the server knows it, and the system that gives it a meaning. */
  record Identifier(String system, String value) {
    /** {@code system|value}, or the value alone where any system will do. */
    String token() {
      return system.isEmpty() ? value : system + "|" + value;
    }
  }

  /** The identifier that belongs to a PatientID, or empty for a patient without one. */
  Optional<Identifier> identifier(@Nullable String patientId) {
    if (patientId == null || patientId.isBlank()) {
      return Optional.empty();
    }
    int colon = patientId.indexOf(':');
    String system = colon < 0 ? null : namespaces.get(patientId.substring(0, colon));
    return Optional.of(
        system == null
            ? new Identifier(patientIdentifierSystem, patientId.strip())
            : new Identifier(system, patientId.substring(colon + 1).strip()));
  }

  /** The server's address. */
  String displayName() {
    return base.toString();
  }

  @Override
  public String toString() {
    return "FHIR (" + (r4 ? "r4" : "hipocrate") + ") at " + displayName();
  }
}
