/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.analysis.ClaimOutcome.Completed;
import org.xrayvision.core.analysis.ClaimOutcome.HandedBack;
import org.xrayvision.core.resilience.CallAbandonedException;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.Claim;
import org.xrayvision.core.store.ClaimEnd;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.GiveBack;
import org.xrayvision.core.store.StoreException;

/**
 * The threads that claim exams and have them read. The queue is the store; they pause while no
 * endpoint is up, and whatever goes wrong with an exam costs that exam only. Safe for threads.
 */
final class AnalysisWorkers {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(20);
  private static final Duration PAUSED_POLL = Duration.ofSeconds(1);
  private static final Duration STORE_TROUBLE = Duration.ofSeconds(1);
  private static final Duration SLACK = Duration.ofMinutes(2);
  private static final Duration LONGEST_RENEWAL = Duration.ofMinutes(1);
  private static final long GRACE_MILLIS = 1_500;
  private static final long END_MILLIS = 2_000;
  private static final int WRITES = 7;
  private static final long FIRST_WRITE_PAUSE_MILLIS = 250;

  /** A claim, and since when it is held on {@link System#nanoTime}. */
  private record Active(Claim claim, long since) {}

  private final ExamStore store;
  private final ExamReader reader;
  private final AnalysisOptions options;
  private final Suspension suspension;
  private final String owner;
  private final Clock clock;
  private final Duration longestReading;
  private final Bell bell;
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Active> active = new ConcurrentHashMap<>();
  private final Thread leases = new Thread(this::keepLeases, "xrv-analysis-leases");
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean closing;
  private volatile double lastLatency = Double.NaN;
  private volatile @Nullable String trouble;

