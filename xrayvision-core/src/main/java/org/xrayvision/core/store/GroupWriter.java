/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EngineStage;
import org.xrayvision.core.StageMeter;
import org.xrayvision.core.store.StoreException.Reason;

/**
 * The one writer. Who comes while another commits waits in line; who finds the place free takes all
 * that wait with him into one transaction, so that concurrent writers share one forced write. Each
 * has a savepoint of his own: one that fails takes no other with it. Safe for threads.
 */
final class GroupWriter {
  private static final int MAX_GROUP = 64;
  private static final long LONG_COMMIT_MILLIS = 1_000;

  private final Path database;
  private final Jdbi jdbi;
  private final ReadModel readModel;
  private final Duration patience;
  private final StageMeter meter;
  private final Runnable committedEvents;
  private final Object place = new Object();
  private final Deque<Pending<?>> line = new ArrayDeque<>();
  private boolean taken;

  /**
   * @param patience how long one waits for the place
   * @param meter hears how long the waits and the transactions take
   * @param committedEvents is called after each commit that wrote an event
   */
  GroupWriter(
      Path database,
      Jdbi jdbi,
      ReadModel readModel,
      Duration patience,
      StageMeter meter,
      Runnable committedEvents) {
    this.database = database;
    this.jdbi = jdbi;
    this.readModel = readModel;
    this.patience = patience;
    this.meter = meter;
    this.committedEvents = committedEvents;
  }

  /** One write, and what came of it; guarded by {@link #place} once it is in line. */
  private static final class Pending<T extends @Nullable Object> {
    private final Tx.Work<T> work;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean done;

    Pending(Tx.Work<T> work) {
      this.work = work;
    }

    void run(Tx tx) {
      result = work.run(tx);
    }

    T outcome(Path database) {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
        throw (RuntimeException) failure;
      }
      if (failure != null) {
        throw StoreErrors.of(database, failure);
      }
      return result;
    }
  }

  /** Runs the work and returns once it is durable. */
  <T extends @Nullable Object> T write(Tx.Work<T> work) {
    Pending<T> mine = new Pending<>(work);
    List<Pending<?>> group = takePlace(mine);
    if (!group.isEmpty()) {
      boolean events = false;
      try {
        events = commit(group);
      } finally {
        leavePlace(group);
      }
      if (events) {
        committedEvents.run();
      }
    }
    return mine.outcome(database);
  }

  /** The same for work that has no result. */
  void run(Consumer<Tx> work) {
    boolean unused =
        write(
            tx -> {
              work.accept(tx);
              return true;
            });
  }

  /** Waits; returns the group to commit, or an empty one if somebody else has done it. */
  private List<Pending<?>> takePlace(Pending<?> mine) {
    long begun = System.nanoTime();
    long deadline = begun + patience.toNanos();
    boolean interrupted = false;
    try {
      synchronized (place) {
        line.add(mine);
        while (!mine.done && taken) {
          long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (left <= 0 && line.remove(mine)) {
            throw new StoreException(
                Reason.BUSY, "the database " + database + " is busy: too many writes, try again");
          }
          try {
            place.wait(left <= 0 ? LONG_COMMIT_MILLIS : left);
          } catch (InterruptedException e) {
            // A worker told to stop still writes what it has in hand; the wait is bounded anyway.
            interrupted = true;
          }
        }
        return mine.done ? List.of() : group(mine);
      }
    } finally {
      meter.since(EngineStage.WRITE_TURN, begun);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Pending<?>> group(Pending<?> mine) {
    taken = true;
    line.remove(mine);
    List<Pending<?>> group = new ArrayList<>();
    group.add(mine);
    while (group.size() < MAX_GROUP && !line.isEmpty()) {
      group.add(line.remove());
    }
    return group;
  }

  private void leavePlace(List<Pending<?>> group) {
    synchronized (place) {
      taken = false;
      group.forEach(pending -> pending.done = true);
      place.notifyAll();
    }
  }

  /** Returns whether an event was written. Failures are left in the group, never thrown. */
  private boolean commit(List<Pending<?>> group) {
    // The pool would refuse an interrupted thread; the answer is still wanted.
    boolean interrupted = Thread.interrupted();
    try (Handle handle = jdbi.open()) {
      timed(handle, EngineStage.WRITE_LOCK, "BEGIN IMMEDIATE");
      long begun = System.nanoTime();
      try {
        return run(handle, group);
      } finally {
        meter.since(EngineStage.TRANSACTION, begun);
      }
    } catch (Throwable e) {
      for (Pending<?> pending : group) {
        pending.failure = pending.failure == null ? e : pending.failure;
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean run(Handle handle, List<Pending<?>> group) {
    try {
      boolean events = false;
      for (Pending<?> pending : group) {
        events |= runAlone(handle, pending);
      }
      timed(handle, EngineStage.COMMIT, "COMMIT");
      return events;
    } catch (Throwable e) {
      rollback(handle, e);
      throw e;
    }
  }

  private void timed(Handle handle, EngineStage stage, String statement) {
    long begun = System.nanoTime();
    try {
      handle.execute(statement);
    } finally {
      meter.since(stage, begun);
    }
  }

  private boolean runAlone(Handle handle, Pending<?> pending) {
    handle.execute("SAVEPOINT one");
    Tx tx = new Tx(handle, readModel);
    try {
      pending.run(tx);
      tx.refresh();
    } catch (Throwable e) {
      pending.failure = e;
      undo(handle, e);
      return false;
    }
    handle.execute("RELEASE one");
    return tx.wroteEvent();
  }

  private void undo(Handle handle, Throwable cause) {
    try {
      handle.execute("ROLLBACK TO one");
      handle.execute("RELEASE one");
    } catch (RuntimeException e) {
      // SQLite has rolled the whole transaction back (disk full, say): it fails for all.
      throw StoreErrors.of(database, cause);
    }
  }

  private static void rollback(Handle handle, Throwable cause) {
    try {
      handle.execute("ROLLBACK");
    } catch (RuntimeException e) {
      cause.addSuppressed(e); // SQLite has done it itself
    }
  }
}
