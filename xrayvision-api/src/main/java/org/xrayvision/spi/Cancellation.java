/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi;

/**
 * Tells a plugin that nobody waits for its answer any more: the deadline is over or the engine
 * closes. The thread of the call is interrupted too; this is for work on other threads. Safe for
 * threads.
 */
public interface Cancellation {
  /** A call that is never cancelled. */
  Cancellation NEVER =
      new Cancellation() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void onCancel(Runnable action) {}
      };

  /** Whether the call is cancelled. */
  boolean isCancelled();

  /**
   * Runs an action when the call is cancelled; at once if it is already. It must return quickly.
   */
  void onCancel(Runnable action);
}
