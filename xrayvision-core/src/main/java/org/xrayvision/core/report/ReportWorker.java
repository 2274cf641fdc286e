/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.xrayvision.core.analysis.Bell;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.ReportSearch;
import org.xrayvision.spi.ReportSource;

/**
 * The thread that asks for the reports of exams that are done: the newest first, every fourth time
 * the one that waits longest. While the source is down nothing is asked. Safe for threads.
 */
final class ReportWorker extends TurningThread {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration PAUSED_POLL = Duration.ofSeconds(1);
  private static final int OLDEST_EVERY = 4;

  private final ExamStore store;
  private final Endpoints<ReportSource> sources;
  private final ReportFetcher fetcher;
  private final Clock clock;
  private int turns;

  ReportWorker(
      ExamStore store, Endpoints<ReportSource> sources, ReportFetcher fetcher, Clock clock) {
    super("xrv-report-worker", new Bell(clock));
    this.store = store;
    this.sources = sources;
    this.fetcher = fetcher;
    this.clock = clock;
  }

  @Override
  Duration turn() {
    if (!sources.isUsable()) {
      return PAUSED_POLL;
    }
    return fetchNext() ? Duration.ZERO : POLL;
  }

  /** Returns whether there was one. */
  boolean fetchNext() {
    boolean oldest = (turns + 1) % OLDEST_EVERY == 0;
    Optional<ReportSearch> next = store.reports().nextSearch(clock.instant(), oldest);
    if (next.isEmpty()) {
      return false;
    }
    turns = (turns + 1) % OLDEST_EVERY;
    try {
      fetcher.fetch(next.get().uid());
    } catch (CallAbandonedException e) {
      // The engine closes; the exam is due at the next start.
    }
    return true;
  }
}
