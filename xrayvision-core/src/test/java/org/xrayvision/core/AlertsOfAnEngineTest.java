/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.AlertView;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;

/** What notifiers are told, and whom those hold up that are dead. */
@Timeout(180)
class AlertsOfAnEngineTest {
  @TempDir private Path folder;
  private final BlockingQueue<Alert> told = new LinkedBlockingQueue<>();
  private volatile int severity = 9;

  private XRayVision start(UnaryOperator<XRayVisionBuilder> change) {
    XRayVisionBuilder builder =
        XRayVision.builder()
            .dataDirectory(folder)
            .analysisOptions(quick())
            .visionModel(
                request -> VisionAnswer.builder().text("Something.").severity(severity).build());
    XRayVision engine = change.apply(builder).build();
    engine.start();
    return engine;
  }

  private static AnalysisOptions quick() {
    return new AnalysisOptions(
        1,
        Duration.ofSeconds(20),
        3,
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        AnalysisOptions.defaults().lease(),
        3,
        3,
        5,
        null);
  }

  private static String read(XRayVision engine, int exam) throws Exception {
    String uid = String.valueOf(engine.ingest(CanaryPatient.object(exam)).uid());
    await(() -> engine.exam(uid).orElseThrow().exam().status() == ExamStatus.DONE);
    return uid;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static AlertView alert(XRayVision engine, String uid) {
    AlertView alert = engine.exam(uid).orElseThrow().alert();
    if (alert == null) {
      throw new AssertionError("there is no alert of " + uid);
    }
    return alert;
  }

  @Test
  void aPositiveFindingIsToldWithoutAWordAboutThePatient() throws Exception {
    URI dashboard = URI.create("https://xrays.example.org/ward/");
    AlertOptions options = AlertOptions.defaults().withContent(dashboard, false, false);
    try (XRayVision engine = start(builder -> builder.alertOptions(options).notifier(told::add))) {
      String uid = read(engine, 1);
      Alert alert = told.take();
      await(() -> alert(engine, uid).sent() != null);

      assertThat(alert.id()).isEqualTo(alert(engine, uid).id());
      assertThat(alert.severity()).isEqualTo(9);
      assertThat(alert.region()).isEqualTo("chest");
      assertThat(alert.link())
          .isEqualTo(URI.create("https://xrays.example.org/ward/alerts/" + alert.id()));
      assertThat(alert.detail()).isNull();
      assertThat(alert.picture()).isNull();
      assertThat(alert.toString()).doesNotContain(uid).doesNotContain("Zefirina");
      assertThat(engine.status().notifierEndpoints()).hasSize(1);
      assertThat(engine.status().alertTrouble()).isNull();
    }
  }

  @Test
  void detailAndPictureGoWithItWhereTheSiteWantsThem() throws Exception {
    AlertOptions options = AlertOptions.defaults().withContent(null, true, true);
    try (XRayVision engine = start(builder -> builder.alertOptions(options).notifier(told::add))) {
      read(engine, 1);
      Alert alert = told.take();

      assertThat(alert.link()).isNull();
      assertThat(alert.detail()).containsIgnoringCase("zefirina");
      assertThat(alert.picture()).isNotNull();
    }
  }

  @Test
  void whatIsNotPositiveIsNotTold() throws Exception {
    try (XRayVision engine = start(builder -> builder.notifier(told::add))) {
      severity = 4;
      String quiet = read(engine, 1);
      severity = 5;
      read(engine, 2);

      assertThat(told.take().severity()).isEqualTo(5);
      assertThat(engine.exam(quiet).orElseThrow().alert()).isNull();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void aNotifierThatHangsHoldsUpNeitherTheReadingNorTheOthers() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Notifier hangs =
        alert -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            throw TransientBackendException.failure("was interrupted", null, e);
          }
        };
    try (XRayVision engine = start(builder -> builder.notifier(hangs).notifier(told::add))) {
      for (int i = 1; i <= 3; i++) {
        read(engine, i);
      }
      for (int i = 1; i <= 3; i++) {
        assertThat(told.poll(60, TimeUnit.SECONDS)).isNotNull();
      }
      end.countDown();
    }
  }

  @Test
  void anOutageIsWaitedForAsLongAsItAsksAndTheIdStays() throws Exception {
    List<Alert> tries = new CopyOnWriteArrayList<>();
    List<Long> times = new CopyOnWriteArrayList<>();
    Notifier busy =
        alert -> {
          tries.add(alert);
          times.add(System.nanoTime());
          if (tries.size() == 1) {
            throw TransientBackendException.outage("busy", Duration.ofSeconds(1));
          }
        };
    try (XRayVision engine = start(builder -> builder.notifier(busy))) {
      String uid = read(engine, 1);
      await(() -> alert(engine, uid).sent() != null);

      assertThat(tries).hasSize(2);
      assertThat(tries.get(1).id()).isEqualTo(tries.get(0).id());
      assertThat(times.get(1) - times.get(0)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(950));
    }
  }

