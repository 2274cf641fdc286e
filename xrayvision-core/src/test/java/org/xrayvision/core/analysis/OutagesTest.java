/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.analysis.ReadingBench.REPORT;
import static org.xrayvision.core.analysis.ReadingBench.grading;
import static org.xrayvision.core.analysis.ReadingBench.options;
import static org.xrayvision.core.analysis.ReadingBench.readings;
import static org.xrayvision.core.analysis.ReadingBench.reads;
import static org.xrayvision.core.analysis.ReadingBench.says;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** Exams that take endpoints down, endpoints that refuse all, disks that fail: who pays. */
@Timeout(180)
class OutagesTest {
  @TempDir private Path folder;
  private ReadingBench bench;

  @BeforeEach
  void open() {
    bench = new ReadingBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A backend that one picture brings down for a while. */
  private static final class Fragile implements VisionModel, HealthProbe {
    final AtomicInteger falls = new AtomicInteger();
    final AtomicInteger read = new AtomicInteger();
    private volatile byte @Nullable [] poison;
    private volatile boolean down;

    @Override
    public VisionAnswer read(VisionRequest request) {
      if (Arrays.equals(request.pictures().get(0).png(), poison)) {
        falls.incrementAndGet();
        down = true;
        throw TransientBackendException.failure("broke off", null, null);
      }
      read.incrementAndGet();
      return VisionAnswer.of(REPORT);
    }

    @Override
    public void checkHealth(Deadline deadline) {
      if (down) {
        // The next health check finds it restarted.
        down = false;
        throw TransientBackendException.outage("is being restarted", (Throwable) null);
      }
    }
  }

  @Test
  void anExamThatTakesTheEndpointDownTimeAfterTimeIsErrorAndTheOthersAreRead() throws Exception {
    Fragile primary = new Fragile();
    Fragile secondary = new Fragile();
    List<String> good = new ArrayList<>(List.of(bench.queued(), bench.queued()));
    String poison = bench.queued();
    primary.poison = Files.readAllBytes(bench.picture(poison));
    secondary.poison = primary.poison;
    bench.start(options(Duration.ofSeconds(30)), List.of(primary, secondary), List.of());
    for (String uid : good) {
      bench.await(uid, ExamStatus.DONE);
    }
    while (bench.exam(poison).status() != ExamStatus.ERROR) {
      good.add(bench.queued());
      bench.await(good.get(good.size() - 1), ExamStatus.DONE);
    }

    Exam exam = bench.exam(poison);
    assertThat(exam.detail()).contains("endpoints go down over this exam").contains("broke off");
    assertThat(primary.falls.get() + secondary.falls.get()).isEqualTo(5);
    assertThat(secondary.falls.get()).as("not risked from the third time").isLessThan(3);
    assertThat(good).allMatch(uid -> bench.exam(uid).attempts() == 0);
  }

  @Test
  void anEndpointThatRefusesEveryExamIsOutAndTheRestWaits() throws Exception {
    reads(
        bench.primary,
        aResponse().withStatus(400).withBody("{\"error\":{\"message\":\"no image support\"}}"));
    List<String> uids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      uids.add(bench.queued());
    }
    AnalysisStage stage = bench.start();
    while (stage.progress().trouble() == null) {
      Thread.sleep(5);
    }
    assertThat(stage.progress().trouble())
        .contains("the last 6 questions were refused")
        .contains("no image support");
    assertThat(stage.models().get(0).cause()).contains("no image support");
    bench.awaitReadings(bench.primary, 8);
    List<String> failed =
        uids.stream().filter(uid -> bench.exam(uid).status() == ExamStatus.ERROR).toList();
    assertThat(failed).as("no more than it took to be sure").hasSize(5);

    reads(bench.primary, says(REPORT));
    for (String uid : uids) {
      if (!failed.contains(uid)) {
        bench.await(uid, ExamStatus.DONE);
      }
    }
    while (stage.progress().trouble() != null) {
      Thread.sleep(5);
    }
  }

  @Test
  void aSeverityThatCannotBeReadIsAskedForAgain() throws Exception {
    String[] answers = {
      "{\"severity\": \"7-8\"}",
      "{\"severity\": 2} {\"severity\": 8}",
      "{\"severity\": 8, \"confidence\": 90}"
    };
    for (int i = 0; i < answers.length; i++) {
      bench.primary.stubFor(
          grading()
              .inScenario("grades")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "" + i)
              .willReturn(says(answers[i]))
              .willSetStateTo("" + (i + 1)));
    }
    String uid = bench.queued();
    bench.start();
    AiReport report = bench.await(uid, ExamStatus.DONE).aiReport();
    assertThat(report).isNotNull().extracting(AiReport::severity).isEqualTo(8);
    assertThat(readings(bench.primary)).as("read once").hasSize(1);
    assertThat(bench.store.runs(uid)).as("one run").hasSize(1);
    assertThat(bench.store.checks(uid))
        .extracting(AiRun::rawAnswer)
        .hasSize(3)
        .anySatisfy(raw -> assertThat(raw).contains("7-8"));
  }

  @Test
  void aReportWhoseSeverityIsNeverReadableStandsWithoutOne() throws Exception {
    bench.primary.stubFor(grading().willReturn(says("{\"severity\": \"high\"}")));
    String uid = bench.queued();
    bench.start();
    AiReport report = bench.await(uid, ExamStatus.DONE).aiReport();
    assertThat(report).isNotNull().extracting(AiReport::severity).isEqualTo(-1);
    AiRun last = bench.store.runs(uid).get(0);
    assertThat(last.error()).contains("not assessed").contains("no severity that can be read");
    assertThat(last.rawAssessment()).contains("high");
    assertThat(ReadingBench.questions(bench.primary)).hasSize(4);
  }

  @Test
  void aDiskInTroubleCostsNoExamAndIsShown() throws Exception {
    String uid = bench.queued();
    Path away = folder.resolve("unmounted");
    bench.pictures = away;
    AnalysisStage stage = bench.start();
    while (stage.progress().trouble() == null) {
      Thread.sleep(5);
    }
    assertThat(stage.progress().trouble()).contains("pictures cannot be read").doesNotContain(uid);
    assertThat(bench.exam(uid).status()).isIn(ExamStatus.QUEUED, ExamStatus.PROCESSING);

    bench.pictures = folder;
    assertThat(bench.await(uid, ExamStatus.DONE).attempts()).isZero();
    while (stage.progress().trouble() != null) {
      Thread.sleep(5);
    }
  }

  @Test
  void theLeaseOfAStuckWorkerEndsAndAnotherReadsTheExam() throws Exception {
    String uid = bench.queued();
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    bench.beforePicture =
        () -> {
          if (asked.getAndIncrement() == 0) {
            never.await();
          }
        };
    AnalysisOptions d = options(Duration.ofSeconds(1));
    bench.start(
        new AnalysisOptions(
            2,
            d.deadline(),
            3,
            d.firstBackoff(),
            d.healthInterval(),
            Duration.ofSeconds(1),
            3,
            3,
            5,
            null),
        bench.primary.port());
    bench.await(uid, ExamStatus.DONE);
    assertThat(asked).hasValue(2);
    never.countDown();
  }
}
