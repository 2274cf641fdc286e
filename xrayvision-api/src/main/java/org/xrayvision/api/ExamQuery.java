/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which exams to show. A null or empty part filters nothing. Immutable.
 *
 * @param page from 1
 * @param pageSize 1 to 1000
 * @param reviewed whether the exam's reading has a truth (a review or an assessed report)
 * @param positive whether the severity is at or above the threshold; false means assessed and below
 *     it
 * @param correct whether AI and truth agree; either value means reviewed
 * @param search words looked for in name, patient id, HIS id and UID, diacritics folded
 * @param diagnostic the radiologist's summary, exactly
 * @param severity the range the AI's severity must lie in
 * @param from the exam's first day at the site
 * @param to its last day, included
 * @param projection frontal, lateral, oblique
 * @param model the model that has read it, exactly
 * @param after what follows the exam of this UID in the list; the page is of no account then
 */
public record ExamQuery(
    int page,
    int pageSize,
    @Nullable Boolean reviewed,
    @Nullable Boolean positive,
    @Nullable Boolean correct,
    @Nullable String region,
    Set<ExamStatus> statuses,
    @Nullable String search,
    @Nullable String diagnostic,
    @Nullable String radiologist,
    @Nullable SeverityRange severity,
    @Nullable SeverityOrder severityOrder,
    List<String> uids,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable String projection,
    @Nullable String model,
    @Nullable String after) {
  /** How the AI's severity stands to the radiologist's. */
  public enum SeverityOrder {
    /** The same. */
    EQUAL,
    /** The AI's is lower. */
    LOWER,
    /** The AI's is higher. */
    HIGHER
  }

  /**
   * A range of severities, both ends included.
   *
   * @param from 0 to 10
   * @param to 0 to 10, not below {@code from}
   */
  public record SeverityRange(int from, int to) {
    /** Checks the ends. */
    public SeverityRange {
      Ranges.check("severity from", from, 0, 10);
      Ranges.check("severity to", to, from, 10);
    }
  }

  /** Checks the ranges and copies the collections. */
  public ExamQuery {
    Ranges.check("page", page, 1, Integer.MAX_VALUE);
    Ranges.check("pageSize", pageSize, 1, 1000);
    statuses = Set.copyOf(Objects.requireNonNull(statuses, "statuses"));
    uids = List.copyOf(Objects.requireNonNull(uids, "uids"));
  }

  /** A query without what is asked for more rarely. */
  public ExamQuery(
      int page,
      int pageSize,
      @Nullable Boolean reviewed,
      @Nullable Boolean positive,
      @Nullable Boolean correct,
      @Nullable String region,
      Set<ExamStatus> statuses,
      @Nullable String search,
      @Nullable String diagnostic,
      @Nullable String radiologist,
      @Nullable SeverityRange severity,
      @Nullable SeverityOrder severityOrder,
      List<String> uids) {
    this(
        page,
        pageSize,
        reviewed,
        positive,
        correct,
        region,
        statuses,
        search,
        diagnostic,
        radiologist,
        severity,
        severityOrder,
        uids,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same query for exams of some days, a projection, a model. */
  public ExamQuery taken(
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      @Nullable String ofProjection,
      @Nullable String readBy) {
    return with(pageSize, firstDay, lastDay, ofProjection, readBy, after);
  }

  /** The same query for what follows an exam in the list, or from the beginning for null. */
  public ExamQuery following(@Nullable String uid, int atMost) {
    return with(atMost, from, to, projection, model, uid);
  }

  private ExamQuery with(
      int size,
      @Nullable LocalDate firstDay,
      @Nullable LocalDate lastDay,
      @Nullable String ofProjection,
      @Nullable String readBy,
      @Nullable String uid) {
    return new ExamQuery(
        page,
        size,
        reviewed,
        positive,
        correct,
        region,
        statuses,
        search,
        diagnostic,
        radiologist,
        severity,
        severityOrder,
        uids,
        firstDay,
        lastDay,
        ofProjection,
        readBy,
        uid);
  }

  /** All exams, newest first. */
  public static ExamQuery all(int page, int pageSize) {
    return new ExamQuery(
        page, pageSize, null, null, null, null, Set.of(), null, null, null, null, null, List.of());
  }
}
