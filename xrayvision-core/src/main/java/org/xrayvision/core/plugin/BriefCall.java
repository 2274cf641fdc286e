/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls plugin code that is to return soon, on a thread of its own: who hangs holds up nobody.
 * Immutable.
 *
 * @param thread its name: role and plugin
 * @param loader its context class loader
 * @param time how long it may take
 */
public record BriefCall(String thread, ClassLoader loader, Duration time) {
  /**
   * Calls.
   *
   * @throws ExecutionException with what the code threw, or with a {@link TimeoutException}
   */
  public <T> T call(Callable<T> code) throws ExecutionException {
    FutureTask<T> task = new FutureTask<>(code);
    Thread caller = new Thread(task, thread);
    caller.setDaemon(true);
    caller.setContextClassLoader(loader);
    caller.start();
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new ExecutionException(
          new TimeoutException("it did not return within " + time.toSeconds() + " s"));
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new ExecutionException(e);
    }
  }
}
