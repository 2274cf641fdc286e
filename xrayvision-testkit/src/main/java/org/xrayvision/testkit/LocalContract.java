/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the engine relies on in a plugin that works in this process and answers questions, whatever
 * its kind. Use one of the classes below this one.
 *
 * @param <P> the kind of plugin
 */
abstract class LocalContract<P extends AutoCloseable> {
  static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private @Nullable P plugin;

  /** For the classes below. */
  LocalContract() {}

  /** A new plugin. */
  abstract P make();

  /** A question that it answers, the same each time. */
  abstract Object ask();

  /** A question about {@link HttpBackendContract#CANARY}. */
  abstract void askAboutAPatient();

  /** Its name for people. */
  abstract String name();

  @BeforeEach
  final void open() {
    plugin = make();
  }

  @AfterEach
  final void close() throws Exception {
    plugin().close();
    callers.shutdownNow();
  }

  final P plugin() {
    return Objects.requireNonNull(plugin);
  }

  @Test
  final void answersTheSameQuestionFromManyThreads() throws Exception {
    fromManyThreads(this::ask);
  }

  /** Asserts that each of several calls at the same time has an answer. */
  final void fromManyThreads(Callable<?> call) throws Exception {
    CallsAtOnce.allAnswer(callers, call);
  }

  @Test
  final void endsWhenInterrupted() throws Exception {
    InterruptedCall.ends(this::ask, LONG);
  }

  @Test
  final void tellsNothingOfThePatientInLogsAndExceptions() {
    CallsAtOnce.tellsNothing(this::askAboutAPatient, () -> plugin().toString());
  }

  @Test
  final void callsEndWhenItIsClosed() throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(callers.submit(this::ask));
    }
    plugin().close();
    CallsAtOnce.allEnd(calls);
  }

  @Test
  final void hasANameThatPeopleCanRead() {
    assertThat(name()).isNotBlank();
  }

  @Test
  final void closesTwice() throws Exception {
    plugin().close();
    plugin().close();
  }
}
