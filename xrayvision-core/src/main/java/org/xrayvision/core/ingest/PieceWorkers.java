/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes and hashes pieces of an object while the next ones are received: the three take about as
 * long, and none has to wait for another. There are two threads for each object that is arriving,
 * no more, and none once nothing arrives. Safe for threads.
 */
final class PieceWorkers implements AutoCloseable {
  static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);

  private static final int IDLE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 2;

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // each arriving object has one write and one hash under way at most
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread,
          (task, closed) -> task.run()); // an object that is still arriving while the engine closes

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "xrv-ingest-piece-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** What is done with a piece. */
  interface Task {
    void run() throws IOException;
  }

  /**
   * Begins it once the one before is done; it is left out if that has failed. Nobody may touch the
   * piece before {@link #await}.
   */
  CompletableFuture<?> after(CompletableFuture<?> before, Task task) {
    return before.thenRunAsync(
        () -> {
          try {
            task.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        pool);
  }

  /**
   * Returns once it is done. An interrupt does not end the wait, since the buffer is in use until
   * then; it is kept for the caller.
   *
   * @throws IOException what the task has thrown
   */
  static void await(Future<?> begun) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          begun.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof UncheckedIOException failed
              ? failed.getCause()
              : new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets what is under way finish. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
