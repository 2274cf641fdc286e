/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.TransientBackendException;

@Timeout(180)
class EndpointsTest {
  private static final Duration BRISK = Duration.ofMillis(100);

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** A plugin whose answers and health a test decides. */
  private static class Plugin implements ReportReader {
    final String name;
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);
    volatile Supplier<@Nullable Assessment> answer;

    Plugin(String name, int severity) {
      this.name = name;
      this.answer = () -> assessment(severity);
    }

    static Assessment assessment(int severity) {
      return new Assessment(severity, 50, "x", null, TokenUsage.UNKNOWN, null);
    }

    @Override
    @SuppressWarnings("NullAway")
    public Assessment assess(ReadRequest request) {
      calls.incrementAndGet();
      return answer.get();
    }

    @Override
    public String displayName() {
      return name;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static final class Probed extends Plugin implements HealthProbe {
    volatile @Nullable String ill;

    Probed(String name, int severity) {
      super(name, severity);
    }

    @Override
    public void checkHealth(Deadline deadline) {
      if (ill != null) {
        throw TransientBackendException.outage(ill, (Throwable) null);
      }
    }
  }

  private static AnalysisOptions options(Duration deadline, Duration healthInterval) {
    AnalysisOptions d = AnalysisOptions.defaults();
    return new AnalysisOptions(
        1, deadline, 3, d.firstBackoff(), healthInterval, d.lease(), 3, 3, 5, null);
  }

  private Endpoints<ReportReader> started(Duration deadline, ReportReader... plugins) {
    return started(deadline, BRISK, plugins);
  }

  /** Those who are out rest for a second or two, in which the test looks at them. */
  private Endpoints<ReportReader> unhurried(ReportReader... plugins) {
    return started(Duration.ofSeconds(30), Duration.ofSeconds(2), plugins);
  }

  private Endpoints<ReportReader> started(
      Duration deadline, Duration healthInterval, ReportReader... plugins) {
    Endpoints<ReportReader> endpoints =
        Endpoints.ofReaders(
            Member.local(List.of(plugins)), options(deadline, healthInterval), Clock.systemUTC());
    opened.add(endpoints);
    endpoints.start();
    return endpoints;
  }

  private Endpoints<ReportReader> started(ReportReader... plugins) {
    return started(Duration.ofSeconds(30), plugins);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private static int ask(Endpoints<ReportReader> endpoints) {
    return ask(endpoints, Duration.ofSeconds(30)).answer().severity();
  }

  private static Answered<Assessment> ask(Endpoints<ReportReader> endpoints, Duration deadline) {
    Deadline end = Deadline.in(deadline);
    ReadRequest request = new ReadRequest("text", new Prompt("", "", ""), end);
    return endpoints.call(end, reader -> reader.plugin().assess(request));
  }

  private static TransientBackendException transientFault(Endpoints<ReportReader> endpoints) {
    return catchThrowableOfType(TransientBackendException.class, () -> ask(endpoints));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  private static TransientBackendException outage() {
    return TransientBackendException.outage("refused", (Throwable) null);
  }

  @Test
  void asksTheFirstAndNamesIt() {
    Endpoints<ReportReader> endpoints = started(new Probed("one", 1), new Probed("two", 2));
    Answered<Assessment> answered = ask(endpoints, Duration.ofSeconds(30));
    assertThat(answered.answer().severity()).isEqualTo(1);
    assertThat(answered.endpoint()).isEqualTo("one");
  }

  @Test
  void anOutageInFlightGoesToTheNextAndBackWhenTheFirstIsHealthy() throws Exception {
    Probed one = new Probed("one", 1);
    Endpoints<ReportReader> endpoints = started(one, new Probed("two", 2));
    await(() -> endpoints.status().get(0).health() == Health.UP);
    one.ill = "is being restarted";
    one.answer =
        () -> {
          throw outage();
        };

    assertThat(ask(endpoints)).isEqualTo(2);
    assertThat(endpoints.status()).extracting(EndpointStatus::active).containsExactly(false, true);
    assertThat(endpoints.status().get(0).health()).isEqualTo(Health.DOWN);
    int calls = one.calls.get();
    assertThat(ask(endpoints)).isEqualTo(2);
    assertThat(one.calls).as("not asked while it is down").hasValue(calls);

    one.answer = () -> Plugin.assessment(1);
    one.ill = null;
    await(() -> endpoints.status().get(0).active());
    assertThat(ask(endpoints)).isEqualTo(1);
  }

  @Test
  void theHealthCheckFindsAnOutageBeforeACallDoes() throws Exception {
    Probed one = new Probed("one", 1);
    one.ill = "the key is wrong";
    Endpoints<ReportReader> endpoints = started(one, new Probed("two", 2));
    await(() -> endpoints.status().get(0).health() == Health.DOWN);
    assertThat(endpoints.status().get(0).cause()).isEqualTo("the key is wrong");
    assertThat(endpoints.status().get(0).since()).isNotNull();
    assertThat(ask(endpoints)).isEqualTo(2);
    assertThat(one.calls).hasValue(0);
  }

  @Test
  void aFailureCountsWhileTheHealthCheckPassesAndIsNotPassedOn() {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          throw TransientBackendException.failure("answered 500", "raw", null);
        };
    Probed two = new Probed("two", 2);
    Endpoints<ReportReader> endpoints = started(one, two);
    TransientBackendException fault = transientFault(endpoints);
    assertThat(fault.isOutage()).isFalse();
    assertThat(fault.rawAnswer()).isEqualTo("raw");
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void aFailureIsAnOutageIfTheHealthCheckFailsToo() {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          one.ill = "gone";
          throw TransientBackendException.failure("broke off", null, null);
        };
    Endpoints<ReportReader> endpoints = started(one);
    TransientBackendException fault = transientFault(endpoints);
    assertThat(fault.isOutage()).isTrue();
    assertThat(fault).hasMessageContaining("gone").hasMessageContaining("broke off");
    assertThat(endpoints.isUsable()).isFalse();
    assertThat(transientFault(endpoints)).hasMessageContaining("one: gone");
  }

  @Test
  void leavesAnEndpointAloneAsLongAsItAsksThoughItsHealthCheckPasses() throws Exception {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          throw TransientBackendException.outage("answered 429", Duration.ofMillis(700));
        };
    Endpoints<ReportReader> endpoints = started(one);
    long start = System.nanoTime();
    assertThat(transientFault(endpoints).isOutage()).isTrue();
    await(endpoints::isUsable);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(650));
    assertThat(one.calls).hasValue(1);
  }

