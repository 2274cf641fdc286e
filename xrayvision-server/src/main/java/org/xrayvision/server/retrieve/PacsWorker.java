/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.retrieve.Pacs.Fetched;
import org.xrayvision.server.retrieve.PacsStatus.Activity;
import org.xrayvision.server.retrieve.PacsTrouble.With;
import org.xrayvision.server.retrieve.Retrieval.Status;
import org.xrayvision.server.retrieve.RetrieveStore.Decision;

/**
 * What is done about one PACS, one step after the other: asked by schedule and on demand, and what
 * is wanted of it fetched, one study at a time. The queue is in the database; a step that is not
 * finished is begun anew after a restart. {@link #step} is for one thread, all else for any.
 */
final class PacsWorker {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration BUSY_WAIT = Duration.ofSeconds(5);
  private static final Fetched NOTHING = new Fetched(0, 0, null);

  /** So many studies of which nothing comes, one after the other, are the PACS' trouble. */
  private static final int MOST_IN_A_ROW = 3;

  private final PacsSettings settings;
  private final Pacs pacs;
  private final RetrieveStore store;
  private final Here here;
  private final Plan plan;
  private final Clock clock;
  private final Consumer<QueryProgress> listener;
  private final PacsTrouble trouble;
  private final Semaphore bell = new Semaphore(0);

  /** Nothing is fetched until the PACS has answered a query again. Of the stepping thread. */
  private boolean paused;

  /** The studies of which nothing came since something came. Of the stepping thread. */
  private final Set<String> nothingCame = new HashSet<>();

  private volatile boolean closed;

  // Guarded by this.
  private OptionalInt demanded = OptionalInt.empty();
  private Instant nextQuery;
  private Activity activity = Activity.IDLE;
  private @Nullable String waitsFor;
  private @Nullable QueryRun run;
  private boolean running;
  private long lastId;

  /**
   * How it is done. Immutable.
   *
   * @param ourAETitle for a sentence
   */
  record Plan(
      Schedule schedule,
      Duration lookBack,
      ZoneId zone,
      Set<String> modalities,
      int attempts,
      String ourAETitle) {}

  PacsWorker(
      PacsSettings settings,
      Pacs pacs,
      RetrieveStore store,
      Here here,
      Plan plan,
      Clock clock,
      Consumer<QueryProgress> listener) {
    this.settings = settings;
    this.pacs = pacs;
    this.store = store;
    this.here = here;
    this.plan = plan;
    this.clock = clock;
    this.listener = listener;
    this.trouble = new PacsTrouble(settings.name(), clock);
    this.nextQuery = clock.instant();
  }

  String name() {
    return settings.name();
  }

  /**
   * Asks for the studies of the last hours, with the next step.
   *
   * @return the id of the run that it belongs to
   */
  synchronized long ask(int hours) {
    demanded = OptionalInt.of(Math.max(hours, demanded.orElse(0)));
    bell.release();
    return beginRun(clock.instant()).id();
  }

  /** Waits until there is something to do: so long, or until somebody asks or it is closed. */
  void await(Duration longest) throws InterruptedException {
    if (bell.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      bell.drainPermits();
    }
  }

  /** Aborts what goes on; it counts as no attempt. */
  void close() {
    closed = true;
    pacs.close();
    bell.release();
  }

  boolean isClosed() {
    return closed;
  }

  PacsStatus status() {
    int wanted = store.count(name(), Status.WANTED);
    int failed = store.count(name(), Status.FAILED);
    Instant answered = store.answered(name()).orElse(null);
    synchronized (this) {
      return new PacsStatus(
          settings,
          activity,
          nextQuery,
          waitsFor,
          trouble.sentence(),
          trouble.since(),
          answered,
          wanted,
          failed,
          run == null ? null : run.view());
    }
  }

  synchronized Instant nextQuery() {
    return nextQuery;
  }

  /** Does the next thing, and says how long there is nothing to do after it. */
  Duration step() {
    Instant now = clock.instant();
    OptionalInt hours = takeDemand();
    if (hours.isPresent() || !now.isBefore(nextQuery())) {
      query(hours, now);
      return Duration.ZERO;
    }
    Optional<Retrieval> due = paused ? Optional.empty() : store.due(name(), now);
    if (due.isEmpty()) {
      return endRun(now) ? untilNext(now) : Duration.ZERO;
    }
    Optional<String> busy = here.busy();
    if (busy.isPresent()) {
      is(Activity.WAITING, busy.get());
      return BUSY_WAIT;
    }
    retrieve(due.get());
    return Duration.ZERO;
  }

