/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.SourceReport;

/** The radiologists' reports, their assessment, and reviews. Safe for threads. */
public interface ReportStore {
  // ---- the search

  /**
   * The next exams whose reports are to be asked for: the newest {@code done} ones that are due, or
   * those that are due longest.
   */
  List<ReportSearch> nextSearches(Instant now, boolean oldest, int max);

  /** How the search for one exam's report stands, whether it is due or not. */
  Optional<ReportSearch> search(String uid);

  /**
   * Takes the source's answer over: of an exam that is {@code done} and a text that is new, {@code
   * check}. The time of a first report, a review, and of the same text translation and assessment
   * stay.
   *
   * @param next when to ask again, or null for never
   */
  ReportChange found(String uid, SourceReport report, Instant now, @Nullable Instant next);

  /**
   * Notes that an answer brought nothing.
   *
   * @param problem what a person should read, or null
   * @param countsAttempt whether this try counts; an outage's does not
   * @param next when to ask again, or null for never
   */
  void nothingFound(
      String uid, @Nullable String problem, boolean countsAttempt, @Nullable Instant next);

  // ---- what the texts say

  /** At the start: what stands in {@code check} goes on; old reports are translated if wanted. */
  void resume(boolean translateExisting);

  /**
   * The next text to be translated and assessed; its exam is {@code check} from then on. The try
   * counts until {@link #endReading} says otherwise, so that a text that ends the process ends its
   * turns.
   */
  Optional<ReportText> nextText(Instant now);

  /** Ends such a try; one about a text that was amended meanwhile is forgotten. */
  void endReading(ReportText text, ReportTextEnd end);

  /** The same text of the same report, assessed already for another view. */
  Optional<ReportTextEnd> assessedElsewhere(ReportText text);

  /** A translation that was made before. */
  Optional<String> translation(String hash);

  /** Keeps a translation of a text without identifiers. */
  void keepTranslation(
      String hash, String source, String target, String promptVersion, String text);

  /** What a report said before, oldest first. */
  List<String> earlierTexts(String uid);

  // ---- people

  /** Fills in what is missing of a patient, and nothing else. */
  void fillIn(String patientKey, Patient found);

  /**
   * Notes a person's verdict on an exam's reading.
   *
   * @param abnormal null withdraws what stands
   * @return false if there is no such exam
   */
  boolean review(String uid, String reviewer, @Nullable Boolean abnormal, Instant now);
}
