/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.his;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;

/**
 * An exam that the simulated hospital knows of. Immutable.
 *
 * @param name components parted by {@code ^}
 * @param sex M or F
 * @param taken in the site's zone
 * @param region as XRayVision names it
 * @param picture the name of the phantom that was sent; any other gets a normal report
 */
public record PerformedExam(
    String patientId,
    String name,
    LocalDate birthDate,
    String sex,
    String studyUid,
    LocalDateTime taken,
    String region,
    String picture) {
  /** The region of a BodyPartExamined of the simulated PACS. */
  public static String regionOf(String bodyPart) {
    return switch (bodyPart) {
      case "WRIST" -> "hand";
      case "LSPINE" -> "spine";
      default -> bodyPart.toLowerCase(Locale.ROOT);
    };
  }
}
