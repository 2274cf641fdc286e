/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/**
 * What a command has started, closed in the opposite order. Closing waits for a part that is just
 * being started; after it nothing is started any more. Safe for threads.
 */
final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private volatile boolean closed;
  private volatile boolean starting;

  /** Tells who still starts things that all is being ended. */
  static final class EndedException extends Exception {
    private static final long serialVersionUID = 1L;

    private EndedException() {
      super("it is being ended", null, false, false);
    }
  }

  /**
   * Starts a part.
   *
   * @throws EndedException if the parts were closed; nothing was started then
   */
  synchronized <T extends AutoCloseable> T start(Callable<T> starter) throws Exception {
    if (closed) {
      throw new EndedException();
    }
    starting = true;
    try {
      T part = starter.call();
      parts.push(part);
      return part;
    } finally {
      starting = false;
    }
  }

  /** Whether a part is just being started. */
  boolean isStarting() {
    return starting;
  }

  /**
   * Closes all parts, also where one throws.
   *
   * @throws IOException with all that they threw
   */
  @Override
  public void close() throws IOException {
    closed = true; // before the lock: who starts one part after the other might have it for long
    closeAll();
  }

  private synchronized void closeAll() throws IOException {
    IOException failure = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IOException("not all could be closed: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
