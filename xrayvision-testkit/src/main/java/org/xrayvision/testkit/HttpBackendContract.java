/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.simulator.http.FaultyBackend;
import org.xrayvision.simulator.http.HttpFault;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.TransientBackendException;

/**
 * What the engine relies on in a plugin whose backend speaks HTTP, whatever its kind. Use one of
 * the classes below this one.
 *
 * @param <P> the kind of plugin
 */
abstract class HttpBackendContract<P extends AutoCloseable> {
  /** To be configured as key or password, where there is one: it must not be told to anybody. */
  public static final String SECRET = "the-secret-of-the-contract";

  /** Stands in each question: no exception may repeat it. */
  static final String CANARY = "Canarescu";

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private @Nullable FaultyBackend backend;
  private @Nullable P plugin;

  /** For the classes below. */
  HttpBackendContract() {}

  /** A new plugin whose backend is at this address; any path below it answers. */
  abstract P make(URI backend);

  /** One question to the plugin, with {@link #CANARY} in it where there is room. */
  abstract Object ask(P subject, Deadline deadline);

  /** What the backend says when all is well, in its own protocol. */
  abstract String rightAnswer();

  @BeforeEach
  final void open() throws IOException {
    backend = new FaultyBackend(rightAnswer());
    plugin = make(backend.uri());
  }

  @AfterEach
  final void close() throws Exception {
    try {
      plugin().close();
    } finally {
      backend().close();
      callers.shutdownNow();
    }
  }

  final FaultyBackend backend() {
    return Objects.requireNonNull(backend);
  }

  final P plugin() {
    return Objects.requireNonNull(plugin);
  }

  private Object ask(Duration time) {
    return ask(plugin(), Deadline.in(time));
  }

  private Throwable failure(Future<?> call) throws Exception {
    try {
      return fail(
          "an answer was not to be had, but there is one: %s",
          call.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Until the backend is asked, or the call has ended without asking it. */
  private void awaitQuestion(Future<?> call) throws InterruptedException {
    while (backend().questions().isEmpty() && !call.isDone()) {
      Thread.sleep(5);
    }
  }

  /** Asks, and throws what the call threw. */
  private void awaitEnd(Duration time) {
    try {
      callers.submit(() -> ask(time)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the call does not end", e);
    }
  }

  private BackendException failureOf(HttpFault fault, Duration time) throws Exception {
    backend().fault(fault);
    Throwable failure = failure(callers.submit(() -> ask(time)));
    assertThat(failure).as("what it throws at %s", fault).isInstanceOf(BackendException.class);
    return (BackendException) failure;
  }

  private TransientBackendException transientFailureOf(HttpFault fault) throws Exception {
    BackendException failure = failureOf(fault, LONG);
    assertThat(failure)
        .as("%s may be over at the next try", fault)
        .isInstanceOf(TransientBackendException.class);
    return (TransientBackendException) failure;
  }

  @Test
  final void answersWhenAllIsWell() {
    assertThat(ask(LONG)).isNotNull();
    assertThat(backend().questions()).isNotEmpty();
  }

  @Test
  final void answersManyAtOnce() throws Exception {
    List<Future<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(callers.submit(() -> ask(LONG)));
    }
    for (Future<Object> call : calls) {
      assertThat(call.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG", "DRIP"})
  final void givesUpAtItsDeadline(HttpFault fault) throws Exception {
    assertThat(failureOf(fault, SHORT)).isInstanceOf(TransientBackendException.class);
  }

  @Test
  final void givesUpWhenInterrupted() throws Exception {
    backend().fault(HttpFault.HANG);
    Thread[] caller = new Thread[1];
    Future<?> call =
        callers.submit(
            () -> {
              caller[0] = Thread.currentThread();
              return ask(LONG);
            });
    awaitQuestion(call);
    caller[0].interrupt();
    failure(call);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHORIZED", "NOT_FOUND", "UNAVAILABLE", "TOO_MANY_REQUESTS"})
  final void refusalOfTheEndpointIsAnOutage(HttpFault fault) throws Exception {
    assertThat(transientFailureOf(fault).isOutage())
        .as("%s is not this question's fault", fault)
        .isTrue();
  }

  @Test
  final void tellsWhenToComeBack() throws Exception {
    assertThat(transientFailureOf(HttpFault.TOO_MANY_REQUESTS).retryAfter())
        .contains(Duration.ofSeconds(1));
  }

  @Test
  final void backendThatIsNotThereIsAnOutage() throws Exception {
    backend().close();
    Throwable failure = failure(callers.submit(() -> ask(LONG)));
    assertThat(failure)
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVER_ERROR", "CUT_MID_BODY", "HALF_JSON", "EMPTY_ANSWER", "HUGE_ANSWER"})
  final void unusableAnswerMayBeTriedAgain(HttpFault fault) throws Exception {
    transientFailureOf(fault);
  }

  @Test
  final void answerInAWrongCharsetIsAnAnswerOrAFailureOfTheSpi() {
    backend().fault(HttpFault.WRONG_CHARSET);
    try {
      assertThat(ask(LONG)).isNotNull();
    } catch (BackendException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Test
  final void worksAgainAfterEachFault() throws Exception {
    for (HttpFault fault :
        List.of(HttpFault.SERVER_ERROR, HttpFault.CUT_MID_BODY, HttpFault.HALF_JSON)) {
      transientFailureOf(fault);
      backend().fault(HttpFault.NONE);
      assertThat(ask(LONG)).as("after %s", fault).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  final void tellsNoSecretAndNoQuestion(HttpFault fault) {
    backend().fault(fault);
    boolean waits = fault == HttpFault.HANG || fault == HttpFault.DRIP;
    CallsAtOnce.tellsNothing(() -> awaitEnd(waits ? SHORT : LONG), () -> plugin().toString());
  }

  /** Servers like to say whose key is wrong, and what they could not make sense of. */
  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 403, 422, 500, 503})
  final void tellsNoSecretAndNoQuestionThatTheBackendRepeats(int status) {
    backend().repeat(status);
    CallsAtOnce.tellsNothing(() -> awaitEnd(LONG), () -> plugin().toString());
  }

  @Test
  final void closesTwiceAndDuringACall() throws Exception {
    backend().fault(HttpFault.HANG);
    Future<?> call = callers.submit(() -> ask(Duration.ofSeconds(5)));
    awaitQuestion(call);
    plugin().close();
    plugin().close();
    failure(call);
  }
}
