package org.xrayvision.core;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.xrayvision.api.XRayVisionException;

/** Does once an hour what nobody waits for. Safe for threads. */
final class Housekeeper implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final Runnable work;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "xrv-housekeeper");
            thread.setDaemon(true);
            return thread;
          });

  Housekeeper(Runnable work) {
    this.work = work;
  }

  void start() {
    // It ends with the executor.
    Future<?> unused = executor.scheduleWithFixedDelay(this::run, 0, 1, TimeUnit.HOURS);
  }

  private void run() {
    try {
      work.run();
    } catch (XRayVisionException e) {
      // The database is busy or closing; an hour later will do.
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