  @Test
  void anEndpointWithoutAHealthCheckIsTriedAgainAfterARest() throws Exception {
    Plugin one = new Plugin("one", 1);
    one.answer =
        () -> {
          throw outage();
        };
    Endpoints<ReportReader> endpoints = unhurried(one);
    assertThat(transientFault(endpoints).isOutage()).isTrue();
    assertThat(endpoints.isUsable()).isFalse();
    one.answer = () -> Plugin.assessment(1);
    await(endpoints::isUsable);
    assertThat(ask(endpoints)).isEqualTo(1);
    assertThat(endpoints.status().get(0).health()).isEqualTo(Health.UP);
  }

  @Test
  void theBreakerOpensWhenCallAfterCallFailsAndLetsOneThroughLater() throws Exception {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          throw TransientBackendException.failure("answered 500", null, null);
        };
    Endpoints<ReportReader> endpoints = unhurried(one);
    for (int i = 0; i < 10; i++) {
      assertThat(transientFault(endpoints).isOutage()).isFalse();
    }
    TransientBackendException open = transientFault(endpoints);
    assertThat(open.isOutage()).isTrue();
    assertThat(open).hasMessageContaining("the last 10 calls failed");
    assertThat(one.calls).hasValue(10);
    assertThat(endpoints.status().get(0).breakerOpen()).isTrue();

