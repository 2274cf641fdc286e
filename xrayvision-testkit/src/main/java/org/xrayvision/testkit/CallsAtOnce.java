/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What calls of plugins that work in this process have in common. Stateless. */
final class CallsAtOnce {
  private static final int CALLERS = 8;
  private static final long PATIENCE_SECONDS = 60;

  private CallsAtOnce() {}

  /** Asserts that each of several calls at the same time has an answer. */
  static void allAnswer(ExecutorService callers, Callable<?> call) throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      calls.add(callers.submit(call));
    }
    for (Future<?> one : calls) {
      assertThat(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }
  }

  /** Asserts that calls end, whether they answer or fail. */
  static void allEnd(List<Future<?>> calls) throws Exception {
    for (Future<?> call : calls) {
      try {
        call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(RuntimeException.class);
      }
    }
  }

  /** Asserts that neither logs nor exceptions of a call, nor a text, repeat what was asked. */
  static void tellsNothing(Runnable call, Supplier<String> text) {
    StringWriter told = new StringWriter();
    try (HeardLogs logs = new HeardLogs()) {
      try {
        call.run();
      } catch (RuntimeException e) {
        e.printStackTrace(new PrintWriter(told, true));
      }
      told.append(text.get()).append('\n').append(logs.text());
    }
    assertThat(told.toString())
        .as("what it tells in logs and exceptions")
        .doesNotContain(HttpBackendContract.SECRET)
        .doesNotContain(HttpBackendContract.CANARY);
  }
}
