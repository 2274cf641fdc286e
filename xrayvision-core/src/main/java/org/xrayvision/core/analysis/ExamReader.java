/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import io.github.resilience4j.core.IntervalFunction;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.analysis.ClaimOutcome.Completed;
import org.xrayvision.core.analysis.ClaimOutcome.HandedBack;
import org.xrayvision.core.analysis.PictureFile.BrokenException;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.privacy.Scrubber;
import org.xrayvision.core.resilience.Answered;
import org.xrayvision.core.resilience.AskFilter;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.Claim;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.GiveBack;
import org.xrayvision.dicom.io.DicomException;
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

/**
 * Reads one claimed exam: picture and prompt to the vision model, its report to the report reader.
 * A report that is there is never lost and never asked for twice: if the reader is out or fails, it
 * is kept with the run, and the next claim begins with the check pass; when the attempts are used
 * up it stands without severity. Safe for threads.
 */
final class ExamReader {
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final double JITTER = 0.2;
  private static final String POISON =
      "endpoints go down over this exam, and read others in between: ";

  private final ExamStore store;
  private final Questions questions;
  private final Enrichment enrichment;
  private final Endpoints<VisionModel> models;
  private final Endpoints<ReportReader> readers;
  private final AnalysisOptions options;
  private final Clock clock;
  private final IntervalFunction backoff;
  private final Suspects modelLosses = new Suspects();
  private final Suspects readerLosses = new Suspects();
  private volatile @Nullable String pictureTrouble;