  @Test
  void whatIsRefusedForGoodIsSeenAndNotToldAgain() throws Exception {
    Notifier refuses =
        alert -> {
          told.add(alert);
          throw new PermanentBackendException("no such topic");
        };
    try (XRayVision engine = start(builder -> builder.notifier(refuses))) {
      String uid = read(engine, 1);
      await(() -> alert(engine, uid).problem() != null);

      assertThat(alert(engine, uid).problem()).isEqualTo("no such topic");
      assertThat(engine.status().alertTrouble()).contains("no such topic");
      assertThat(engine.journal(uid))
          .extracting(ExamEvent::kind)
          .endsWith(ExamEvent.DONE, ExamEvent.ALERT_FAILED);
      assertThat(told).hasSize(1);
    }
  }

  @Test
  void whatWasRaisedWhileNobodyListenedIsToldAfterTheNextStart() throws Exception {
    Notifier dead =
        alert -> {
          throw TransientBackendException.outage("is down", (Throwable) null);
        };
    Notifier alive = told::add;
    String uid;
    try (XRayVision engine = start(builder -> builder.notifier(new Named(dead, "phone")))) {
      uid = read(engine, 1);
      await(() -> alert(engine, uid).problem() != null);
    }
    try (XRayVision engine = start(builder -> builder.notifier(new Named(alive, "phone")))) {
      Alert alert = told.take();

      assertThat(alert.id()).isEqualTo(alert(engine, uid).id());
      await(() -> alert(engine, uid).sent() != null);
      assertThat(told).isEmpty();
    }
  }

  @Test
  void whatWaitsForANameThatTheConfigurationForgotIsToldUnderAnotherAndSeenUntilThen()
      throws Exception {
    Notifier dead =
        alert -> {
          throw TransientBackendException.outage("is down", (Throwable) null);
        };
    String uid;
    try (XRayVision engine = start(builder -> builder.notifier(new Named(dead, "phone")))) {
      uid = read(engine, 1);
      await(() -> alert(engine, uid).problem() != null);
    }
    try (XRayVision engine = start(builder -> builder)) {
      assertThat(alert(engine, uid).problem()).contains("not in the configuration any more");
      assertThat(engine.openAlerts().alerts().get(0).problem()).isNotNull();
      assertThat(engine.status().alertTrouble()).contains("1 alerts wait for phone");
    }
    try (XRayVision engine = start(builder -> builder.notifier(new Named(told::add, "mobile")))) {
      Alert alert = told.take();

      assertThat(alert.id()).isEqualTo(alert(engine, uid).id());
      await(() -> alert(engine, uid).sent() != null);
      assertThat(alert(engine, uid).problem()).isNull();
      assertThat(engine.status().alertTrouble()).isNull();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void theWordsOfANotifierThatAllAreShownNameNobody() throws Exception {
    Notifier refuses =
        alert -> {
          throw new PermanentBackendException("cannot say " + alert.detail());
        };
    AlertOptions options = AlertOptions.defaults().withContent(null, true, false);
    try (XRayVision engine = start(builder -> builder.alertOptions(options).notifier(refuses))) {
      String uid = read(engine, 1);
      await(() -> alert(engine, uid).problem() != null);
      await(() -> engine.status().alertTrouble() != null);

      assertThat(alert(engine, uid).problem()).containsIgnoringCase("zefirina");
      assertThat(engine.status().alertTrouble())
          .contains("has refused an alert: cannot say")
          .doesNotContainIgnoringCase("zefirina");
    }
  }

  /** What waits for a notifier is noted under its name. */
  private record Named(Notifier notifier, String name) implements Notifier {
    @Override
    public void send(Alert alert) {
      notifier.send(alert);
    }

    @Override
    public String displayName() {
      return name;
    }
  }

  @Test
  void whatNobodyAcknowledgesIsToldToTheOthersAndWhatSomebodyDoesIsNot() throws Exception {
    BlockingQueue<Alert> escalated = new LinkedBlockingQueue<>();
    AlertOptions options = AlertOptions.defaults().withEscalation(8, Duration.ofSeconds(5));
    try (XRayVision engine =
        start(
            builder ->
                builder
                    .alertOptions(options)
                    .notifier(told::add)
                    .escalationNotifier(escalated::add))) {
      String seen = read(engine, 1);
      assertThat(engine.acknowledge(seen, "ann")).isTrue();
      String missed = read(engine, 2);
      Alert second = escalated.take();

      assertThat(second.escalation()).isTrue();
      assertThat(second.id()).isEqualTo(alert(engine, missed).id());
      assertThat(alert(engine, seen).escalatedAt()).isNull();
      assertThat(alert(engine, seen).acknowledgedBy()).isEqualTo("ann");
      assertThat(engine.openAlerts().count()).isEqualTo(1);
      assertThat(escalated).isEmpty();
    }
  }
}
