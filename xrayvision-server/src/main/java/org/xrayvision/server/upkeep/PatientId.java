/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.Upkeep;
import org.xrayvision.core.Upkeep.KnownBy;
import org.xrayvision.core.Upkeep.KnownPatient;

/**
 * By what a person names a patient: the PatientID (the CNP, in Romania), with or without its
 * namespace, or the id in the hospital's system. Immutable.
 *
 * @param kind which of them it is, or null for whatever fits
 */
public record PatientId(String text, @Nullable Kind kind) {
  /** What an id is, where it alone would fit several patients. */
  public enum Kind {
    /** PatientID, with its namespace where it has one. */
    PATIENT_ID,
    /** The id in the hospital's system. */
    HIS_ID;

    /** The word on the command line and in the API. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of a word, or empty for one that is none. */
    public static Optional<Kind> ofCode(String code) {
      return List.of(values()).stream().filter(kind -> kind.code().equals(code)).findFirst();
    }
  }

  /**
   * Under which key he is kept; empty if nobody is known so.
   *
   * @throws AmbiguousPatientException if more than one is
   */
  Optional<String> key(Upkeep upkeep) {
    List<KnownPatient> found = upkeep.knownBy(text).stream().filter(this::fits).toList();
    if (found.size() > 1) {
      throw new AmbiguousPatientException(
          found.size()
              + " patients are known by this id: "
              + found.stream().map(PatientId::described).collect(Collectors.joining(", "))
              + ". Nothing was done: say which, by the PatientID with its namespace, or by the kind"
              + " of the id (--as patient-id, --as his-id).");
    }
    return found.stream().map(KnownPatient::key).findFirst();
  }

  private boolean fits(KnownPatient patient) {
    return kind == null
        || (kind == Kind.HIS_ID ? KnownBy.HIS_ID : KnownBy.PATIENT_ID) == patient.by();
  }

  /** Says nothing that would name him. */
  private static String described(KnownPatient patient) {
    String key = patient.key();
    String how =
        switch (patient.by()) {
          case PATIENT_ID -> "one by PatientID";
          case PATIENT_ID_OF_A_NAMESPACE ->
              "one by PatientID in the namespace " + key.substring(0, key.indexOf(':'));
          case HIS_ID -> "one by the id in the hospital's system";
        };
    return how + " (" + patient.exams() + " exams)";
  }
}