  private Duration untilNext(Instant now) {
    Instant next = nextQuery();
    Optional<Instant> retry = paused ? Optional.empty() : store.nextDue(name());
    if (retry.isPresent() && retry.get().isBefore(next)) {
      next = retry.get();
    }
    Duration wait = Duration.between(now, next);
    return wait.isNegative()
        ? Duration.ZERO
        : wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  // ---- asking

  private void query(OptionalInt hours, Instant now) {
    is(Activity.QUERYING, null);
    QueryRun current = beginRun(now);
    current.asks();
    Optional<Instant> answered = store.answered(name());
    Window due = Window.scheduled(answered.orElse(null), plan.lookBack(), now);
    Window window = hours.isPresent() ? Window.ofHours(hours.getAsInt(), now) : due;
    // A person who asks for less than is due leaves the rest due.
    boolean covers = !window.begin().isAfter(due.begin());
    StudyChoice choice =
        new StudyChoice(window, plan.zone(), plan.modalities(), store, name(), hours.isPresent());
    try {
      List<FoundStudy> found = pacs.find(window.days(plan.zone()), choice::interests);
      noteAnswer(choice, found, covers ? Optional.of(now) : answered, hours.isPresent());
      trouble.over(With.ASKING);
      paused = false;
    } catch (PacsException e) {
      if (closed) {
        return;
      }
      trouble.met(With.ASKING, String.valueOf(e.getMessage()));
      current.hasProblem(String.valueOf(e.getMessage()));
      paused = true;
    }
    synchronized (this) {
      nextQuery = plan.schedule().nextQuery(clock.instant());
    }
  }

  private void noteAnswer(
      StudyChoice choice, List<FoundStudy> found, Optional<Instant> until, boolean onDemand) {
    Instant now = clock.instant();
    List<String> uids = found.stream().map(FoundStudy::uid).toList();
    Map<String, Integer> exams = uids.isEmpty() ? Map.of() : here.exams(uids);
    List<Decision> decisions = choice.decide(found, exams);
    if (onDemand) {
      store.wantFailed(name(), now);
    }
    store.answered(name(), until, decisions, now);
    int others = count(decisions, Status.OTHER);
    currentRun()
        .found(
            decisions.size() - others + choice.known(),
            count(decisions, Status.DONE) + choice.knownDone());
  }

  private static int count(List<Decision> decisions, Status status) {
    return (int) decisions.stream().filter(one -> one.status() == status).count();
  }

  // ---- fetching

  private void retrieve(Retrieval retrieval) {
    is(Activity.RETRIEVING, null);
    QueryRun current = beginRun(clock.instant());
    if (hasComeMeanwhile(retrieval)) {
      store.done(retrieval, NOTHING, clock.instant());
      current.fetched();
      return;
    }
    try {
      judge(retrieval, pacs.retrieve(retrieval.studyUid(), retrieval.whole()));
    } catch (PacsException e) {
      if (closed) {
        return;
      }
      String sentence = String.valueOf(e.getMessage());
      if (e.isOfAll()) {
        trouble.met(With.FETCHING, sentence);
        current.hasProblem(sentence);
        paused = true;
      } else {
        failed(retrieval, NOTHING, sentence);
      }
    }
  }

  private void judge(Retrieval retrieval, Fetched fetched) {
    String problem = fetched.problem() == null ? lost(retrieval, fetched) : fetched.problem();
    if (problem == null) {
      store.done(retrieval, fetched, clock.instant());
      currentRun().fetched();
      itSends();
    } else {
      failed(retrieval, fetched, problem);
    }
  }

  /** Some PACS say that they have sent before they send; and the modality may send as well. */
  private boolean hasComeMeanwhile(Retrieval retrieval) {
    String uid = retrieval.studyUid();
    return retrieval.attempts() > 0
        && retrieval.objects().isPresent()
        && here.exams(List.of(uid)).getOrDefault(uid, 0) >= retrieval.objects().getAsInt();
  }

  /** What a PACS has sent, but not to us. */
  private @Nullable String lost(Retrieval retrieval, Fetched fetched) {
    boolean isHere =
        fetched.completed() == 0
            || fetched.refused() > 0
            || !here.exams(List.of(retrieval.studyUid())).isEmpty();
    return isHere
        ? null
        : "The PACS "
            + settings.address()
            + " says that it has sent "
            + fetched.completed()
            + " objects to "
            + plan.ourAETitle()
            + ", but none came: correct the address and port that it has for this AE title.";
  }

  private void failed(Retrieval retrieval, Fetched fetched, String sentence) {
    Instant now = clock.instant();
    int attempt = retrieval.attempts() + 1;
    Optional<Instant> again =
        attempt < plan.attempts()
            ? Optional.of(plan.schedule().nextAttempt(attempt, now))
            : Optional.empty();
    store.failed(retrieval, fetched, again, sentence, now);
    trouble.studyFailed(retrieval.studyUid(), attempt, plan.attempts(), sentence);
    currentRun().failed(sentence);
    if (fetched.completed() > 0) {
      itSends();
      return;
    }
    nothingCame.add(retrieval.studyUid());
    if (nothingCame.size() >= MOST_IN_A_ROW) {
      // It is hardly the studies: the others keep their attempts.
      trouble.met(With.FETCHING, sentence);
      paused = true;
    }
  }

  private void itSends() {
    nothingCame.clear();
    trouble.over(With.FETCHING);
  }

  // ---- what is told

  private synchronized OptionalInt takeDemand() {
    OptionalInt taken = demanded;
    demanded = OptionalInt.empty();
    return taken;
  }

  private synchronized QueryRun beginRun(Instant now) {
    if (!running || run == null) {
      lastId = Math.max(lastId + 1, clock.millis());
      run = new QueryRun(lastId, name(), now, listener);
      running = true;
    }
    return run;
  }

  private synchronized QueryRun currentRun() {
    return beginRun(clock.instant());
  }

  /** Returns false if somebody has just asked for more. */
  private synchronized boolean endRun(Instant now) {
    if (demanded.isPresent()) {
      return false;
    }
    activity = Activity.IDLE;
    waitsFor = null;
    if (running && run != null) {
      running = false;
      run.end(now);
    }
    return true;
  }

  private synchronized void is(Activity what, @Nullable String waiting) {
    activity = what;
    waitsFor = waiting;
  }
}
