/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/** What a plugin threw, told in the two words that plugins and engine share. Stateless. */
final class PluginFailures {
  private static final int MAX_MESSAGE = 1_000;
  private static final int MAX_RAW = 1_000_000;

  private PluginFailures() {}

  /**
   * What the call amounts to.
   *
   * @param plugin its name
   */
  static BackendException of(String plugin, Throwable thrown) {
    if (thrown instanceof BackendException known) {
      return fits(known.getMessage(), MAX_MESSAGE) && fits(known.rawAnswer(), MAX_RAW)
          ? known
          : cut(known);
    }
    if (thrown instanceof OutOfMemoryError) {
      return TransientBackendException.failure(plugin + " ran out of memory", null, thrown);
    }
    return new PermanentBackendException(plugin + " threw " + place(thrown), null, thrown);
  }

  private static boolean fits(@Nullable String text, int max) {
    return text == null || text.length() <= max;
  }

  /** What a plugin says without end is kept neither in the database nor in memory. */
  private static BackendException cut(BackendException e) {
    String message = String.valueOf(cut(e.getMessage(), MAX_MESSAGE));
    String rawAnswer = cut(e.rawAnswer(), MAX_RAW);
    if (!(e instanceof TransientBackendException failure)) {
      return new PermanentBackendException(message, rawAnswer, null);
    }
    return failure.isOutage()
        ? TransientBackendException.outage(message, failure.retryAfter().orElse((Duration) null))
        : TransientBackendException.failure(message, rawAnswer, null);
  }

  private static @Nullable String cut(@Nullable String text, int max) {
    return fits(text, max) || text == null ? text : text.substring(0, max) + "…";
  }

  /** Class and place, never the message: nobody knows what a plugin puts into it. */
  static String place(Throwable thrown) {
    String name = thrown.getClass().getName();
    try {
      StackTraceElement[] trace = thrown.getStackTrace();
      return trace.length == 0 ? name : name + " at " + trace[0];
    } catch (RuntimeException | LinkageError e) {
      // The exception is the plugin's own class, and no better than the plugin.
      return name;
    }
  }
}
