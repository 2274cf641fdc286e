/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Kinds of exams as DICOM, the Hipocrate dialect and people write them. Stateless. */
final class Modalities {
  /** Devices label the same projection radiograph as any of these. */
  private static final Set<String> RADIOGRAPHS = Set.of("CR", "DX", "DR", "RG", "PX", "IO");

  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "CT", Set.of("ct", "tomografie", "tomography", "tomograf"),
          "MR", Set.of("mr", "mri", "irm", "rmn", "magnetic"),
          "US", Set.of("us", "ultrasound", "eco", "ecografie", "echografie"));

  private Modalities() {}

  /** What the Hipocrate dialect calls a modality. */
  static String hipocrateType(String modality) {
    return switch (modality.strip().toUpperCase(Locale.ROOT)) {
      case "CT" -> "ct";
      case "MR" -> "irm";
      case "US" -> "eco";
      case "RF", "XA" -> "rads";
      default -> "radio";
    };
  }

  /** Whether two modalities may be of one exam. */
  static boolean same(String modality, String other) {
    return modality.equalsIgnoreCase(other) || (isRadiograph(modality) && isRadiograph(other));
  }

  private static boolean isRadiograph(String modality) {
    return RADIOGRAPHS.contains(modality.strip().toUpperCase(Locale.ROOT));
  }

  /** Whether a text speaks of another kind of exam. */
  static boolean contradicts(String modality, String text) {
    Set<String> said = Words.of(text);
    return OTHERS.entrySet().stream()
        .anyMatch(
            other ->
                !other.getKey().equalsIgnoreCase(modality)
                    && other.getValue().stream().anyMatch(said::contains));
  }
}