  AnalysisWorkers(
      ExamStore store,
      ExamReader reader,
      AnalysisOptions options,
      Suspension suspension,
      String owner,
      Clock clock) {
    this.store = store;
    this.reader = reader;
    this.options = options;
    this.suspension = suspension;
    this.owner = owner;
    this.clock = clock;
    // Two calls with their deadlines, and what is around them; who takes longer is stuck.
    Duration slack = options.lease().compareTo(SLACK) < 0 ? options.lease() : SLACK;
    this.longestReading = options.deadline().multipliedBy(2).plus(slack);
    this.bell = new Bell(clock);
    for (int i = 1; i <= options.workers(); i++) {
      Thread thread = new Thread(this::work, "xrv-analysis-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  void start() {
    store.handBackClaimsOfOthers(owner, clock.instant());
    leases.setDaemon(true);
    leases.start();
    threads.forEach(Thread::start);
  }

  void wake() {
    bell.ring();
  }

  AnalysisProgress progress() {
    double latency = lastLatency;
    return new AnalysisProgress(
        List.copyOf(active.keySet()),
        Double.isNaN(latency) ? OptionalDouble.empty() : OptionalDouble.of(latency),
        trouble == null ? reader.trouble() : trouble);
  }

  private void work() {
    while (!closing) {
      try {
        workOnce();
      } catch (InterruptedException e) {
        // Nobody but us interrupts these threads, and we close by the flag.
        closing = true;
      } catch (RuntimeException | Error e) {
        survive(e);
      }
    }
  }

  private void workOnce() throws InterruptedException {
    long rings = bell.rings();
    if (suspension.isOn() || !reader.isUsable()) {
      bell.sleep(rings, PAUSED_POLL);
    } else if (!claimAndRead()) {
      bell.sleep(rings, untilNextStudy());
    }
  }

  /** Until a study is quiet whose exams wait for that, or the next look at the store. */
  private Duration untilNextStudy() {
    if (options.studyQuiet().isZero()) {
      return POLL;
    }
    Duration until =
        store
            .nextStudyQuiet()
            .map(at -> Duration.between(clock.instant(), at).plusMillis(1))
            .orElse(POLL);
    Duration least = until.compareTo(SHORTEST_POLL) < 0 ? SHORTEST_POLL : until;
    return least.compareTo(POLL) < 0 ? least : POLL;
  }

  /** The database's trouble, or a fault of ours: shown, and the thread lives on. */
  private void survive(Throwable e) {
    try {
      troubled(e instanceof StoreException ? String.valueOf(e.getMessage()) : place(e));
    } catch (RuntimeException | Error again) {
      // Not even that could be said; out of memory, most likely.
      LockSupport.parkNanos(STORE_TROUBLE.toNanos());
    }
  }

  private void troubled(String what) {
    trouble = what;
    pause(STORE_TROUBLE.toMillis());
  }

  /** Sleeps, whoever rings; less where the engine closes. */
  private void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      long left = end - System.nanoTime();
      while (!closing && left > 0) {
        bell.sleep(bell.rings(), Duration.ofNanos(left));
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  private boolean claimAndRead() {
    Claim claim =
        suspension
            .claim(() -> store.claimNext(owner, clock.instant(), options.lease()))
            .orElse(null);
    trouble = null;
    if (claim == null) {
      return false;
    }
    Active held = new Active(claim, System.nanoTime());
    active.put(claim.uid(), held);
    ClaimOutcome outcome;
    try {
      outcome = read(claim);
      end(claim, outcome);
    } finally {
      active.remove(claim.uid(), held);
    }
    if (outcome instanceof HandedBack back && back.isOurTrouble()) {
      pause(STORE_TROUBLE.toMillis());
    }
    return true;
  }

  private ClaimOutcome read(Claim claim) {
    try {
      return reader.read(claim);
    } catch (CallAbandonedException e) {
      return reader.abandoned(null);
    } catch (StoreException e) {
      Instant later = clock.instant().plus(STORE_TROUBLE);
      return new HandedBack(
          new GiveBack(String.valueOf(e.getMessage()), false, false, later, null), true);
    } catch (OutOfMemoryError e) {
      return reader.failed(claim, "out of memory", null);
    } catch (RuntimeException | Error e) {
      return reader.forGood("internal fault: " + place(e), null);
    }
  }

  /** Class and place, never the message: it may quote anything. */
  private static String place(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private void end(Claim claim, ClaimOutcome outcome) {
    if (outcome instanceof Completed completed) {
      AiRun run = completed.run();
      ClaimEnd end = patiently(() -> store.complete(claim, run));
      if (end == ClaimEnd.WRITTEN) {
        lastLatency = run.latencySeconds();
      }
    } else if (outcome instanceof HandedBack back) {
      patiently(() -> store.giveBack(claim, back.how()));
      if (!back.how().forGood()) {
        bell.ringAt(back.how().notBefore());
      }
    }
  }

  /** A reading has cost minutes; a database that is busy or a disk that is full gets some time. */
  private ClaimEnd patiently(Supplier<ClaimEnd> write) {
    long pause = FIRST_WRITE_PAUSE_MILLIS;
    for (int attempt = 1; ; attempt++) {
      try {
        return write.get();
      } catch (StoreException e) {
        if (attempt >= WRITES || closing) {
          // The lease will end, and the exam is read again.
          throw e;
        }
        trouble = e.getMessage();
        pause(pause);
        pause *= 2;
      }
    }
  }

  private void keepLeases() {
    Duration third = options.lease().dividedBy(3);
    Duration every = third.compareTo(LONGEST_RENEWAL) < 0 ? third : LONGEST_RENEWAL;
    try {
      while (!ended.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      Instant leaseEnd = clock.instant().plus(options.lease());
      // A lost claim is not given up: its answer is kept among the runs, if the store wants it.
      long now = System.nanoTime();
      active.values().stream()
          .filter(held -> now - held.since() < longestReading.toNanos())
          .forEach(held -> store.renew(held.claim(), leaseEnd));
      if (store.handBackExpired(clock.instant()) > 0) {
        bell.ring();
      }
    } catch (RuntimeException | Error e) {
      // The lease is long; the next renewal will do.
    }
  }

  /**
   * Claims no more; lets what runs end for a moment, then has it given up and handed back.
   *
   * @param abandon makes the calls in progress end
   */
  void close(Runnable abandon) {
    closing = true;
    bell.ring();
    join(threads, GRACE_MILLIS);
    abandon.run();
    join(threads, END_MILLIS);
    ended.countDown();
    join(List.of(leases), END_MILLIS);
  }

  private static void join(List<Thread> threads, long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      for (Thread thread : threads) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left > 0) {
          thread.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
