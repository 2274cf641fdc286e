/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes something when the process is told to end (Ctrl-C, SIGTERM), within a bound. Stands from
 * before the first thing is started until it is closed. Safe for threads.
 */
final class Shutdown implements AutoCloseable {
  private static final long MOST_MILLIS = 4_500;
  private static final long MOST_STARTING_MILLIS = 20_000;
  private static final long LOOK_MILLIS = 50;

  private final Thread hook;

  private Shutdown(Thread hook) {
    this.hook = hook;
  }

  /**
   * From now on a signal closes these. What does not close in time is left to the end of the
   * process: everything acknowledged is on disk. A part that is just being started is given more
   * time: left there, it would leave behind what it has made so far.
   */
  static Shutdown closing(Parts parts) {
    Thread hook = new Thread(() -> close(parts), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Shutdown(hook);
  }

  /**
   * Waits for the signal; does not come back from it.
   *
   * @throws InterruptedException if a program that runs us in a thread of its own ends us so
   */
  void await() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** From now on a signal ends the process as usual. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal has come, and the hook is at work.
    }
  }

  private static void close(Parts parts) {
    Thread closer =
        new Thread(
            () -> {
              try {
                parts.close();
              } catch (Exception e) {
                System.err.println("xrayvision: did not close well: " + e);
              }
            },
            "shutdown-closer");
    closer.setDaemon(true);
    closer.start();
    try {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_STARTING_MILLIS);
      while (parts.isStarting() && System.nanoTime() < end) {
        closer.join(LOOK_MILLIS);
      }
      closer.join(MOST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closer.isAlive()) {
      System.err.println("xrayvision: ended before everything was closed");
    }
  }
}
