/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.exam;

import java.time.LocalDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;

/**
 * What a header says of an exam, ready to be stored and shown. Immutable.
 *
 * @param created the exam's own date and time, in the site's zone
 * @param protocol ProtocolName or what stands in for it; empty where the header says nothing
 * @param region the region's name, empty where none matches
 * @param projection {@code frontal}, {@code lateral}, {@code oblique}, or empty
 * @param modality Modality, or what the SOP class implies; empty where neither tells
 * @param studyUid null where there is none, or one that is none
 * @param seriesUid null where there is none, or one that is none
 * @param accessionNumber null where there is none
 * @param flags what was odd: {@code cnp-invalid}, {@code cnp-contradicts}, {@code no-exam-date},
 *     {@code study-uid-invalid}, {@code character-set-odd}, {@code burned-in}
 */
public record ExamHeader(
    Patient patient,
    LocalDateTime created,
    String protocol,
    String region,
    String projection,
    String modality,
    @Nullable String studyUid,
    @Nullable String seriesUid,
    @Nullable String accessionNumber,
    Set<String> flags) {
  /** The patient id has the form of a personal number, but is none. */
  public static final String CNP_INVALID = "cnp-invalid";

  /** Birth date or sex of the header are not those of the personal number. */
  public static final String CNP_CONTRADICTS = "cnp-contradicts";

  /** No date in the header can be one; the time of receipt stands in. */
  public static final String NO_EXAM_DATE = "no-exam-date";

  /** StudyInstanceUID or SeriesInstanceUID is missing or cannot be one. */
  public static final String STUDY_UID_INVALID = "study-uid-invalid";

  /**
   * SpecificCharacterSet has terms that are unknown or cannot stand together, or the patient's name
   * has bytes that mean nothing in it: letters of the texts may be wrong.
   */
  public static final String CHARACTER_SET_ODD = "character-set-odd";

  /**
   * The object says that text is burned into its pixels (BurnedInAnnotation), or is a screen
   * capture or an ultrasound picture and does not say that none is.
   */
  public static final String BURNED_IN = "burned-in";

  /** Copies the set. */
  public ExamHeader {
    flags = Set.copyOf(flags);
  }
}
