/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.admin.Check.Outcome;
import org.xrayvision.server.admin.Check.State;
import org.xrayvision.server.admin.SelfTestRun.Result;

/**
 * Looks whether all that the server needs is there: one check after the other, each ended at its
 * deadline. One run at a time; the last one is kept. Safe for threads.
 */
public final class SelfTest implements AutoCloseable {
  private static final long GRACE_MILLIS = 500;

  private final List<Check> checks;
  private final Clock clock;
  private final ExecutorService threads = Executors.newCachedThreadPool(SelfTest::thread);
  private @Nullable SelfTestRun last;
  private int runs;

  SelfTest(List<Check> checks, Clock clock) {
    this.checks = List.copyOf(checks);
    this.clock = clock;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "xrv-selftest");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins a run, or gives the one that goes on. Returns at once. */
  public synchronized SelfTestRun start() {
    if (last != null && last.ended() == null) {
      return last;
    }
    List<Result> results = checks.stream().map(check -> Result.of(check, State.WAITING)).toList();
    SelfTestRun run = new SelfTestRun(++runs, clock.instant(), null, results);
    last = run;
    threads.execute(this::run);
    return run;
  }

  /** The run that goes on, else the last one; empty before the first. */
  public synchronized Optional<SelfTestRun> last() {
    return Optional.ofNullable(last);
  }

  private void run() {
    try {
      for (int i = 0; i < checks.size(); i++) {
        Check check = checks.get(i);
        note(i, Result.of(check, State.RUNNING), null);
        long start = System.nanoTime();
        Outcome outcome = look(check);
        note(i, Result.of(check, outcome, millisSince(start)), null);
      }
    } finally {
      note(-1, null, clock.instant());
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Whatever a check does, the next one gets its turn. */
  private Outcome look(Check check) {
    Future<Outcome> looking;
    try {
      looking = threads.submit(check::look);
    } catch (RejectedExecutionException e) {
      return ending();
    }
    try {
      return looking.get(check.atMost().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Outcome.failed(
          "It did not end within " + check.atMost().toSeconds() + " s.",
          "See whether what it looks at is overloaded or unreachable.");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Outcome.failed(
          cause.getClass().getSimpleName() + ": " + cause.getMessage(), "See the server's log.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ending();
    } finally {
      looking.cancel(true);
    }
  }

  private static Outcome ending() {
    return Outcome.skipped("ending", "The server ends.");
  }

  private synchronized void note(int at, @Nullable Result result, @Nullable Instant ended) {
    SelfTestRun run = last;
    if (run == null) {
      return;
    }
    List<Result> results = new ArrayList<>(run.results());
    if (result != null) {
      results.set(at, result);
    }
    last = new SelfTestRun(run.id(), run.begun(), ended, results);
  }

  /** Gives up what is looked at. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
