/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.RadReport;
import org.xrayvision.core.FetchResult;
import org.xrayvision.core.FetchResult.Outcome;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.Asked;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.ReportChange;
import org.xrayvision.core.store.ReportSearch;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;

/**
 * Asks the source for one exam's report and hands the answer to the store. So many requests at a
 * time as the options say, whoever asks. Safe for threads.
 */
final class ReportFetcher {
  private static final Duration LONGEST_WAIT = Duration.ofHours(12);
  private static final int MOST_DOUBLINGS = 20;

  private final ExamStore store;
  private final Endpoints<ReportSource> sources;
  private final ReportOptions options;
  private final Discretion discretion;
  private final Clock clock;
  private final Semaphore requests;

  ReportFetcher(
      ExamStore store,
      Endpoints<ReportSource> sources,
      ReportOptions options,
      Discretion discretion,
      Clock clock) {
    this.store = store;
    this.sources = sources;
    this.options = options;
    this.discretion = discretion;
    this.clock = clock;
    this.requests = new Semaphore(options.requests(), true);
  }

  /** Asks now; waits for requests that are under way, as long as one may take. */
  FetchResult fetch(String uid) {
    Exam exam = store.exam(uid).orElse(null);
    if (exam == null || !isRead(exam)) {
      return new FetchResult(Outcome.NOT_READY, "the exam is not read yet: try again when it is");
    }
    try {
      if (!requests.tryAcquire(options.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
        return new FetchResult(Outcome.UNAVAILABLE, "the report source is busy: try again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new FetchResult(Outcome.UNAVAILABLE, "interrupted");
    }
    try {
      return ask(exam, store.reports().search(uid).orElse(new ReportSearch(uid, 0, null)));
    } finally {
      requests.release();
    }
  }

  private static boolean isRead(Exam exam) {
    return exam.status() == ExamStatus.DONE || exam.status() == ExamStatus.CHECK;
  }

  private FetchResult ask(Exam exam, ReportSearch search) {
    Scrubber scrubber = Scrubber.of(exam, List.of());
    ExamsInHand.Handle inHand = discretion.exams().take(scrubber::scrub);
    try {
      FetchResult result = asked(exam, search, Deadline.in(options.deadline()));
      // The words of a plugin that knows whom it was asked about, for whoever asks.
      return new FetchResult(result.outcome(), scrubber.scrub(result.message()));
    } finally {
      inHand.close();
    }
  }

  private FetchResult asked(Exam exam, ReportSearch search, Deadline deadline) {
    try {
      SourceAnswer answer =
          sources.call(deadline, asked -> answer(asked, query(exam, deadline))).answer();
      return taken(exam, search, answer);
    } catch (TransientBackendException e) {
      return failed(exam, search, e);
    } catch (PermanentBackendException e) {
      return refused(exam, search, String.valueOf(e.getMessage()));
    }
  }

  /** A refusal is about this exam: it must not count against the source. */
  private static SourceAnswer answer(Asked<ReportSource> asked, ReportQuery query) {
    try {
      Optional<SourceReport> report = asked.plugin().report(query);
      return new SourceAnswer(report.map(SourceAnswer::bounded).orElse(null), null);
    } catch (PermanentBackendException e) {
      return new SourceAnswer(null, String.valueOf(e.getMessage()));
    }
  }

  private static ReportQuery query(Exam exam, Deadline deadline) {
    RadReport known = exam.radReport();
    String study = exam.studyUid();
    String accession = exam.accessionNumber();
    return new ReportQuery(
        exam.uid(),
        study == null ? "" : study,
        accession == null ? "" : accession,
        exam.patient(),
        exam.region(),
        exam.modality(),
        exam.created(),
        known == null ? null : known.id(),
        deadline);
  }

  private FetchResult taken(Exam exam, ReportSearch search, SourceAnswer answer) {
    if (answer.refusal() != null) {
      return refused(exam, search, answer.refusal());
    }
    Instant now = clock.instant();
    SourceReport report = answer.report();
    if (report == null) {
      store.reports().nothingFound(exam.uid(), null, true, next(exam, search, now));
      return new FetchResult(Outcome.NONE, "there is no report yet");
    }
    ReportChange change = store.reports().found(exam.uid(), report, now, next(exam, search, now));
    return switch (change) {
      case NEW -> new FetchResult(Outcome.FOUND, "a report was found");
      case AMENDED -> new FetchResult(Outcome.FOUND, "the report was amended");
      case RETRACTED -> new FetchResult(Outcome.RETRACTED, "the report was taken back");
      case UNCHANGED -> new FetchResult(Outcome.UNCHANGED, "the report is known already");
      case NOTHING -> new FetchResult(Outcome.NONE, "there is no report yet");
    };
  }

  private FetchResult refused(Exam exam, ReportSearch search, String why) {
    store.reports().nothingFound(exam.uid(), why, true, next(exam, search, clock.instant()));
    return new FetchResult(Outcome.REFUSED, why);
  }

  /** An outage costs no attempt; the exam steps back, so that it alone cannot hold up the rest. */
  private FetchResult failed(Exam exam, ReportSearch search, TransientBackendException e) {
    String why = String.valueOf(e.getMessage());
    Instant now = clock.instant();
    if (e.isOutage()) {
      store.reports().nothingFound(exam.uid(), null, false, now.plus(options.poll()));
    } else {
      store.reports().nothingFound(exam.uid(), why, true, next(exam, search, now));
    }
    return new FetchResult(Outcome.UNAVAILABLE, why);
  }

  /**
   * When to ask again: soon at first, then less and less often; a report for as long as amendments
   * are watched for. An exam that is older than that is asked for once.
   */
  private @Nullable Instant next(Exam exam, ReportSearch search, Instant now) {
    Instant since = search.foundAt();
    if (since == null) {
      since = exam.received() == null ? Instant.EPOCH : exam.received();
    }
    if (since.plus(options.watch()).isBefore(now)) {
      return null;
    }
    int doublings = Math.min(search.attempts(), MOST_DOUBLINGS);
    Duration wait = options.poll().multipliedBy(1L << doublings);
    return now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
  }
}
