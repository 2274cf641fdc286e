/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.AnalysisResult.Outcome;
import org.xrayvision.core.store.ExamStore;

/** Lets callers wait for the end of an exam's analysis. Safe for threads. */
final class Analyses {
  private static final Set<String> ENDS =
      Set.of(ExamEvent.DONE, ExamEvent.CHECK, ExamEvent.IGNORE, ExamEvent.ERROR);

  /** So far ahead as the clock can tell without turning over. */
  private static final Duration FARTHEST = Duration.ofDays(36_500);

  private final ExamStore store;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Analyses(ExamStore store) {
    this.store = store;
  }

  /** One caller. Identity counts: several may wait for one exam. */
  private static final class Waiter {
    private final String uid;
    private final Semaphore news = new Semaphore(0);

    Waiter(String uid) {
      this.uid = uid;
    }
  }

  /** Told of each event in turn. */
  void heard(ExamEvent event) {
    if (!ENDS.contains(event.kind())) {
      return;
    }
    for (Waiter waiter : waiters) {
      if (waiter.uid.equals(event.uid())) {
        waiter.news.release();
      }
    }
  }

  /** Lets all callers go. */
  void close() {
    closed = true;
    waiters.forEach(waiter -> waiter.news.release());
  }

  /** From now on it takes so long at most; the clock runs while what is waited for is ingested. */
  Wait within(Duration timeout) {
    boolean far = timeout.compareTo(FARTHEST) > 0;
    return new Wait(System.nanoTime() + (far ? FARTHEST : timeout).toNanos());
  }

  /** A wait that has an end. */
  final class Wait {
    private final long deadline;

    private Wait(long deadline) {
      this.deadline = deadline;
    }

    /** Until what was ingested has come to an end; for what was refused that is now. */
    AnalysisResult await(IngestResult ingested) throws InterruptedException {
      String uid = ingested.uid();
      if (!ingested.isStored() || uid == null) {
        return new AnalysisResult(Outcome.REFUSED, ingested, null, ingested.message());
      }
      return Analyses.this.await(uid, ingested, deadline);
    }

    /**
     * Until the exam has come to an end.
     *
     * @throws IllegalArgumentException if there is no such exam
     */
    AnalysisResult await(String uid) throws InterruptedException {
      return Analyses.this.await(uid, null, deadline);
    }
  }

  /**
   * Waits.
   *
   * @param deadline how long at most: a moment of {@link System#nanoTime}
   */
  private AnalysisResult await(String uid, @Nullable IngestResult ingested, long deadline)
      throws InterruptedException {
    Waiter waiter = new Waiter(uid);
    // Before the first look: what happens after it is heard, what happened before it is seen.
    waiters.add(waiter);
    try {
      ExamView seen = null;
      boolean goOn = true;
      while (!closed) {
        seen = look(uid).orElse(seen);
        Outcome outcome = seen == null ? Outcome.PENDING : outcome(seen.exam());
        if (outcome != Outcome.PENDING || !goOn) {
          return result(outcome, ingested, seen);
        }
        goOn = waiter.news.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return new AnalysisResult(Outcome.PENDING, ingested, seen, "the engine is closed");
    } finally {
      waiters.remove(waiter);
    }
  }

  /** Empty where the store is closed under it. */
  private Optional<ExamView> look(String uid) {
    try {
      Optional<ExamView> view = store.view(uid);
      if (view.isEmpty()) {
        throw new IllegalArgumentException("there is no such exam");
      }
      return view;
    } catch (XRayVisionException e) {
      if (closed) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Outcome outcome(Exam exam) {
    return switch (exam.status()) {
      case DONE, CHECK -> Outcome.DONE;
      case IGNORE -> Outcome.IGNORED;
      case ERROR -> Outcome.ERROR;
      case NONE, QUEUED, REQUEUE, PROCESSING -> Outcome.PENDING;
    };
  }

  private static AnalysisResult result(
      Outcome outcome, @Nullable IngestResult ingested, @Nullable ExamView view) {
    Exam exam = view == null ? null : view.exam();
    String detail = exam == null ? null : exam.detail();
    String reason =
        switch (outcome) {
          case DONE -> null;
          case IGNORED -> Objects.requireNonNullElse(detail, "its region is not supported");
          case ERROR -> Objects.requireNonNullElse(detail, "it was given up");
          case REFUSED, PENDING -> "it is not read yet" + (detail == null ? "" : ": " + detail);
        };
    return new AnalysisResult(outcome, ingested, view, reason);
  }
}
