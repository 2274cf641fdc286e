package org.xrayvision.core.analysis;

import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.RadReport;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.analysis.ClaimOutcome.Completed;
import org.xrayvision.core.analysis.ClaimOutcome.HandedBack;
import org.xrayvision.core.exam.SubjectText;
import org.xrayvision.core.resilience.Answered;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.Claim;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.GiveBack;
import org.xrayvision.core.store.PriorReading;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/**
 * Reads one claimed exam: picture and prompt to the vision model, its report to the report reader.
 * A report that is there is never lost and never asked for twice: if the reader is out or fails, it
 * is kept with the run, and the next claim begins with the check pass; when the attempts are used
 * up it stands without severity. Safe for threads.
 */
final class ExamReader {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final double JITTER = 0.2;

  private final ExamStore store;
  private final Pictures pictures;
  private final PromptBuilder prompts;
  private final Endpoints<VisionModel> models;
  private final Endpoints<ReportReader> readers;
  private final AnalysisOptions options;
  private final Clock clock;
  private final IntervalFunction backoff;

  ExamReader(
      ExamStore store,
      Pictures pictures,
      PromptBuilder prompts,
      Endpoints<VisionModel> models,
      Endpoints<ReportReader> readers,
      AnalysisOptions options,
      Clock clock) {
    this.store = store;
    this.pictures = pictures;
    this.prompts = prompts;
    this.models = models;
    this.readers = readers;
    this.options = options;
    this.clock = clock;
    this.backoff =
        IntervalFunction.ofExponentialRandomBackoff(
            options.firstBackoff(), 2, JITTER, LONGEST_BACKOFF);
  }

  /** Whether a reading begun now could be brought to its end. */
  boolean isUsable() {
    return models.isUsable() && (readers.isEmpty() || readers.isUsable());
  }

  /**
   * Reads.
   *
   * @throws CallAbandonedException if the engine closes meanwhile
   */
  ClaimOutcome read(Claim claim) {
    Exam exam = store.exam(claim.uid()).orElse(null);
    if (exam == null) {
      return forGood("the exam is not in the database any more", null);
    }
    List<PriorReading> priors = priors(exam);
    Scrubber scrubber = Scrubber.of(exam, radiologists(priors));
    Optional<AiRun> kept = awaitingAssessment(claim);
    if (kept.isPresent()) {
      return assess(claim, kept.get(), true, scrubber);
    }
    Picture picture;
    try {
      picture = PictureFile.read(pictures.picture(claim.uid()), exam.projection());
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return forGood("its picture is missing from the images folder: send the object again", null);
    } catch (IOException e) {
      return forGood(
          "its picture cannot be read (" + e.getMessage() + "): send the object again", null);
    }
    ReadingFacts facts =
        new ReadingFacts(exam, clinicalInformation(exam), priors, previous(claim, exam), scrubber);
    return look(claim, picture, facts);
  }

  private ClaimOutcome look(Claim claim, Picture picture, ReadingFacts facts) {
    Exam exam = facts.exam();
    Prompt prompt = prompts.reading(facts);
    Deadline deadline = Deadline.in(options.deadline());
    VisionRequest request =
        VisionRequest.builder()
            .pictures(List.of(picture))
            .prompt(prompt)
            .region(exam.region())
            .subject(SubjectText.subject(exam.patient(), exam.created().toLocalDate()))
            .deadline(deadline)
            .build();
    Instant started = clock.instant();
    long start = System.nanoTime();
    try {
      Answered<VisionAnswer> answer = models.call(deadline, model -> model.read(request));
      AiRun run = Runs.read(started, System.nanoTime() - start, prompt, answer);
      return assess(claim, run, false, facts.scrubber());
    } catch (TransientBackendException e) {
      if (e.isOutage()) {
        return waits(e, null);
      }
      AiRun run = Runs.failed(started, System.nanoTime() - start, prompt.version(), e);
      return failed(claim, e.getMessage(), run);
    } catch (BackendException e) {
      AiRun run = Runs.failed(started, System.nanoTime() - start, prompt.version(), e);
      return forGood(e.getMessage(), run);
    }
  }

