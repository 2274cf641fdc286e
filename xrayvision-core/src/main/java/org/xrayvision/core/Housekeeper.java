/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does at the start and once an hour what nobody waits for. Safe for threads. */
final class Housekeeper {
  private final List<Runnable> chores;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "xrv-housekeeper");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param chores done one after the other; one that fails is tried again an hour later
   */
  Housekeeper(Runnable... chores) {
    this.chores = List.of(chores);
  }

  void start() {
    // It ends with the executor.
    Future<?> unused = executor.scheduleWithFixedDelay(this::run, 0, 1, TimeUnit.HOURS);
  }

  private void run() {
    for (Runnable chore : chores) {
      try {
        chore.run();
      } catch (RuntimeException | Error e) {
        // The database is busy or closing, or worse; what is thrown here would end all later turns.
      }
    }
  }

  /** Tells it to end, by an interrupt; returns at once. */
  void stop() {
    executor.shutdownNow();
  }

  /**
   * Waits until the chore in progress has ended.
   *
   * @param deadline how long at most: a moment of {@link System#nanoTime}
   */
  void join(long deadline) {
    try {
      boolean unused =
          executor.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
