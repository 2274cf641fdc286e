/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that fills a {@link SearchMemory} in turns, until a turn says that nothing is left.
 * Started as often as there is something to do; never two at once. Safe for threads.
 */
final class SearchFiller implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(10);

  /** Reads in one transaction. */
  interface Reads {
    boolean read(ReadPool.Reading<Boolean> reading);
  }

  private final BooleanSupplier turn;
  private @Nullable Thread thread;
  private volatile boolean closed;

  SearchFiller(BooleanSupplier turn) {
    this.turn = turn;
  }

  synchronized void start() {
    if (closed || (thread != null && thread.isAlive())) {
      return;
    }
    thread = new Thread(this::run, "xrv-search-memory");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boolean more = true;
      while (more && !closed) {
        more = turn.getAsBoolean();
      }
    } catch (StoreException e) {
      // Without copies a search still finds; the next one starts another thread.
      return;
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread last;
    synchronized (this) {
      last = thread;
    }
    if (last != null) {
      boolean interrupted = Thread.interrupted();
      try {
        last.join(END.toMillis());
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