  /**
   * The check pass.
   *
   * @param isKept whether the run is in the store already
   */
  private ClaimOutcome assess(Claim claim, AiRun run, boolean isKept, Scrubber scrubber) {
    if (readers.isEmpty()) {
      return new Completed(run);
    }
    Prompt instructions = prompts.check(String.valueOf(run.text()), scrubber);
    Deadline deadline = Deadline.in(options.deadline());
    ReadRequest request = new ReadRequest(instructions.user(), instructions, deadline);
    try {
      Assessment made = readers.call(deadline, reader -> reader.assess(request)).answer();
      return new Completed(Runs.assessed(run, made, instructions.version()));
    } catch (TransientBackendException e) {
      @Nullable AiRun toKeep = isKept ? null : Runs.awaiting(run, e);
      if (e.isOutage()) {
        return waits(e, toKeep);
      }
      if (claim.attempts() + 1 < options.attempts()) {
        return failed(claim, e.getMessage(), toKeep);
      }
      return new Completed(Runs.notAssessed(run, e, instructions.version()));
    } catch (BackendException e) {
      return new Completed(Runs.notAssessed(run, e, instructions.version()));
    } catch (CallAbandonedException e) {
      return isKept ? abandoned(null) : abandoned(Runs.awaiting(run, closing()));
    }
  }

  private static BackendException closing() {
    return TransientBackendException.failure("the engine was closed", null, null);
  }

  /** A report of an earlier claim that only lacks its assessment, unless another look was asked. */
  private Optional<AiRun> awaitingAssessment(Claim claim) {
    if (readers.isEmpty()) {
      return Optional.empty();
    }
    Optional<AiRun> last = store.runs(claim.uid()).stream().findFirst().filter(Runs::isAwaiting);
    if (last.isEmpty()) {
      return last;
    }
    Instant asked =
        store.journal(claim.uid()).stream()
            .filter(event -> event.kind().equals(ExamEvent.REQUEUE))
            .map(ExamEvent::at)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    return last.filter(run -> run.started().isAfter(asked));
  }

  private List<PriorReading> priors(Exam exam) {
    if (options.maxPriors() <= 0 || options.priorMonths() <= 0) {
      return List.of();
    }
    return store.priors(
        exam.uid(), exam.created().minusMonths(options.priorMonths()), options.maxPriors());
  }

  private List<String> radiologists(List<PriorReading> priors) {
    List<String> names = new ArrayList<>();
    for (PriorReading prior : priors) {
      store
          .exam(prior.uid())
          .map(Exam::radReport)
          .map(RadReport::radiologist)
          .ifPresent(names::add);
    }
    return names;
  }

  private static @Nullable String clinicalInformation(Exam exam) {
    RadReport report = exam.radReport();
    return report == null ? null : report.justification();
  }

  /** What the model said before, where a person asks for another look. */
  private @Nullable String previous(Claim claim, Exam exam) {
    if (claim.from() != ExamStatus.REQUEUE) {
      return null;
    }
    AiReport report = exam.aiReport();
    if (report != null && !report.text().isBlank()) {
      return report.text();
    }
    return store.runs(claim.uid()).stream()
        .map(AiRun::text)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private ClaimOutcome waits(TransientBackendException outage, @Nullable AiRun run) {
    Duration asked = outage.retryAfter().orElse(Duration.ZERO);
    Duration wait =
        asked.compareTo(options.healthInterval()) < 0 ? asked : options.healthInterval();
    Instant notBefore = clock.instant().plus(wait);
    return new HandedBack(
        new GiveBack(String.valueOf(outage.getMessage()), false, false, notBefore, run));
  }

  /** A try that counts: again after a while that doubles, or {@code error}. */
  ClaimOutcome failed(Claim claim, @Nullable String cause, @Nullable AiRun run) {
    int attempt = claim.attempts() + 1;
    boolean last = attempt >= options.attempts();
    Instant notBefore = clock.instant().plusMillis(last ? 0 : backoff.apply(attempt));
    return new HandedBack(new GiveBack(String.valueOf(cause), last, true, notBefore, run));
  }

  ClaimOutcome forGood(@Nullable String cause, @Nullable AiRun run) {
    return new HandedBack(new GiveBack(String.valueOf(cause), true, true, clock.instant(), run));
  }

  /** Back to the queue as if it had not been claimed. */
  ClaimOutcome abandoned(@Nullable AiRun run) {
    return new HandedBack(
        new GiveBack("handed back: the engine was closed", false, false, clock.instant(), run));
  }
}
