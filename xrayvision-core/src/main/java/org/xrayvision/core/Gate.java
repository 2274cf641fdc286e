/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets callers in while the engine is open, and waits at its end for those inside. Safe for
 * threads.
 */
final class Gate {
  private boolean opened;
  private boolean closed;
  private int inside;

  synchronized void open() {
    opened = true;
  }

  /**
   * Goes in; who went in must leave.
   *
   * @return false if the engine is closing or closed
   * @throws IllegalStateException if it is not started
   */
  synchronized boolean enter() {
    if (closed) {
      return false;
    }
    if (!opened) {
      throw new IllegalStateException("the engine is not started: call start() first");
    }
    inside++;
    return true;
  }

  synchronized void leave() {
    inside--;
    notifyAll();
  }

  /** Lets nobody in any more, and waits so long at most. */
  synchronized void close(Duration patience) {
    closed = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      long left = patience.toMillis();
      while (inside > 0 && left > 0) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
