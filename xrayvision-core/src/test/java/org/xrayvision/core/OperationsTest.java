/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.EndpointProbe.Outcome;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.DeliveryCheck;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionRequest;

/** What those who run an engine do with it. */
@Timeout(180)
class OperationsTest {
  @TempDir private Path folder;
  private final BlockingQueue<VisionRequest> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<VisionRequest> shadowAsked = new LinkedBlockingQueue<>();
  private volatile boolean refuses;
  private volatile @Nullable String sick;
  private XRayVision engine;

  @BeforeEach
  void start() {
    engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(this::look)
            .shadowModel(this::shadow)
            .reportSource(new Hospital())
            .notifier(new Phone())
            .notifier(alert -> {})
            .build();
    engine.start();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private VisionAnswer look(VisionRequest request) {
    asked.add(request);
    if (refuses) {
      throw new PermanentBackendException("the picture is too dark");
    }
    return VisionAnswer.builder().text("Consolidation.").severity(8).model("seer").build();
  }

  private VisionAnswer shadow(VisionRequest request) {
    shadowAsked.add(request);
    return VisionAnswer.of("Nothing.");
  }

  private final class Hospital implements ReportSource, HealthProbe {
    @Override
    public Optional<SourceReport> report(ReportQuery query) {
      return Optional.empty();
    }

    @Override
    public void checkHealth(Deadline deadline) {
      if (sick != null) {
        throw TransientBackendException.outage(sick, (Throwable) null);
      }
    }
  }

  private final class Phone implements Notifier, DeliveryCheck {
    @Override
    public void send(Alert alert) {}

    @Override
    public void checkDelivery(Deadline deadline) {
      if (sick != null) {
        throw TransientBackendException.outage(sick, (Throwable) null);
      }
    }
  }

  private String arrives() {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 251);
    }
    ExamMetadata chest =
        ExamMetadata.builder(UIDs.newUid(), "DX").protocolName("Torace PA").build();
    return String.valueOf(engine.ingest(DecodedPicture.of8Bit(pixels, 64, 64), chest).uid());
  }

  /** A header that promises pixels of which there are none. */
  private String undecodableArrives() throws IOException {
    String uid = UIDs.newUid();
    engine.ingest(UndecodableObject.part10(uid));
    return uid;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private ExamStatus status(String uid) {
    return engine.exam(uid).orElseThrow().exam().status();
  }

  private void awaits(String uid, ExamStatus status) throws InterruptedException {
    await(() -> status(uid) == status);
  }

  private long count(ExamStatus status) {
    return engine.operations().queue(10).states().stream()
        .filter(state -> state.status() == status)
        .mapToLong(QueueOverview.State::exams)
        .sum();
  }

  @Test
  void whileItIsSuspendedNothingIsAskedAndWhatArrivesIsKeptOverARestart() throws Exception {
    assertThat(engine.operations().suspend()).isTrue();
    assertThat(engine.operations().suspend()).isFalse();
    String first = arrives();
    String second = arrives();
    awaits(first, ExamStatus.QUEUED);
    awaits(second, ExamStatus.QUEUED);
    assertThat(engine.status().trouble()).startsWith("analysis is suspended");
    engine.close();

    start();
    assertThat(engine.operations().suspendedSince()).isPresent();
    String third = arrives();
    awaits(third, ExamStatus.QUEUED);
    engine.requeue(first);
    assertThat(count(ExamStatus.QUEUED)).isEqualTo(2);
    assertThat(asked).isEmpty();
    assertThat(shadowAsked).isEmpty();

    assertThat(engine.operations().resume()).isTrue();
    assertThat(engine.operations().resume()).isFalse();
    for (String uid : List.of(first, second, third)) {
      awaits(uid, ExamStatus.DONE);
    }
    assertThat(asked).hasSize(3);
    assertThat(engine.status().trouble()).isNull();
    await(() -> shadowAsked.size() == 3);
  }

  @Test
  void aShadowModelIsNotAskedEitherWhatWasReadBefore() throws Exception {
    String uid = arrives();
    awaits(uid, ExamStatus.DONE);
    await(() -> shadowAsked.size() == 1);
    engine.operations().suspend();
    engine.requeue(uid);
    assertThat(status(uid)).isEqualTo(ExamStatus.REQUEUE);

    engine.operations().resume();

    awaits(uid, ExamStatus.DONE);
    assertThat(asked).hasSize(2);
  }

  @Test
  void errorsAreTriedAgainWhereTheirObjectCanBeHad() throws Exception {
    refuses = true;
    String dark = arrives();
    String broken = undecodableArrives();
    String lost = undecodableArrives();
    for (String uid : List.of(dark, broken, lost)) {
      awaits(uid, ExamStatus.ERROR);
    }
    Files.delete(folder.resolve("images").resolve(lost + ".dcm"));
    QueueOverview before = engine.operations().queue(2);
    assertThat(before.errors()).hasSize(2);
    assertThat(before.reasons())
        .anySatisfy(
            reason -> {
              assertThat(reason.reason()).contains("too dark");
              assertThat(reason.exams()).isEqualTo(1);
            });
    refuses = false;

    assertThat(engine.operations().retryErrors()).isEqualTo(new RetryResult(1, 1, 1));

    awaits(dark, ExamStatus.DONE);
    // Its picture was tried once more, and cannot be made.
    await(() -> engine.journal(broken).stream().filter(e -> e.kind().equals("error")).count() == 2);
    awaits(broken, ExamStatus.ERROR);
    assertThat(status(lost)).isEqualTo(ExamStatus.ERROR);
    assertThat(engine.operations().queue(10).errors())
        .allSatisfy(
            error -> {
              assertThat(error.hasPicture()).isFalse();
              assertThat(error.at()).isNotNull();
              assertThat(error.reason()).isNotEmpty();
              assertThat(error.protocol()).isEqualTo("Torace");
            });
  }

  @Test
  void theQueueTellsSinceWhenItsOldestWaits() throws Exception {
    engine.operations().suspend();
    String uid = arrives();
    awaits(uid, ExamStatus.QUEUED);

    QueueOverview queue = engine.operations().queue(0);

    assertThat(queue.states())
        .extracting(QueueOverview.State::status)
        .doesNotContain(ExamStatus.DONE);
    QueueOverview.State queued =
        queue.states().stream()
            .filter(s -> s.status() == ExamStatus.QUEUED)
            .findFirst()
            .orElseThrow();
    assertThat(queued.exams()).isEqualTo(1);
    assertThat(queued.since()).isEqualTo(engine.exam(uid).orElseThrow().exam().received());
    assertThat(queue.inWork()).isEmpty();
    assertThat(queue.errors()).isEmpty();
  }

  @Test
  void aProtocolIsReadAsAnExamsWouldBe() {
    ProtocolReading wrist = engine.operations().readProtocol("Articulație  pumn PA dr.");
    assertThat(wrist.protocol()).isEqualTo("Articulație pumn PA dr.");
    assertThat(wrist.region()).isEqualTo("hand");
    assertThat(wrist.keyword()).isEqualTo("pumn");
    assertThat(wrist.supported()).isTrue();
    assertThat(wrist.projection()).isEqualTo("frontal");
    assertThat(wrist.question()).contains("hand or wrist");

    ProtocolReading nothing = engine.operations().readProtocol("xyz");
    assertThat(nothing.region()).isEmpty();
    assertThat(nothing.keyword()).isNull();
    assertThat(nothing.supported()).isFalse();
  }

  @Test
  void aModelIsTriedOutWithoutBeingJudged() {
    EndpointProbe probe =
        engine.operations().modelProbes(Picture.of(new byte[8], 64, 64, "frontal")).get(0);

    EndpointProbe.Result well = probe.run(Duration.ofSeconds(60));
    assertThat(well.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(well.severity()).isEqualTo(8);
    assertThat(well.model()).isEqualTo("seer");
    assertThat(asked.element().prompt().user()).contains("frontal chest");

    refuses = true;
    EndpointProbe.Result ill = probe.run(Duration.ofSeconds(60));
    assertThat(ill.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(ill.message()).contains("too dark");
    assertThat(engine.status().endpoints().get(0).lastError()).isNull();
  }

  @Test
  void aReportSourceIsAskedWhetherItIsWell() {
    EndpointProbe probe = engine.operations().sourceProbes().get(0);
    assertThat(probe.run(Duration.ofSeconds(60)).outcome()).isEqualTo(Outcome.ANSWERED);

    sick = "the door is locked";
    EndpointProbe.Result ill = probe.run(Duration.ofSeconds(60));
    assertThat(ill.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(ill.message()).contains("the door is locked");
  }

  @Test
  void aNotifierIsAskedWhetherItCouldDeliverAndNobodyIsTold() {
    List<EndpointProbe> probes = engine.operations().notifierProbes();
    assertThat(probes.get(0).run(Duration.ofSeconds(60)).outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(probes.get(1).run(Duration.ofSeconds(60)).outcome()).isEqualTo(Outcome.NOT_ASKED);

    sick = "the line is cut";
    EndpointProbe.Result ill = probes.get(0).run(Duration.ofSeconds(60));
    assertThat(ill.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(ill.message()).contains("the line is cut");
    assertThat(engine.status().notifierEndpoints().get(0).lastError()).isNull();
  }

  @Test
  void aWholeDatabaseIsFoundWhole() {
    arrives();
    assertThat(engine.operations().databaseDamage(Duration.ofSeconds(30))).isEmpty();
  }
}
