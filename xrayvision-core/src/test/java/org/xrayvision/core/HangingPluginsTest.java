/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.core.plugin.PluginJar;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.PatientIdScheme;
import org.xrayvision.spi.PatientIdentity;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** Plugins of each kind that do not come back, in an engine: what is listed, and who notices. */
@Timeout(120)
class HangingPluginsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Where a good plugin must keep it as well, on a machine that is busy. */
  private static final Duration LONG = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void letGo() {
    over.countDown();
  }

  /** Holds its thread, whatever interrupts it, until the test is over. */
  private void hang() {
    boolean ended = false;
    while (!ended) {
      try {
        ended = over.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        // It does as it likes.
      }
    }
  }

  private final class HangingListener implements ExamListener {
    @Override
    public void onEvent(ExamEvent event) {
      hang();
    }
  }

  private final class HangingScheme implements PatientIdScheme {
    @Override
    public Optional<PatientIdentity> parse(String patientId) {
      hang();
      return Optional.empty();
    }
  }

  private final class HangingModel implements VisionModel {
    @Override
    public VisionAnswer read(VisionRequest request) {
      hang();
      return answer(request);
    }
  }

  private final class HangingReader implements ReportReader {
    @Override
    public Assessment assess(ReadRequest request) {
      hang();
      return new Assessment(0, 90, "", null, TokenUsage.UNKNOWN, null);
    }
  }

  private static VisionAnswer answer(VisionRequest request) {
    return VisionAnswer.of("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal.");
  }

  private XRayVisionBuilder builder(Duration deadline) {
    AnalysisOptions slow = AnalysisOptions.defaults();
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(HangingPluginsTest::answer)
        .analysisOptions(
            new AnalysisOptions(
                2,
                deadline,
                100,
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                slow.lease(),
                3,
                3,
                5,
                null));
  }

  private void note(ExamEvent event) {
    heard.add(event.seq() + " " + event.kind());
  }

  private static String ingest(XRayVision engine, int exam) throws Exception {
    return String.valueOf(engine.ingest(CanaryPatient.object(exam)).uid());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static void awaitDone(XRayVision engine, String uid) throws InterruptedException {
    await(() -> engine.exam(uid).orElseThrow().exam().status() == ExamStatus.DONE);
  }

  private static Optional<PluginStatus> broken(XRayVision engine, PluginKind kind) {
    return engine.plugins().stream()
        .filter(one -> one.kind() == kind && one.state() == State.BROKEN)
        .findFirst();
  }

  /** Those that live, of a name. */
  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  private static List<String> all(XRayVision engine) {
    return engine.events(0, 1_000).stream().map(e -> e.seq() + " " + e.kind()).toList();
  }

  private void installHangingListener() throws Exception {
    String source =
        """
        package acme;
        import java.nio.file.*;
        import java.util.*;
        import org.xrayvision.spi.*;
        public final class Factory implements ExamListenerFactory {
          public String id() { return "acme"; }
          public String version() { return "1.0"; }
          public int spiVersion() { return Spi.VERSION; }
          public List<SettingSpec> settings() {
            return List.of(SettingSpec.of("file", SettingType.PATH, "hang", "While it is there."));
          }
          public ExamListener create(Settings settings, PluginContext context) {
            Path file = settings.path("file").orElseThrow();
            return event -> {
              while (Files.exists(file)) {
                try {
                  Thread.sleep(20);
                } catch (InterruptedException e) {
                  Thread.currentThread().setName("POPESCU Ion");
                }
              }
            };
          }
        }
        """;
    new PluginJar()
        .source("acme.Factory", source)
        .service("org.xrayvision.spi.ExamListenerFactory", "acme.Factory")
        .writeTo(folder.resolve("plugins/acme/acme.jar"));
  }

  @Test
  void listenerFromAFolderThatHangsIsListedAndTheGoodOneBesideItMissesNothing() throws Exception {
    installHangingListener();
    Path hangs = Files.createFile(folder.resolve("hang"));
    try (XRayVision engine =
        builder(LONG).examListener(PluginUse.of("acme")).examListener(this::note).build()) {
      engine.start();
      awaitDone(engine, ingest(engine, 1));
      await(() -> broken(engine, PluginKind.EXAM_LISTENER).isPresent());
      awaitDone(engine, ingest(engine, 2));

      PluginStatus status = broken(engine, PluginKind.EXAM_LISTENER).orElseThrow();
      assertThat(status.id()).isEqualTo("acme");
      assertThat(status.origin()).isEqualTo("acme");
      assertThat(status.problem()).contains("2 of its threads are stuck", "switched off");
      EndpointStatus endpoint = engine.status().listenerEndpoints().get(0);
      assertThat(endpoint.name()).isEqualTo("acme");
      assertThat(endpoint.health()).isEqualTo(Health.DOWN);
      assertThat(endpoint.active()).isFalse();
      assertThat(endpoint.cause()).isEqualTo(status.problem());
      assertThat(endpoint.stuckThreads()).isEqualTo(2);
      await(() -> heard.size() >= all(engine).size());
      assertThat(heard).isEqualTo(all(engine));
      assertThat(engine.status().listenerEndpoints().get(1).active()).isTrue();
    } finally {
      Files.delete(hangs);
    }
  }

  @Test
  void listenerOfTheProgramThatHangsIsListedOnDaemonsThatTellWhoseTheyAre() throws Exception {
    XRayVision engine = builder(SHORT).examListener(new HangingListener()).build();
    try (engine) {
      engine.start();
      assertThat(broken(engine, PluginKind.EXAM_LISTENER)).isEmpty();
      awaitDone(engine, ingest(engine, 1));
      await(() -> broken(engine, PluginKind.EXAM_LISTENER).isPresent());

      PluginStatus status = broken(engine, PluginKind.EXAM_LISTENER).orElseThrow();
      assertThat(status.id()).isEqualTo("HangingListener");
      assertThat(status.origin()).isEqualTo("program");
      assertThat(status.problem()).contains("2 of its threads are stuck");
    }
    assertThat(over.getCount()).as("it hangs still").isEqualTo(1);
    assertThat(threads("xrv-listener-"))
        .as("the engine's own have ended; those of the plugin are left behind")
        .hasSize(2)
        .allSatisfy(
            thread -> {
              assertThat(thread.getName()).startsWith("xrv-listener-HangingListener-");
              assertThat(thread.isDaemon()).isTrue();
            });
  }

  @Test
  void listenerThatIsLateOnceLosesThatEventOnly() throws Exception {
    BlockingQueue<String> late = new LinkedBlockingQueue<>();
    ExamListener listener =
        event -> {
          if (event.kind().equals(ExamEvent.RECEIVED)) {
            try {
              over.await();
            } catch (InterruptedException e) {
              late.add(event.kind());
              return;
            }
          }
          note(event);
        };
    try (XRayVision engine = builder(LONG).examListener(listener).build()) {
      engine.start();
      awaitDone(engine, ingest(engine, 1));

      assertThat(late.take()).isEqualTo(ExamEvent.RECEIVED);
      List<String> others =
          all(engine).stream().filter(one -> !one.endsWith(ExamEvent.RECEIVED)).toList();
      await(() -> heard.size() >= others.size());
      assertThat(heard).isEqualTo(others);
      EndpointStatus endpoint = engine.status().listenerEndpoints().get(0);
      assertThat(endpoint.active()).isTrue();
      assertThat(endpoint.health()).isEqualTo(Health.UP);
      assertThat(endpoint.stuckThreads()).isZero();
      assertThat(endpoint.lastError()).contains("did not answer within its deadline");
      assertThat(broken(engine, PluginKind.EXAM_LISTENER)).isEmpty();
    }
  }

  @Test
  void whatAListenerThrowsIsToldWithoutItsWords() throws Exception {
    ExamListener listener =
        event -> {
          throw new IllegalStateException("no room for " + event.uid());
        };
    try (XRayVision engine = builder(LONG).examListener(listener).build()) {
      engine.start();
      String uid = ingest(engine, 1);
      awaitDone(engine, uid);
      await(() -> engine.status().listenerEndpoints().get(0).lastError() != null);

      assertThat(engine.status().listenerEndpoints().get(0).lastError())
          .contains("java.lang.IllegalStateException")
          .doesNotContain("no room", uid);
      await(() -> engine.status().listenerFailures() >= all(engine).size());
    }
  }

  @Test
  void schemeOfTheProgramThatHangsIsListedAndItsThreadsAreCounted() throws Exception {
    try (XRayVision engine = builder(SHORT).patientIdScheme(new HangingScheme()).build()) {
      engine.start();
      String uid = ingest(engine, 1);
      awaitDone(engine, uid);
      awaitDone(engine, ingest(engine, 2));

      assertThat(engine.exam(uid).orElseThrow().exam().patient().patientId())
          .isEqualTo("2850914080011");
      PluginStatus status = broken(engine, PluginKind.PATIENT_ID_SCHEME).orElseThrow();
      assertThat(status.id()).isEqualTo("HangingScheme");
      assertThat(status.origin()).isEqualTo("program");
      assertThat(status.problem()).contains("did not return", "switched off");
      await(() -> engine.status().patientIdEndpoints().get(0).stuckThreads() == 2);
      assertThat(engine.status().patientIdEndpoints().get(0).active()).isFalse();
      assertThat(threads("xrv-patient-id-HangingScheme-")).hasSize(2).allMatch(Thread::isDaemon);
      awaitDone(engine, ingest(engine, 3));
    }
    assertThat(over.getCount()).as("it hangs still").isEqualTo(1);
  }

  @Test
  void modelAndReaderOfTheProgramThatHangAreListedAndTheNextOnesGoOn() throws Exception {
    ReportReader good = request -> new Assessment(0, 90, "", null, TokenUsage.UNKNOWN, null);
    try (XRayVision engine =
        builder(SHORT)
            .visionModel(new HangingModel(), HangingPluginsTest::answer)
            .reportReader(new HangingReader(), good)
            .build()) {
      engine.start();
      awaitDone(engine, ingest(engine, 1));

      assertThat(broken(engine, PluginKind.VISION_MODEL).map(PluginStatus::id))
          .contains("HangingModel");
      assertThat(broken(engine, PluginKind.REPORT_READER).map(PluginStatus::id))
          .contains("HangingReader");
    }
  }
}
