/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NotDirectoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.resilience.Answered;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.ShadowClaim;
import org.xrayvision.core.store.ShadowEnd;
import org.xrayvision.core.store.StoreException;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;

/**
 * One shadow model and the thread that shows it what is done, an exam at a time. An outage waits;
 * what fails is tried again after a while that doubles, until the attempts are used up. Safe for
 * threads.
 */
final class ShadowReader extends TurningThread {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration PAUSED_POLL = Duration.ofSeconds(1);
  private static final Duration TROUBLE = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

  private final ExamStore store;
  private final Questions questions;
  private final Endpoints<VisionModel> model;
  private final AnalysisOptions options;
  private final Suspension suspension;
  private final Consumer<String> onOver;
  private final Clock clock;
  private final String name;
  private final Bell bell;
  private final IntervalFunction backoff;

  /**
   * @param model one endpoint
   */
  ShadowReader(
      ExamStore store,
      Questions questions,
      Endpoints<VisionModel> model,
      AnalysisOptions options,
      Suspension suspension,
      Consumer<String> onOver,
      Clock clock) {
    this(store, questions, model, options, suspension, onOver, clock, new Bell(clock));
  }

  private ShadowReader(
      ExamStore store,
      Questions questions,
      Endpoints<VisionModel> model,
      AnalysisOptions options,
      Suspension suspension,
      Consumer<String> onOver,
      Clock clock,
      Bell bell) {
    super("xrv-shadow-reader-" + model.status().get(0).name(), bell);
    this.store = store;
    this.questions = questions;
    this.model = model;
    this.options = options;
    this.suspension = suspension;
    this.onOver = onOver;
    this.clock = clock;
    this.name = model.status().get(0).name();
    this.bell = bell;
    this.backoff =
        IntervalFunction.ofExponentialBackoff(options.firstBackoff(), 2, LONGEST_BACKOFF);
    model.onChange(bell::ring);
  }

  String name() {
    return name;
  }

  @Override
  protected Duration turn() {
    if (!model.isUsable()) {
      return PAUSED_POLL;
    }
    Optional<ShadowClaim> claim = suspension.claim(() -> store.claimShadow(name, clock.instant()));
    if (claim.isEmpty()) {
      return POLL;
    }
    ShadowEnd end = read(claim.get());
    store.endShadow(claim.get(), end);
    if (end.again() == null) {
      onOver.accept(claim.get().uid());
    } else {
      bell.ringAt(end.again());
    }
    return Duration.ZERO;
  }

  private ShadowEnd read(ShadowClaim claim) {
    Instant started = clock.instant();
    if (claim.attempts() >= options.attempts()) {
      return ShadowEnd.over(failure(started, "the engine ended each time it was read", null));
    }
    try {
      Exam exam = store.exam(claim.uid()).orElse(null);
      return exam == null ? new ShadowEnd(null, null) : read(claim, exam, started);
    } catch (CallAbandonedException e) {
      return ShadowEnd.postponed(started);
    } catch (StoreException e) {
      return ShadowEnd.postponed(started.plus(TROUBLE));
    } catch (IOException | UncheckedIOException e) {
      // Of a folder that is not there, unmounted perhaps, no exam is guilty.
      return e instanceof NotDirectoryException
          ? ShadowEnd.postponed(started.plus(options.healthInterval()))
          : failed(claim, started, "its picture cannot be read", null);
    } catch (RuntimeException | Error e) {
      return failed(claim, started, "internal fault: " + e.getClass().getName(), null);
    }
  }

  private ShadowEnd read(ShadowClaim claim, Exam exam, Instant started) throws IOException {
    ReadingFacts facts = questions.facts(exam, null);
    Picture picture = questions.picture(exam);
    ExamsInHand.Handle inHand = questions.discretion().exams().take(facts.scrubber()::scrub);
    try {
      return ask(claim, facts, picture, started);
    } finally {
      inHand.close();
    }
  }

  private ShadowEnd ask(ShadowClaim claim, ReadingFacts facts, Picture picture, Instant started) {
    Deadline deadline = Deadline.in(options.deadline());
    VisionQuestion question = questions.about(facts, picture, deadline);
    AtomicBoolean lost = new AtomicBoolean();
    long start = System.nanoTime();
    try {
      Answered<VisionAnswer> answered =
          model.call(
              deadline,
              question::ask,
              outage -> !lost.compareAndSet(false, true),
              question.egress());
      VisionAnswer answer = answered.answer();
      AiRun run = Runs.read(started, System.nanoTime() - start, question.prompt(), answered);
      return ShadowEnd.over(answer.severity() < 0 ? run : Runs.graded(run, answer));
    } catch (TransientBackendException e) {
      if (e.isOutage() && !lost.get()) {
        Duration wait = e.retryAfter().orElse(options.healthInterval());
        return ShadowEnd.postponed(clock.instant().plus(shorter(wait, LONGEST_BACKOFF)));
      }
      return failed(claim, started, e.getMessage(), e.rawAnswer());
    } catch (BackendException e) {
      return ShadowEnd.over(failure(started, e.getMessage(), e.rawAnswer()));
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private ShadowEnd failed(
      ShadowClaim claim, Instant started, @Nullable String why, @Nullable String rawAnswer) {
    AiRun run = failure(started, why, rawAnswer);
    int attempt = claim.attempts() + 1;
    return attempt >= options.attempts()
        ? ShadowEnd.over(run)
        : ShadowEnd.failed(run, clock.instant().plusMillis(backoff.apply(attempt)));
  }

  private AiRun failure(Instant started, @Nullable String why, @Nullable String rawAnswer) {
    double seconds = Duration.between(started, clock.instant()).toMillis() / 1e3;
    return AiRun.of(started, "")
        .answeredBy(null, name)
        .latencySeconds(seconds)
        .raw(rawAnswer, null)
        .error(String.valueOf(why))
        .build();
  }
}
