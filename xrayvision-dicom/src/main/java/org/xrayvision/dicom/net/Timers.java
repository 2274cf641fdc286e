/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Small things about threads that time out. */
final class Timers {
  private Timers() {}

  /** A timer with one thread, which begins with the first task. */
  static ScheduledThreadPoolExecutor newTimer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Waits for the end of a timer that was shut down; true if interrupted. */
  static boolean await(ScheduledThreadPoolExecutor timer) {
    try {
      // Its tasks only close sockets, so this is short; the result would change nothing.
      boolean unused = timer.awaitTermination(1, TimeUnit.SECONDS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Waits for the end of a thread until this {@code nanoTime}; true if interrupted. */
  static boolean join(Thread thread, long deadline) {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (millis <= 0) {
      return false;
    }
    try {
      thread.join(millis);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** A breath, for a loop that fails again and again. */
  static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
