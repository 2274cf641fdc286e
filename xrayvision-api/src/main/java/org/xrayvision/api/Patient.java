/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a patient. Immutable.
 *
 * @param key the patient's key in the store: PatientID, prefixed {@code namespace:} where the
 *     source has one, or {@code uid:<study UID>} where the object carries no PatientID
 * @param hisId the hospital's own id, once the report source has told it
 * @param name PatientName for display, family name first
 * @param birthDate the birth date, from the header or from a valid patient id
 * @param sex the sex, from the header or from a valid patient id
 */
public record Patient(
    String key,
    @Nullable String hisId,
    @Nullable String name,
    @Nullable LocalDate birthDate,
    @Nullable Sex sex) {
  private static final String NO_ID = "uid:";

  /** Checks that there is a key. */
  public Patient {
    Objects.requireNonNull(key, "key");
  }

  /** The key of a patient whose object carries no PatientID. */
  public static String keyWithoutId(String studyInstanceUid) {
    return NO_ID + studyInstanceUid;
  }

  /** The PatientID (with its namespace), or null where the object carried none. */
  public @Nullable String patientId() {
    return key.startsWith(NO_ID) ? null : key;
  }
}
