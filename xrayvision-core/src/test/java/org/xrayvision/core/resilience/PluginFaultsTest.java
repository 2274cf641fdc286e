/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.TransientBackendException;

/** What the engine does about plugins that do wrong. */
@Timeout(180)
class PluginFaultsTest {
  private static final Assessment FINE = new Assessment(1, 90, "x", null, TokenUsage.UNKNOWN, null);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() throws Exception {
    over.countDown();
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private Endpoints<ReportReader> endpoints(List<Member<ReportReader>> members) {
    AnalysisOptions d = AnalysisOptions.defaults();
    AnalysisOptions options =
        new AnalysisOptions(
            3,
            Duration.ofSeconds(30),
            3,
            d.firstBackoff(),
            Duration.ofMillis(50),
            d.lease(),
            3,
            3,
            5,
            null);
    Endpoints<ReportReader> made = Endpoints.ofReaders(members, options, Clock.systemUTC());
    opened.add(made);
    made.start();
    return made;
  }

  private static Answered<Assessment> ask(Endpoints<ReportReader> endpoints, Duration time) {
    Deadline deadline = Deadline.in(time);
    ReadRequest request = new ReadRequest("text", new Prompt("", "", ""), deadline);
    return endpoints.call(deadline, asked -> asked.plugin().assess(request));
  }

  /** Holds its thread, whatever interrupts it, until the test is over. */
  private Assessment hang() {
    while (true) {
      try {
        if (over.await(1, TimeUnit.MINUTES)) {
          return FINE;
        }
      } catch (InterruptedException e) {
        // A plugin that does as it likes.
      }
    }
  }

  @Test
  void pluginWithTwoStuckThreadsIsSwitchedOffAndTheGoodOneGoesOn() throws Exception {
    CompletableFuture<String> switchedOff = new CompletableFuture<>();
    Member<ReportReader> bad =
        new Member<>(
            request -> hang(), getClass().getClassLoader(), Reach.LOCAL, switchedOff::complete);
    Endpoints<ReportReader> endpoints =
        endpoints(List.of(bad, Member.of(request -> FINE, Reach.LOCAL)));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> ask(endpoints, Duration.ofMillis(500)))
          .isInstanceOf(TransientBackendException.class);
    }
    while (!switchedOff.isDone()) {
      endpoints.status();
      Thread.sleep(50);
    }
    assertThat(switchedOff.get()).contains("2 of its threads are stuck");
    EndpointStatus status = endpoints.status().get(0);
    assertThat(status.stuckThreads()).isEqualTo(2);
    assertThat(status.active()).isFalse();
    assertThat(ask(endpoints, Duration.ofSeconds(30)).answer()).isEqualTo(FINE);
  }

  @Test
  void callRunsInThePluginsOwnContext() throws Exception {
    try (URLClassLoader loader = new URLClassLoader("plugin x", new URL[0], null)) {
      CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
      Member<ReportReader> member =
          new Member<>(
              request -> {
                seen.complete(Thread.currentThread().getContextClassLoader());
                assertThat(Thread.currentThread().isDaemon()).isTrue();
                return FINE;
              },
              loader,
              Reach.LOCAL,
              why -> {});
      ask(endpoints(List.of(member)), Duration.ofSeconds(30));
      assertThat(seen).isCompletedWithValue(loader);
    }
  }

  @Test
  void workOnOtherThreadsIsToldThatNobodyWaits() throws Exception {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    Endpoints<ReportReader> endpoints =
        endpoints(List.of(Member.of(request -> hang(), Reach.LOCAL)));
    assertThatThrownBy(
            () ->
                endpoints.call(
                    Deadline.in(Duration.ofMillis(500)),
                    asked -> {
                      asked.cancellation().onCancel(() -> told.complete(true));
                      return asked
                          .plugin()
                          .assess(
                              new ReadRequest(
                                  "", new Prompt("", "", ""), Deadline.in(Duration.ofMillis(500))));
                    }))
        .isInstanceOf(TransientBackendException.class);
    assertThat(told.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void answeredCallIsNotCancelled() {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    Endpoints<ReportReader> endpoints = endpoints(List.of(Member.of(request -> FINE, Reach.LOCAL)));
    endpoints.call(
        Deadline.in(Duration.ofSeconds(30)),
        asked -> {
          asked.cancellation().onCancel(() -> told.complete(true));
          return FINE;
        });
    assertThat(told).isNotDone();
  }

  @Test
  void pluginOutsideTheHouseIsNotAskedWhatMustStayInside() {
    Member<ReportReader> outside =
        Member.of(
            request -> {
              throw new AssertionError("asked");
            },
            Reach.EXTERNAL);
    Member<ReportReader> inside = Member.of(request -> FINE, Reach.LOCAL);
    AskFilter filter =
        reach -> reach == Reach.EXTERNAL ? Optional.of("it must stay here") : Optional.empty();
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    ReadRequest request = new ReadRequest("", new Prompt("", "", ""), deadline);
    assertThat(
            endpoints(List.of(outside, inside))
                .call(deadline, a -> a.plugin().assess(request), OnLoss.PASS_ON, filter)
                .answer())
        .isEqualTo(FINE);
    Endpoints<ReportReader> onlyOutside = endpoints(List.of(outside));
    assertThatThrownBy(
            () ->
                onlyOutside.call(deadline, a -> a.plugin().assess(request), OnLoss.PASS_ON, filter))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("was not sent")
        .hasMessageContaining("it must stay here");
  }

  @Test
  void callsFailuresAndLatencyAreCounted() {
    Queue<String> counted = new ConcurrentLinkedQueue<>();
    Meter meter =
        new Meter() {
          @Override
          public void count(String name, long times) {
            counted.add(name);
          }

          @Override
          public void time(String name, Duration duration) {
            counted.add(name);
            throw new IllegalStateException("a meter that fails as well");
          }
        };
    AtomicBoolean fails = new AtomicBoolean();
    ReportReader reader =
        request -> {
          if (fails.get()) {
            throw new PermanentBackendException("no");
          }
          return FINE;
        };
    Endpoints<ReportReader> endpoints =
        endpoints(
            List.of(
                new Member<>(reader, getClass().getClassLoader(), Reach.LOCAL, why -> {}, meter)));
    assertThat(ask(endpoints, Duration.ofSeconds(30)).answer()).isEqualTo(FINE);
    fails.set(true);
    assertThatThrownBy(() -> ask(endpoints, Duration.ofSeconds(30)))
        .isInstanceOf(PermanentBackendException.class);
    assertThat(counted).containsExactly("calls", "latency", "calls", "failures", "latency");
  }

  @Test
  void threadTellsRoleAndPluginWhateverAPluginCalledIt() {
    List<String> names = new ArrayList<>();
    Endpoints<ReportReader> endpoints =
        endpoints(
            List.of(
                Member.of(
                    request -> {
                      names.add(Thread.currentThread().getName());
                      Thread.currentThread().setName("POPESCU Ion");
                      return FINE;
                    },
                    Reach.LOCAL)));
    for (int i = 0; i < 3; i++) {
      assertThat(ask(endpoints, Duration.ofSeconds(30)).answer()).isEqualTo(FINE);
    }
    assertThat(names)
        .hasSize(3)
        .allSatisfy(name -> assertThat(name).startsWith("xrv-reader-PluginFaultsTest"));
  }

  @Test
  void pluginThatDoesNotCloseHoldsUpNoEnd() {
    ReportReader reader =
        new ReportReader() {
          @Override
          public Assessment assess(ReadRequest request) {
            return FINE;
          }

          @Override
          public void close() {
            hang();
          }
        };
    Endpoints<ReportReader> endpoints = endpoints(List.of(Member.of(reader, Reach.LOCAL)));
    endpoints.close();
    assertThat(over.getCount()).as("it hangs still").isEqualTo(1);
  }
}