    one.answer = () -> Plugin.assessment(1);
    await(endpoints::isUsable);
    assertThat(ask(endpoints)).isEqualTo(1);
    assertThat(ask(endpoints)).isEqualTo(1);
    EndpointStatus well = endpoints.status().get(0);
    assertThat(well.breakerOpen()).isFalse();
    assertThat(well.cause()).isNull();
    assertThat(well.lastError()).contains("the last 10 calls failed", "answered 500");
    assertThat(well.lastErrorAt()).isNotNull();
  }

  @Test
  void anEndpointThatRefusesQuestionAfterQuestionIsOut() throws Exception {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          throw new PermanentBackendException("answered 400: no images");
        };
    Endpoints<ReportReader> endpoints = unhurried(one);
    for (int i = 0; i < 5; i++) {
      assertThat(catchThrowableOfType(PermanentBackendException.class, () -> ask(endpoints)))
          .isNotNull();
    }
    TransientBackendException out = transientFault(endpoints);
    assertThat(out.isOutage()).isTrue();
    assertThat(out).hasMessageContaining("the last 6 questions were refused");
    assertThat(endpoints.trouble()).hasValueSatisfying(t -> assertThat(t).contains("no images"));
    assertThat(endpoints.status().get(0).health()).isEqualTo(Health.DOWN);

    one.answer = () -> Plugin.assessment(1);
    await(endpoints::isUsable);
    assertThat(ask(endpoints)).isEqualTo(1);
    assertThat(endpoints.trouble()).isEmpty();
  }

  @Test
  void oneGoodAnswerAmongRefusalsSpeaksForTheEndpoint() {
    Probed one = new Probed("one", 1);
    Endpoints<ReportReader> endpoints = started(one);
    for (int i = 0; i < 12; i++) {
      boolean good = i % 4 == 3;
      one.answer =
          () -> {
            if (good) {
              return Plugin.assessment(1);
            }
            throw new PermanentBackendException("answered 400");
          };
      if (good) {
        assertThat(ask(endpoints)).isEqualTo(1);
      } else {
        assertThat(catchThrowableOfType(PermanentBackendException.class, () -> ask(endpoints)))
            .isNotNull();
      }
    }
  }

  @Test
  void whoAskedDecidesWhetherALostQuestionIsPassedOn() {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          one.ill = "gone";
          throw TransientBackendException.failure("broke off", null, null);
        };
    Probed two = new Probed("two", 2);
    Endpoints<ReportReader> endpoints = started(one, two);
    Deadline end = Deadline.in(Duration.ofSeconds(30));
    ReadRequest request = new ReadRequest("text", new Prompt("", "", ""), end);
    AtomicInteger losses = new AtomicInteger();
    var fault =
        catchThrowableOfType(
            TransientBackendException.class,
            () ->
                endpoints.call(
                    end,
                    reader -> reader.plugin().assess(request),
                    outage -> losses.incrementAndGet() < 1,
                    AskFilter.ANYBODY));
    assertThat(fault.isOutage()).isTrue();
    assertThat(losses).hasValue(1);
    assertThat(two.calls).hasValue(0);
  }

  @Test
  void anEndpointThatRefusesBeforeItIsAskedIsNoLoss() {
    Probed one = new Probed("one", 1);
    one.answer =
        () -> {
          throw outage();
        };
    Endpoints<ReportReader> endpoints = started(one, new Probed("two", 2));
    Deadline end = Deadline.in(Duration.ofSeconds(30));
    ReadRequest request = new ReadRequest("text", new Prompt("", "", ""), end);
    AtomicInteger losses = new AtomicInteger();
    Answered<Assessment> answered =
        endpoints.call(
            end,
            reader -> reader.plugin().assess(request),
            outage -> losses.incrementAndGet() < 1,
            AskFilter.ANYBODY);
    assertThat(answered.endpoint()).isEqualTo("two");
    assertThat(losses).hasValue(0);
  }

  @Test
  void theHealthChecksGoOnAfterAListenersError() throws Exception {
    Probed one = new Probed("one", 1);
    one.ill = "asleep";
    Endpoints<ReportReader> endpoints =
        Endpoints.ofReaders(
            Member.local(List.of(one)), options(Duration.ofSeconds(30), BRISK), Clock.systemUTC());
    opened.add(endpoints);
    AtomicInteger told = new AtomicInteger();
    endpoints.onChange(
        () -> {
          if (told.incrementAndGet() == 1) {
            throw new OutOfMemoryError("for the test");
          }
        });
    endpoints.start();
    await(() -> told.get() == 1);
    one.ill = null;
    await(endpoints::isUsable);
    await(() -> endpoints.trouble().isEmpty());
  }

  @Test
  void callsThatFollowAtOnceAreNotRefused() {
    Endpoints<ReportReader> endpoints = started(new Plugin("quick", 1));
    for (int i = 0; i < 2_000; i++) {
      assertThat(ask(endpoints)).isEqualTo(1);
    }
  }

  @Test
  void aPluginThatIgnoresInterruptsHoldsItsOwnThreadsOnly() {
    CountDownLatch never = new CountDownLatch(1);
    Plugin deaf = new Plugin("deaf", 1);
    deaf.answer =
        () -> {
          while (never.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
          }
          return null;
        };
    Endpoints<ReportReader> endpoints = started(Duration.ofMillis(500), deaf);
    for (int i = 0; i < 3; i++) {
      var fault =
          catchThrowableOfType(
              TransientBackendException.class, () -> ask(endpoints, Duration.ofMillis(500)));
      assertThat(fault.isOutage()).isFalse();
      assertThat(fault).hasMessageContaining("deaf did not answer within its deadline");
    }
    var fault =
        catchThrowableOfType(
            TransientBackendException.class, () -> ask(endpoints, Duration.ofMillis(500)));
    assertThat(fault.isOutage()).isTrue();
    assertThat(fault).hasMessageContaining("ignore their deadline");
    never.countDown();
  }

  @Test
  void whateverElseAPluginThrowsIsPermanentAndNamedWithoutItsMessage() {
    Plugin one = new Plugin("one", 1);
    Endpoints<ReportReader> endpoints = started(one);
    List<Supplier<Throwable>> faults =
        List.of(
            () -> new IllegalStateException("Popescu"),
            () -> new NoClassDefFoundError("Popescu"),
            () -> new StackOverflowError("Popescu"),
            () -> new AssertionError("Popescu"));
    for (Supplier<Throwable> fault : faults) {
      one.answer =
          () -> {
            throw EndpointsTest.<RuntimeException>sneaky(fault.get());
          };
      assertThat(catchThrowableOfType(PermanentBackendException.class, () -> ask(endpoints)))
          .hasMessageContaining("one threw " + fault.get().getClass().getName())
          .hasMessageNotContaining("Popescu");
    }
    one.answer = () -> null;
    assertThat(catchThrowableOfType(PermanentBackendException.class, () -> ask(endpoints)))
        .hasMessageContaining("one answered null");
    one.answer =
        () -> {
          throw new OutOfMemoryError("Popescu");
        };
    assertThat(transientFault(endpoints).isOutage()).isFalse();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void abandonEndsACallInProgress() throws Exception {
    Plugin slow = new Plugin("slow", 1);
    slow.answer =
        () -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            throw TransientBackendException.failure("interrupted", null, e);
          }
          return null;
        };
    Endpoints<ReportReader> endpoints = started(slow);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread caller =
        new Thread(
            () ->
                thrown.set(
                    catchThrowableOfType(
                        RuntimeException.class, () -> ask(endpoints, Duration.ofMinutes(1)))));
    caller.start();
    await(() -> slow.calls.get() == 1);
    endpoints.abandon();
    caller.join();
    assertThat(thrown.get()).isInstanceOf(CallAbandonedException.class);
  }

  @Test
  void closeEndsItsThreadsAndThePlugins() throws Exception {
    Probed one = new Probed("closing-one", 1);
    Endpoints<ReportReader> endpoints = started(one);
    assertThat(ask(endpoints)).isEqualTo(1);
    assertThat(threads("closing-one")).isNotEmpty();
    endpoints.close();
    assertThat(one.closed.getCount()).isZero();
    await(() -> threads("closing-one").isEmpty());
    assertThat(catchThrowableOfType(CallAbandonedException.class, () -> ask(endpoints)))
        .isNotNull();
  }

  private static List<String> threads(String part) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(part))
        .toList();
  }
}
