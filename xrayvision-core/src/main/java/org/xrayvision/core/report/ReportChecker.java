/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.core.analysis.Bell;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.analysis.Runs;
import org.xrayvision.core.analysis.Suspension;
import org.xrayvision.core.analysis.TurningThread;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.Answered;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.ReportText;
import org.xrayvision.core.store.ReportTextEnd;
import org.xrayvision.core.store.ReportTextEnd.Assessed;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.TransientBackendException;

/**
 * The thread that has radiologists' texts translated and assessed, one after the other. An outage
 * of the readers waits; what fails is tried again after a while that doubles, until the attempts
 * are used up: the exam is {@code done} then, and says what is missing. Safe for threads.
 */
final class ReportChecker extends TurningThread {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration PAUSED_POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

  private final ExamStore store;
  private final ReportTexts texts;
  private final AnalysisOptions options;
  private final ReportOptions reportOptions;
  private final Discretion discretion;
  private final Suspension suspension;
  private final Clock clock;
  private final IntervalFunction backoff;

  ReportChecker(
      ExamStore store,
      ReportTexts texts,
      AnalysisOptions options,
      ReportOptions reportOptions,
      Discretion discretion,
      Suspension suspension,
      Clock clock) {
    super("xrv-report-checker", new Bell(clock));
    this.store = store;
    this.texts = texts;
    this.options = options;
    this.reportOptions = reportOptions;
    this.discretion = discretion;
    this.suspension = suspension;
    this.clock = clock;
    this.backoff =
        IntervalFunction.ofExponentialBackoff(options.firstBackoff(), 2, LONGEST_BACKOFF);
  }

  @Override
  protected Duration turn() {
    if (!texts.isEmpty() && !texts.isUsable()) {
      return PAUSED_POLL;
    }
    return checkNext() ? Duration.ZERO : POLL;
  }

  /** Returns whether there was one. */
  boolean checkNext() {
    Optional<ReportText> next = suspension.claim(() -> store.reports().nextText(clock.instant()));
    if (next.isEmpty()) {
      return false;
    }
    ReportText text = next.get();
    ReportTextEnd end;
    try {
      end = read(text);
    } catch (CallAbandonedException e) {
      end = new ReportTextEnd(null, null, null, null, clock.instant(), false);
    } catch (RuntimeException e) {
      end = failed(text, null, null, "internal fault: " + e.getClass().getName(), null);
    }
    store.reports().endReading(text, end);
    return true;
  }

  private ReportTextEnd read(ReportText text) {
    if (text.text().isBlank()) {
      return over(null, null, null, null);
    }
    if (texts.isEmpty()) {
      return over(null, null, null, "nobody assesses reports: name a report_reader");
    }
    if (text.attempts() >= options.attempts()) {
      return over(null, null, null, "not assessed: the engine ended each time it was read");
    }
    Optional<ReportTextEnd> known = store.reports().assessedElsewhere(text);
    boolean needsTranslation = reportOptions.translates() && text.translation() == null;
    if (known.isPresent() && (!needsTranslation || known.get().translation() != null)) {
      return known.get();
    }
    Exam exam = store.exam(text.uid()).orElse(null);
    if (exam == null) {
      return over(null, null, null, null);
    }
    Scrubber scrubber = Scrubber.of(exam, List.of());
    ExamsInHand.Handle inHand = discretion.exams().take(scrubber::scrub);
    try {
      return translateAndAssess(text, scrubber, needsTranslation);
    } finally {
      inHand.close();
    }
  }

  /** A translation that cannot be had does not keep the text from being assessed. */
  private ReportTextEnd translateAndAssess(
      ReportText text, Scrubber scrubber, boolean needsTranslation) {
    String translation = null;
    BackendException trouble = null;
    if (needsTranslation) {
      try {
        translation = texts.translate(text.text(), scrubber);
      } catch (BackendException e) {
        if (isOutage(e)) {
          return waits(null, (TransientBackendException) e);
        }
        trouble = e;
      }
    }
    if (text.severity() >= 0) {
      return ended(text, translation, null, null, trouble, "not translated: ");
    }
    return assess(text, scrubber, translation, trouble);
  }

  private ReportTextEnd assess(
      ReportText text,
      Scrubber scrubber,
      @Nullable String translation,
      @Nullable BackendException translationTrouble) {
    Prompt prompt = texts.check(text.text(), scrubber);
    Instant started = clock.instant();
    long start = System.nanoTime();
    try {
      Answered<Assessment> answer = texts.assess(prompt);
      long nanos = System.nanoTime() - start;
      AiRun run = Runs.checked(started, nanos, prompt.version(), answer);
      Assessment made = answer.answer();
      if (made.severity() < 0) {
        BackendException unread =
            TransientBackendException.failure("the answer holds no severity", null, null);
        return ended(text, translation, null, run, unread, "not assessed: ");
      }
      Assessed assessed = new Assessed(made.severity(), made.summary(), made.model(), nanos / 1e9);
      return ended(text, translation, assessed, run, translationTrouble, "not translated: ");
    } catch (BackendException e) {
      if (isOutage(e)) {
        return waits(translation, (TransientBackendException) e);
      }
      AiRun run = Runs.failed(started, System.nanoTime() - start, prompt.version(), e);
      return ended(text, translation, null, run, e, "not assessed: ");
    }
  }

  private static boolean isOutage(BackendException e) {
    return e instanceof TransientBackendException failure && failure.isOutage();
  }

  /** With a trouble that another try may cure it is tried again, while attempts are left. */
  private ReportTextEnd ended(
      ReportText text,
      @Nullable String translation,
      @Nullable Assessed assessed,
      @Nullable AiRun run,
      @Nullable BackendException trouble,
      String what) {
    if (trouble == null) {
      return over(translation, assessed, run, null);
    }
    String problem = what + trouble.getMessage();
    if (trouble instanceof PermanentBackendException) {
      return over(translation, assessed, run, problem);
    }
    return failed(text, translation, run, problem, assessed);
  }

  private ReportTextEnd failed(
      ReportText text,
      @Nullable String translation,
      @Nullable AiRun run,
      String problem,
      @Nullable Assessed assessed) {
    int attempt = text.attempts() + 1;
    Instant again =
        attempt >= options.attempts() ? null : clock.instant().plusMillis(backoff.apply(attempt));
    return new ReportTextEnd(translation, assessed, run, problem, again, true);
  }

  private ReportTextEnd waits(@Nullable String translation, TransientBackendException outage) {
    Duration asked = outage.retryAfter().orElse(options.healthInterval());
    Duration wait = asked.compareTo(LONGEST_BACKOFF) < 0 ? asked : LONGEST_BACKOFF;
    return new ReportTextEnd(
        translation,
        null,
        null,
        "waits for a report reader: " + outage.getMessage(),
        clock.instant().plus(wait),
        false);
  }

  private static ReportTextEnd over(
      @Nullable String translation,
      @Nullable Assessed assessed,
      @Nullable AiRun run,
      @Nullable String problem) {
    return new ReportTextEnd(translation, assessed, run, problem, null, true);
  }
}
