/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes a piece of an object while the next one is received and hashed: the disk and the processor
 * take about as long, and neither has to wait for the other. There is a thread for each object that
 * is arriving, no more, and none once nothing arrives. Safe for threads.
 */
final class PieceWriters implements AutoCloseable {
  private static final int IDLE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 2;

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // each arriving object has one piece under way at most
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread,
          (task, closed) -> task.run()); // an object that is still arriving while the engine closes

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "xrv-ingest-writer-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to write all of it; nobody may touch the piece before {@link #await}. */
  Future<?> begin(FileChannel channel, ByteBuffer piece) {
    return pool.submit(
        () -> {
          writeFully(channel, piece);
          return null;
        });
  }

  static void writeFully(FileChannel channel, ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      channel.write(piece);
    }
  }

  /**
   * Returns once the piece stands in the file. An interrupt does not end the wait, since the buffer
   * is in use until then; it is kept for the caller.
   *
   * @throws IOException what the write has thrown
   */
  static void await(@Nullable Future<?> writing) throws IOException {
    boolean interrupted = false;
    try {
      while (writing != null) {
        try {
          writing.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets what is being written finish. */
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
