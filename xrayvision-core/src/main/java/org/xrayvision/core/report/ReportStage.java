/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.FetchResult;
import org.xrayvision.core.FetchResult.Outcome;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.analysis.Enrichment;
import org.xrayvision.core.analysis.PromptBuilder;
import org.xrayvision.core.analysis.Suspension;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Critique;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.TransientBackendException;

/**
 * The radiologists' side: looks for their reports, has them translated and assessed, and answers
 * questions about free text. Safe for threads.
 */
public final class ReportStage implements AutoCloseable {
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ExamStore store;
  private final Endpoints<ReportSource> sources;
  private final ReportOptions options;
  private final ReportFetcher fetcher;
  private final List<ReportWorker> workers;
  private final ReportChecker checker;
  private final ReportTexts freeTexts;
  private final Directory directory;

  /** People's questions go one at a time, so that the readings keep their places at the reader. */
  private final Semaphore question = new Semaphore(1, true);

  private volatile boolean closed;

  /**
   * A stage that does nothing before {@link #start}.
   *
   * @param members the preferred one first; empty where there is no source
   * @param suspension while it is on, no report is translated or assessed but for who asks
   */
  public ReportStage(
      ExamStore store,
      List<Member<ReportSource>> members,
      Endpoints<ReportReader> readers,
      PromptBuilder prompts,
      AnalysisOptions analysis,
      ReportOptions options,
      Discretion discretion,
      Suspension suspension,
      Clock clock) {
    this.store = store;
    this.options = options;
    this.sources = Endpoints.ofSources(members, options.requests(), analysis, clock);
    this.directory = new Directory(store, sources, discretion, clock);
    this.fetcher = new ReportFetcher(store, sources, options, discretion, clock);
    SearchTurns turns = new SearchTurns(store, clock);
    this.workers =
        IntStream.rangeClosed(1, options.requests())
            .mapToObj(number -> new ReportWorker(number, turns, sources, fetcher, clock))
            .toList();
    ReportTexts texts = new ReportTexts(store, readers, prompts, options, analysis.deadline());
    this.checker =
        new ReportChecker(store, texts, analysis, options, discretion, suspension, clock);
    Duration time =
        analysis.deadline().compareTo(LONGEST_ANSWER) < 0 ? analysis.deadline() : LONGEST_ANSWER;
    this.freeTexts = new ReportTexts(store, readers, prompts, options, time);
    sources.onChange(() -> workers.forEach(ReportWorker::wake));
  }

  /** What the source knows of patients, for those who read exams. */
  public Enrichment enrichment() {
    return directory;
  }

  /** Goes on with what stands in {@code check}, and begins to ask. Call it once. */
  public void start() {
    store.reports().resume(options.translateExisting());
    if (!sources.isEmpty()) {
      sources.start();
      workers.forEach(ReportWorker::start);
    }
    checker.start();
  }

  /** Something was read, or a report has come. Returns at once. */
  public void wake() {
    workers.forEach(ReportWorker::wake);
    checker.wake();
  }

  /** The report sources, each to be asked whether it is well. */
  public List<EndpointProbe> probes() {
    return sources.probes(
        (asked, deadline) -> {
          if (!(asked.plugin() instanceof HealthProbe probe)) {
            return new EndpointProbe.Result(EndpointProbe.Outcome.NOT_ASKED, null, null, -1);
          }
          probe.checkHealth(deadline);
          return EndpointProbe.Result.answered();
        });
  }

  /** The report sources in their order of preference. */
  public List<EndpointStatus> status() {
    return sources.status();
  }

  /** Why no report can be had or assessed now, in one line; empty where all is well. */
  public Optional<String> trouble() {
    return workers.stream()
        .flatMap(worker -> Optional.ofNullable(worker.trouble()).stream())
        .findFirst()
        .or(() -> Optional.ofNullable(checker.trouble()))
        .or(() -> sources.isEmpty() ? Optional.empty() : sources.trouble())
        .map(text -> text.replaceAll("[\\p{Cntrl}\\s]+", " "));
  }

  /** Asks for one exam's report now. */
  public FetchResult fetch(String uid) {
    if (sources.isEmpty()) {
      return new FetchResult(Outcome.UNAVAILABLE, "there is no report source: set ENABLE_HIS");
    }
    try {
      FetchResult result = fetcher.fetch(uid);
      checker.wake();
      return result;
    } catch (CallAbandonedException e) {
      return new FetchResult(Outcome.UNAVAILABLE, "the engine is being closed");
    }
  }

  /** Grades a text about nobody in particular. */
  public Assessment assess(String text) {
    return alone(() -> freeTexts.assess(freeTexts.check(text, Scrubber.general())).answer());
  }

  /** Judges such a text. */
  public Critique critique(String text) {
    return alone(() -> freeTexts.critique(text, Scrubber.general()));
  }

  /** Translates such a text. */
  public String translate(String text) {
    return alone(() -> freeTexts.translate(text, Scrubber.general()));
  }

  private <T> T alone(Supplier<T> task) {
    if (freeTexts.isEmpty()) {
      throw TransientBackendException.outage("there is no report reader", (Duration) null);
    }
    boolean mine;
    try {
      mine = question.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      mine = false;
    }
    if (!mine) {
      throw TransientBackendException.outage("others are being answered", PATIENCE);
    }
    try {
      return task.get();
    } catch (CallAbandonedException e) {
      throw TransientBackendException.outage("the engine is being closed", (Duration) null);
    } finally {
      question.release();
    }
  }

  /** Asks no more. Returns at once. */
  public void stop() {
    closed = true;
    workers.forEach(ReportWorker::stop);
    checker.stop();
    sources.abandon();
  }

  /** Ends threads and sources; the readers must have been abandoned. The store must be open. */
  @Override
  public void close() {
    if (!closed) {
      stop();
    }
    workers.forEach(ReportWorker::join);
    checker.join();
    sources.close();
  }
}
