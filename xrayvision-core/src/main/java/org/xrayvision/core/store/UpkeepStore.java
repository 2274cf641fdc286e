/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.Upkeep.KnownPatient;

/** What is forgotten, and what is handed out as a whole. Safe for threads. */
public interface UpkeepStore {
  /** A file in the images folder that is to be deleted, and whose it was. */
  record Deletion(String fileName, String uid, Instant at) {}

  // ---- what is forgotten

  /**
   * Exams that have been {@code error} or {@code ignore} since before an instant, longest first;
   * none that a model or a radiologist has ever read, and none that is flagged as a conflict, which
   * a person has to look at.
   */
  List<String> setAsideBefore(Instant before, int max);

  /**
   * Forgets such an exam with all that is kept of it, and its patient if it was his last one.
   *
   * @param files the names of its files, noted in the same transaction
   * @return false, with nothing changed, if it has moved on meanwhile
   */
  boolean purge(String uid, Instant before, List<String> files, Instant now);

  /** Those of the UIDs whose exam is {@code done} since before an instant. */
  Set<String> doneBefore(Collection<String> uids, Instant before);

  /** Those of the UIDs that there is an exam of. */
  Set<String> known(Collection<String> uids);

  /** The UIDs of the exams whose picture or object is still needed. */
  List<String> unread();

  /** Files that are to be deleted, or were a short while ago. */
  List<Deletion> deletions(int max);

  /** Forgets that a file was to be deleted. */
  void endDeletion(String fileName);

  /** Lets the query planner know how much there is of what. */
  void analyze();

  // ---- one patient

  /** Those whose key, key without its namespace, or HIS id this is; each once, the key first. */
  List<KnownPatient> knownBy(String id);

  /** The columns of a patient, or empty if there is none of this key. */
  Optional<Map<String, @Nullable Object>> patient(String key);

  /** The UIDs of a patient's exams, oldest first. */
  List<String> exams(String patientKey);

  /** Every row of every table that is about an exam, by table and column. */
  Map<String, List<Map<String, @Nullable Object>>> rows(String uid);

  /**
   * Forgets a patient with all exams, in one transaction, and leaves nothing readable of them in
   * the file.
   *
   * @param files the names of an exam's files, noted in the same transaction
   * @return the UIDs that were forgotten, or empty if there is no such patient
   */
  Optional<List<String>> erase(
      String patientKey, Function<String, List<String>> files, Instant now);
}
