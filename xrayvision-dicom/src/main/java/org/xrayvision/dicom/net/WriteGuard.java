/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.dicom.net;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time of a write, since a blocking socket has no time-out for it: if the peer does not
 * read, the socket is closed under the writer. Arming is cheap, as one task of the timer lives
 * through many writes. Safe for threads.
 */
final class WriteGuard {
  private final ScheduledExecutorService timer;
  private final long timeoutNanos;
  private final Runnable onExpiry;
  private boolean armed;
  private boolean expired;
  private long deadline;
  private @Nullable Future<?> task;

  /** A guard that calls {@code onExpiry} on the timer's thread, once at most; it must not block. */
  WriteGuard(ScheduledExecutorService timer, Duration timeout, Runnable onExpiry) {
    this.timer = timer;
    this.timeoutNanos = timeout.toNanos();
    this.onExpiry = onExpiry;
  }

  /** True if it was not begun before: who gets this ends it. */
  synchronized boolean begin() {
    if (armed) {
      return false;
    }
    armed = true;
    deadline = System.nanoTime() + timeoutNanos;
    if (task == null) {
      schedule(timeoutNanos);
    }
    return true;
  }

  synchronized void end() {
    armed = false;
  }

  /** Whether the time ran out. */
  synchronized boolean expired() {
    return expired;
  }

  /** Forgets the task; called when the socket is closed. */
  synchronized void cancel() {
    armed = false;
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }

  private void schedule(long nanos) {
    try {
      task = timer.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      task = null; // the timer is shut down by the one who closes all sockets next
    }
  }

  private void check() {
    synchronized (this) {
      task = null;
      if (!armed) {
        return;
      }
      long left = deadline - System.nanoTime();
      if (left > 0) {
        schedule(left);
        return;
      }
      expired = true;
      armed = false;
    }
    onExpiry.run();
  }
}
