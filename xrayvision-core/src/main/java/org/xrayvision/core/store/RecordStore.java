/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamDetail;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.PatientSummary;
import org.xrayvision.api.Reading;
import org.xrayvision.api.ReadingPage;

/** What people look up: readings, what stands beside exams, patients. Safe for threads. */
public interface RecordStore {
  /**
   * A verdict on a reading that was given at one of its exams.
   *
   * @param reviewer null where an older program did not keep it
   * @param abnormal null where the verdict before it was withdrawn
   */
  record ReviewRow(Instant at, @Nullable String reviewer, @Nullable Boolean abnormal) {}

  /** One page of readings, each with all its exams. */
  ReadingPage readings(ExamQuery query);

  /** How many readings there are; empty where they would have to be gone through one by one. */
  OptionalLong readingCount(ExamQuery query);

  /** Earlier readings of an exam's patient and region, newest first. */
  List<Reading> priors(String uid, int max);

  /** What stands beside these exams. */
  Map<String, ExamDetail> details(List<String> uids);

  /** The verdicts given at an exam, oldest first. */
  List<ReviewRow> reviews(String uid);

  /**
   * One page of patients, by their keys.
   *
   * @param search words looked for in name, patient id and HIS id, diacritics folded; null for all
   */
  PatientPage patients(@Nullable String search, int page, int pageSize);

  /** One patient, by key; or empty. */
  Optional<PatientSummary> patient(String key);

  /** The UIDs of a patient's exams, newest first. */
  List<String> examsOf(String patientKey, int max);

  /** A number of this database, by which names are made that tell nothing. */
  long datasetKey();

  /** Tells of something that is about no exam. */
  void tell(String kind, Map<String, String> payload);

  /** The keys that follow one, in their order; from the first for the empty text. */
  List<String> patientKeys(String after, int max);
}