  ExamReader(
      ExamStore store,
      Questions questions,
      Enrichment enrichment,
      Endpoints<VisionModel> models,
      Endpoints<ReportReader> readers,
      AnalysisOptions options,
      Clock clock) {
    this.store = store;
    this.questions = questions;
    this.enrichment = enrichment;
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

  /** What keeps every exam from being read but endpoints, or null. */
  @Nullable String trouble() {
    return pictureTrouble;
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
    if (mustStepBack(claim.uid())) {
      return stepsBack();
    }
    ReadingFacts facts = questions.facts(enrichment.enriched(exam), previous(claim, exam));
    ExamsInHand.Handle inHand = questions.discretion().exams().take(facts.scrubber()::scrub);
    try {
      return read(claim, facts);
    } finally {
      inHand.close();
    }
  }

  private ClaimOutcome read(Claim claim, ReadingFacts facts) {
    Optional<AiRun> kept = awaitingAssessment(claim);
    if (kept.isPresent()) {
      return assess(claim, kept.get(), true, facts.scrubber());
    }
    Picture picture;
    try {
      picture = questions.picture(facts.exam());
      pictureTrouble = null;
    } catch (IOException | UncheckedIOException e) {
      return withoutPicture(e);
    }
    return look(claim, picture, facts);
  }

  /** What is wrong with the object is the exam's error; what is wrong with the disk is not. */
  private ClaimOutcome withoutPicture(Exception e) {
    if (e instanceof DicomException || e instanceof EOFException || e instanceof BrokenException) {
      return forGood(
          "its picture cannot be read (" + e.getMessage() + "): send the object again", null);
    }
    if (e instanceof NoSuchFileException missing && isFolderThere(missing.getFile())) {
      return forGood("its picture is missing from the images folder: send the object again", null);
    }
    // Without the message, which may be a path.
    String cause = "pictures cannot be read (" + e.getClass().getSimpleName() + ")";
    pictureTrouble = cause;
    Instant notBefore = clock.instant().plus(options.healthInterval());
    return new HandedBack(new GiveBack(cause, false, false, notBefore, null), true);
  }

  private static boolean isFolderThere(@Nullable String file) {
    Path folder = file == null ? null : Path.of(file).getParent();
    return folder != null && Files.isDirectory(folder);
  }

  private ClaimOutcome look(Claim claim, Picture picture, ReadingFacts facts) {
    Deadline deadline = Deadline.in(options.deadline());
    VisionQuestion question = questions.about(facts, picture, deadline);
    Prompt prompt = question.prompt();
    Instant started = clock.instant();
    long start = System.nanoTime();
    String uid = claim.uid();
    int losses = modelLosses.losses(uid);
    try {
      Answered<VisionAnswer> answer =
          models.call(deadline, question::ask, outage -> modelLosses.lost(uid), question.egress());
      modelLosses.answered(uid);
      AiRun run = Runs.read(started, System.nanoTime() - start, prompt, answer);
      return answer.answer().severity() < 0
          ? assess(claim, run, false, facts.scrubber())
          : new Completed(Runs.graded(run, answer.answer()));
    } catch (TransientBackendException e) {
      int lost = newLosses(modelLosses, uid, losses);
      boolean isPoison = lost > 0 && modelLosses.convicts(uid);
      if (e.isOutage() && !isPoison) {
        return waits(e, lost, null);
      }
      AiRun run = Runs.failed(started, System.nanoTime() - start, prompt.version(), e);
      return isPoison ? forGood(POISON + e.getMessage(), run) : failed(claim, e.getMessage(), run);
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
    Prompt instructions = questions.prompts().check(String.valueOf(run.text()), scrubber);
    String version = instructions.version();
    String uid = claim.uid();
    int losses = readerLosses.losses(uid);
    Instant started = clock.instant();
    long start = System.nanoTime();
    try {
      Answered<Assessment> answer = assessed(instructions, uid);
      AiRun pass = Runs.checked(started, System.nanoTime() - start, version, answer);
      return graded(claim, run, answer.answer(), version, pass);
    } catch (TransientBackendException e) {
      int lost = newLosses(readerLosses, uid, losses);
      boolean isPoison = lost > 0 && readerLosses.convicts(uid);
      if (e.isOutage() && !isPoison) {
        return waits(e, lost, isKept ? null : Runs.awaiting(run, e));
      }
      AiRun pass = Runs.failed(started, System.nanoTime() - start, version, e);
      return isPoison || isLast(claim)
          ? new Completed(Runs.notAssessed(run, e, version).withCheck(pass))
          : failed(claim, e.getMessage(), Runs.awaiting(run, e).withCheck(pass));
    } catch (BackendException e) {
      AiRun pass = Runs.failed(started, System.nanoTime() - start, version, e);
      return new Completed(Runs.notAssessed(run, e, version).withCheck(pass));
    } catch (CallAbandonedException e) {
      return isKept ? abandoned(null) : abandoned(Runs.awaiting(run, closing()));
    }
  }

  private Answered<Assessment> assessed(Prompt instructions, String uid) {
    Deadline deadline = Deadline.in(options.deadline());
    ReadRequest request = new ReadRequest(instructions.user(), instructions, deadline);
    Answered<Assessment> answer =
        readers.call(
            deadline,
            reader -> Answers.bounded(reader.plugin().assess(request)),
            outage -> readerLosses.lost(uid),
            AskFilter.ANYBODY);
    readerLosses.answered(uid);
    return answer;
  }

  /** An answer without a grade is tried again, but for the last time. */
  private ClaimOutcome graded(Claim claim, AiRun run, Assessment made, String version, AiRun pass) {
    if (made.severity() < 0 && !isLast(claim)) {
      var unread = TransientBackendException.failure(Runs.UNREADABLE, made.rawAnswer(), null);
      return failed(claim, unread.getMessage(), Runs.awaiting(run, unread).withCheck(pass));
    }
    return new Completed(Runs.assessed(run, made, version).withCheck(pass));
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
    Instant asked = lastAsked(claim.uid()).map(ExamEvent::at).orElse(Instant.MIN);
    return last.filter(run -> run.started().isAfter(asked));
  }

  private Optional<ExamEvent> lastAsked(String uid) {
    return store.journal(uid).stream()
        .filter(event -> event.kind().equals(ExamEvent.REQUEUE))
        .reduce((before, after) -> after);
  }

  /** With one picture more the reading is a new one, and no second look. */
  private boolean isForLateView(String uid) {
    return lastAsked(uid)
        .filter(event -> ExamStore.LATE_VIEW.equals(event.payload().get("reason")))
        .isPresent();
  }

  /** What the model said before, where a person asks for another look at the same pictures. */
  private @Nullable String previous(Claim claim, Exam exam) {
    if (claim.from() != ExamStatus.REQUEUE || isForLateView(claim.uid())) {
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

  /** How often endpoints went down over this exam, if one has just done so again; else 0. */
  private static int newLosses(Suspects suspects, String uid, int before) {
    int now = suspects.losses(uid);
    return now > before ? now : 0;
  }

  private boolean mustStepBack(String uid) {
    boolean wanted = modelLosses.stepsBack(uid) || readerLosses.stepsBack(uid);
    return wanted && store.counts(clock.instant()).waiting() > 0;
  }

  private ClaimOutcome stepsBack() {
    Instant notBefore = clock.instant().plus(options.firstBackoff());
    return new HandedBack(
        new GiveBack(
            "others go first: endpoints went down while they read it",
            false,
            false,
            notBefore,
            null));
  }

  /**
   * An outage.
   *
   * @param losses how often endpoints went down over this exam; 0 if none was asked
   */
  private ClaimOutcome waits(TransientBackendException outage, int losses, @Nullable AiRun run) {
    Duration asked = outage.retryAfter().orElse(Duration.ZERO);
    Duration wait =
        asked.compareTo(options.healthInterval()) < 0 ? asked : options.healthInterval();
    Duration own = losses == 0 ? Duration.ZERO : Duration.ofMillis(backoff.apply(losses));
    Instant notBefore = clock.instant().plus(wait.compareTo(own) > 0 ? wait : own);
    return new HandedBack(
        new GiveBack(String.valueOf(outage.getMessage()), false, false, notBefore, run));
  }

  private boolean isLast(Claim claim) {
    return claim.attempts() + 1 >= options.attempts();
  }

  /** A try that counts: again after a while that doubles, or {@code error}. */
  ClaimOutcome failed(Claim claim, @Nullable String cause, @Nullable AiRun run) {
    int attempt = claim.attempts() + 1;
    boolean last = isLast(claim);
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
