/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.xrayvision.core.analysis.Bell;
import org.xrayvision.core.analysis.TurningThread;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.spi.ReportSource;

/**
 * A thread that asks for the reports of exams that are done, one after the other. While the source
 * is down nothing is asked. Safe for threads.
 */
final class ReportWorker extends TurningThread {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration PAUSED_POLL = Duration.ofSeconds(1);

  private final SearchTurns turns;
  private final Endpoints<ReportSource> sources;
  private final ReportFetcher fetcher;

  /**
   * @param number of this one among several
   * @param turns of all of them
   */
  ReportWorker(
      int number,
      SearchTurns turns,
      Endpoints<ReportSource> sources,
      ReportFetcher fetcher,
      Clock clock) {
    super("xrv-report-worker-" + number, new Bell(clock));
    this.turns = turns;
    this.sources = sources;
    this.fetcher = fetcher;
  }

  @Override
  protected Duration turn() {
    if (!sources.isUsable()) {
      return PAUSED_POLL;
    }
    return fetchNext() ? Duration.ZERO : POLL;
  }

  /** Returns whether there was one. */
  boolean fetchNext() {
    Optional<String> next = turns.take();
    if (next.isEmpty()) {
      return false;
    }
    try {
      fetcher.fetch(next.get());
    } catch (CallAbandonedException e) {
      // The engine closes; the exam is due at the next start.
    } finally {
      turns.giveBack(next.get());
    }
    return true;
  }
}
