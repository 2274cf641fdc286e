/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;

/** Exams, runs and queries as the store's tests need them. */
final class StoreSamples {
  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  static final Duration LEASE = Duration.ofMinutes(15);
  static final String OWNER = "owner-1";

  private StoreSamples() {}

  static Patient patient(String key) {
    return new Patient(key, null, "Popescu Ion", LocalDate.of(1970, 1, 31), Sex.M);
  }

  static NewExam exam(String uid) {
    return exam(uid, NOON);
  }

  static NewExam exam(String uid, Instant received) {
    return exam(uid, patient("1700131400019"), "1.2.3", "chest", received);
  }

  /** Created at the site when it was received, less three hours. */
  static NewExam exam(
      String uid, Patient patient, @Nullable String study, String region, Instant received) {
    return new NewExam(
        uid,
        patient,
        LocalDateTime.ofInstant(received, ZoneOffset.ofHours(-3)),
        "Torace PA",
        region,
        "frontal",
        "CR",
        study,
        "1.2.3.4",
        "A-17",
        "1.2.840.10008.1.2.1",
        "ab".repeat(32),
        1_000,
        "XRAY_ROOM",
        Set.of(),
        received);
  }

  static AiRun run(int severity) {
    return AiRun.of(NOON, "p1")
        .answeredBy("medgemma", "http://127.0.0.1:1/v1")
        .latencySeconds(12.5)
        .tokens(900, 120)
        .text("FINDINGS: none. IMPRESSION: normal.")
        .graded(severity, severity < 0 ? -1 : 80, "normal")
        .raw("{}", "{\"severity\":0}")
        .build();
  }

  /** A run that has no text: of a reader, or one that failed. */
  static AiRun pass(int severity, @Nullable String error) {
    return AiRun.of(NOON, "c1")
        .answeredBy("grader", null)
        .latencySeconds(0.5)
        .tokens(90, 12)
        .graded(severity, -1, "")
        .raw("{}", null)
        .error(error)
        .build();
  }

  static PictureOutcome queued() {
    return new PictureOutcome(ExamStatus.QUEUED, null, "cd".repeat(32), 1);
  }

  static GiveBack counted(Instant notBefore) {
    return new GiveBack("HTTP 500", false, true, notBefore, null);
  }

  /** Adds an exam and makes it wait for a worker. */
  static void addQueued(ExamStore store, NewExam exam) {
    store.add(exam);
    store.prepared(exam.uid(), queued());
  }

  /** Adds an exam and has it read. */
  static void addDone(ExamStore store, NewExam exam, int severity) {
    addQueued(store, exam);
    Claim claim = store.claimNext(OWNER, exam.received(), LEASE).orElseThrow();
    if (!claim.uid().equals(exam.uid())) {
      throw new IllegalStateException("another exam was waiting: " + claim.uid());
    }
    store.complete(claim, run(severity));
  }

  static ExamStatus status(ExamStore store, String uid) {
    return store.exam(uid).orElseThrow().status();
  }

  /** A query that tests fill in part by part. */
  static final class Query {
    private int page = 1;
    private int pageSize = 50;
    private @Nullable Boolean reviewed;
    private @Nullable Boolean positive;
    private @Nullable Boolean correct;
    private @Nullable String region;
    private Set<ExamStatus> statuses = Set.of();
    private @Nullable String search;
    private @Nullable String diagnostic;
    private @Nullable String radiologist;
    private ExamQuery.@Nullable SeverityRange severity;
    private ExamQuery.@Nullable SeverityOrder order;
    private List<String> uids = List.of();

    static Query all() {
      return new Query();
    }

    Query page(int number, int size) {
      page = number;
      pageSize = size;
      return this;
    }

    Query reviewed(boolean wanted) {
      reviewed = wanted;
      return this;
    }

    Query positive(boolean wanted) {
      positive = wanted;
      return this;
    }

    Query correct(boolean wanted) {
      correct = wanted;
      return this;
    }

    Query region(String name) {
      region = name;
      return this;
    }

    Query statuses(ExamStatus... wanted) {
      statuses = Set.of(wanted);
      return this;
    }

    Query search(String words) {
      search = words;
      return this;
    }

    Query diagnostic(String text) {
      diagnostic = text;
      return this;
    }

    Query radiologist(String name) {
      radiologist = name;
      return this;
    }

    Query severity(int from, int to) {
      severity = new ExamQuery.SeverityRange(from, to);
      return this;
    }

    Query order(ExamQuery.SeverityOrder wanted) {
      order = wanted;
      return this;
    }

    Query uids(String... wanted) {
      uids = List.of(wanted);
      return this;
    }

    ExamQuery build() {
      return new ExamQuery(
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
          order,
          uids);
    }
  }
}
