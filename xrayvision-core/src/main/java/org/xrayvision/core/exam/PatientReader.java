/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.dicom.data.DataSet;
import org.xrayvision.dicom.data.PersonName;
import org.xrayvision.dicom.data.Tag;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;

/** Whose exam it is. */
final class PatientReader {
  private static final int MAX_NAME = 200;

  /** LO has 64 characters; real ids are a little longer at times. */
  private static final int MAX_ID = 128;

  private static final int FIRST_BIRTH_YEAR = 1800;

  private final PatientIdScheme scheme;

  PatientReader(PatientIdScheme scheme) {
    this.scheme = scheme;
  }

  /**
   * The patient of a header. Birth date and sex are the header's; where it is silent, those of a
   * valid patient id.
   *
   * @param namespace put before the patient id
   * @param study what stands for a patient without an id
   */
  Patient read(
      DataSet dataSet,
      @Nullable String namespace,
      String study,
      LocalDate examDate,
      Set<String> flags) {
    String id = Words.clean(dataSet.string(Tag.PatientID).orElse(""), Integer.MAX_VALUE);
    Optional<PatientIdentity> identity = scheme.parse(id, examDate);
    if (identity.isEmpty() && scheme.resembles(id)) {
      flags.add(ExamHeader.CNP_INVALID);
    }
    LocalDate birth =
        dataSet
            .date(Tag.PatientBirthDate)
            .filter(day -> day.getYear() >= FIRST_BIRTH_YEAR && !day.isAfter(examDate))
            .orElse(null);
    Sex sex = dataSet.string(Tag.PatientSex).flatMap(Sex::ofCode).orElse(null);
    LocalDate idBirth = identity.map(PatientIdentity::birthDate).orElse(null);
    Sex idSex = identity.map(PatientIdentity::sex).orElse(null);
    if (differ(birth, idBirth) || differ(sex, idSex)) {
      flags.add(ExamHeader.CNP_CONTRADICTS);
    }
    return new Patient(
        id.isEmpty() ? Patient.keyWithoutId(study) : key(id, namespace),
        null,
        name(dataSet),
        birth == null ? idBirth : birth,
        sex == null ? idSex : sex);
  }

  private static boolean differ(@Nullable Object header, @Nullable Object id) {
    return header != null && id != null && !header.equals(id);
  }

  /** An id that begins as the keys of patients without an id do must not be taken for one. */
  private static String key(String id, @Nullable String namespace) {
    String bounded = id.length() <= MAX_ID ? id : Words.clean(id, MAX_ID - 17) + "~" + hash(id);
    if (namespace != null && !namespace.isEmpty()) {
      return namespace + ":" + bounded;
    }
    return bounded.startsWith(Patient.keyWithoutId("")) ? "id:" + bounded : bounded;
  }

  /** Keeps long ids apart whose beginnings are the same. */
  private static String hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Family name first, as lists are sorted and the hospital's server is asked. */
  private static @Nullable String name(DataSet dataSet) {
    String name =
        dataSet
            .personName(Tag.PatientName)
            .map(PatientReader::familyFirst)
            .map(text -> Words.clean(text, MAX_NAME))
            .orElse("");
    return name.isEmpty() ? null : name;
  }

  private static String familyFirst(PersonName name) {
    return name.familyName() + " " + name.givenName() + " " + name.middleName();
  }
}
