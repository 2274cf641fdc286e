package org.xrayvision.server;

import java.util.concurrent.CountDownLatch;

/** Closes a server when the process is told to end, within a bound. */
final class Shutdown {
  private static final long MOST_MILLIS = 4_500;

  private Shutdown() {}

  /**
   * Waits until the process is told to end (Ctrl-C, SIGTERM), and closes the server then. What does
   * not close in time is left to the end of the process: everything acknowledged is on disk.
   *
   * @throws InterruptedException if the waiting thread is interrupted; the server is not closed
   */
  static void await(AutoCloseable server) throws InterruptedException {
    Thread hook = new Thread(() -> close(server), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      new CountDownLatch(1).await();
    } finally {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private static void close(AutoCloseable server) {
    Thread closer =
        new Thread(
            () -> {
              try {
                server.close();
              } catch (Exception e) {
                System.err.println("xrayvision: did not close well: " + e);
              }
            },
            "shutdown-closer");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(MOST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closer.isAlive()) {
      System.err.println("xrayvision: ended before everything was closed");
    }
  }
}
