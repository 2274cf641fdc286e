/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.util.ArrayList;
import java.util.List;
import org.xrayvision.spi.Cancellation;

/** Tells of the end of one call. Safe for threads. */
final class CallCancellation implements Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean cancelled;

  @Override
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  void cancel() {
    List<Runnable> toRun;
    synchronized (this) {
      cancelled = true;
      toRun = List.copyOf(actions);
      actions.clear();
    }
    for (Runnable action : toRun) {
      try {
        action.run();
      } catch (RuntimeException | LinkageError e) {
        // It is the plugin's; the others are told all the same.
      }
    }
  }
}
