/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.util.Optional;

/** A patient's sex as DICOM's PatientSex (0010,0040) gives it (PS3.3 C.7.1.1). Immutable. */
public enum Sex {
  /** Male. */
  M,
  /** Female. */
  F,
  /** Other. */
  O;

  /** The sex of a code string, or empty for an absent or unknown one. */
  public static Optional<Sex> ofCode(String code) {
    return switch (code.strip()) {
      case "M", "m" -> Optional.of(M);
      case "F", "f" -> Optional.of(F);
      case "O", "o" -> Optional.of(O);
      default -> Optional.empty();
    };
  }
}
