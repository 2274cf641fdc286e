/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.spi.Capability;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** A plugin that does wrong, as fall-back, as shadow and as listener of a good one: nobody sees. */
@Timeout(180)
class PluginsBesideEachOtherTest {
  private static final int EXAMS = 10;
  private static final int HUGE = 3_000_000;

  @TempDir private Path folder;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Thread> leaked = new ArrayList<>();

  @AfterEach
  void letGo() {
    over.countDown();
  }

  private enum Fault {
    HANGS,
    OVERFLOWS_ITS_STACK,
    CANNOT_LINK,
    RUNS_OUT_OF_MEMORY,
    LEAKS_THREADS,
    ANSWERS_NULL,
    ANSWERS_WITHOUT_END,
    COMPLAINS_WITHOUT_END
  }

  /** Does wrong whatever it is asked. */
  private final class Bad implements VisionModel, HealthProbe {
    private final Fault fault;

    Bad(Fault fault) {
      this.fault = fault;
    }

    @Override
    @SuppressWarnings("NullAway")
    public VisionAnswer read(VisionRequest request) {
      strike();
      return fault == Fault.ANSWERS_WITHOUT_END
          ? VisionAnswer.builder()
              .text("x".repeat(HUGE))
              .rawAnswer("y".repeat(HUGE))
              .model("z".repeat(HUGE))
              .build()
          : null;
    }

    @Override
    public void checkHealth(Deadline deadline) {
      strike();
    }

    @Override
    public Set<Capability> capabilities() {
      strikeAtOnce();
      return Set.of();
    }

    @Override
    public String displayName() {
      strikeAtOnce();
      return "bad";
    }

    @Override
    public void close() {
      strike();
    }

    private void strike() {
      if (fault == Fault.HANGS) {
        hang();
      }
      strikeAtOnce();
    }

    private void strikeAtOnce() {
      switch (fault) {
        case OVERFLOWS_ITS_STACK -> strikeAtOnce();
        case CANNOT_LINK -> throw new NoClassDefFoundError("acme/Missing");
        case RUNS_OUT_OF_MEMORY -> throw new OutOfMemoryError("for the test");
        case COMPLAINS_WITHOUT_END ->
            throw new PermanentBackendException("a".repeat(HUGE), "b".repeat(HUGE), null);
        case LEAKS_THREADS -> leak();
        default -> {}
      }
    }
  }

  private void leak() {
    Thread thread = new Thread(this::hang, "leaked");
    thread.setDaemon(true);
    synchronized (leaked) {
      leaked.add(thread);
    }
    thread.start();
    Thread.currentThread().setName("renamed");
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

  private static VisionAnswer good(VisionRequest request) {
    return VisionAnswer.builder().text("FINDINGS:\nNone.").severity(0).confidence(90).build();
  }

  private XRayVision start(VisionModel primary, VisionModel fallback, VisionModel... shadows) {
    AnalysisOptions slow = AnalysisOptions.defaults();
    AnalysisOptions quick =
        new AnalysisOptions(
            2,
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            slow.lease(),
            3,
            3,
            5,
            null);
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .analysisOptions(quick)
            .visionModel(primary, fallback)
            .shadowModel(shadows)
            .build();
    engine.start();
    return engine;
  }

  private static List<String> ingestAll(XRayVision engine) throws Exception {
    List<String> uids = new ArrayList<>();
    for (int exam = 0; exam < EXAMS; exam++) {
      uids.add(String.valueOf(engine.ingest(CanaryPatient.object(exam)).uid()));
    }
    return uids;
  }

  private static Exam awaitEnd(XRayVision engine, String uid) throws InterruptedException {
    while (true) {
      Exam exam = engine.exam(uid).orElseThrow().exam();
      if (exam.status() == ExamStatus.DONE || exam.status() == ExamStatus.ERROR) {
        return exam;
      }
      Thread.sleep(10);
    }
  }

  private long number(String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void goodOneReadsEveryExamAtTheFirstTry(Fault fault) throws Exception {
    try (XRayVision engine =
        start(PluginsBesideEachOtherTest::good, new Bad(fault), new Bad(fault))) {
      Subscription unused = engine.subscribe(event -> new Bad(fault).strike());
      for (String uid : ingestAll(engine)) {
        Exam exam = awaitEnd(engine, uid);
        assertThat(exam.status()).isEqualTo(ExamStatus.DONE);
        assertThat(exam.attempts()).isZero();
        assertThat(exam.aiReport())
            .satisfies(report -> assertThat(report.text()).isEqualTo("FINDINGS:\nNone."));
      }
      EndpointStatus good = engine.status().endpoints().get(0);
      assertThat(good.health()).isEqualTo(Health.UP);
      assertThat(good.active()).isTrue();
      assertThat(good.stuckThreads()).isZero();
      if (fault != Fault.HANGS) {
        awaitShadows();
      }
    }
    assertThat(number("SELECT count(*) FROM ai_runs WHERE kind = 'primary'")).isEqualTo(EXAMS);
    assertThat(number("SELECT coalesce(max(length(text)), 0) FROM ai_runs")).isLessThan(200_000);
    assertThat(number("SELECT coalesce(max(length(error)), 0) FROM ai_runs")).isLessThan(2_000);
    assertThat(number("SELECT coalesce(max(length(model)), 0) FROM ai_runs")).isLessThan(1_000);
    assertThat(number("SELECT coalesce(max(length(raw_answer)), 0) FROM ai_runs"))
        .isLessThan(2_000_000);
  }

  /** The shadow has looked at all, or was found to be down. */
  private void awaitShadows() throws InterruptedException {
    while (number("SELECT count(*) FROM ai_runs WHERE kind = 'shadow'") == 0
        && number("SELECT count(*) FROM shadow_waits") < EXAMS) {
      Thread.sleep(10);
    }
  }

  @Test
  void answerWithoutEndIsCutAndSaysSo() throws Exception {
    try (XRayVision engine =
        start(new Bad(Fault.ANSWERS_WITHOUT_END), PluginsBesideEachOtherTest::good)) {
      Exam exam = awaitEnd(engine, String.valueOf(engine.ingest(CanaryPatient.object(1)).uid()));
      assertThat(exam.status()).isEqualTo(ExamStatus.DONE);
      assertThat(exam.aiReport())
          .satisfies(report -> assertThat(report.text()).endsWith("of 3000000 characters]"));
    }
  }

  @Test
  void complaintWithoutEndIsCut() throws Exception {
    VisionModel complains =
        request -> {
          throw new PermanentBackendException("a".repeat(HUGE));
        };
    try (XRayVision engine = start(complains, PluginsBesideEachOtherTest::good)) {
      Exam exam = awaitEnd(engine, String.valueOf(engine.ingest(CanaryPatient.object(1)).uid()));
      assertThat(exam.status()).isEqualTo(ExamStatus.ERROR);
      assertThat(exam.detail()).startsWith("aaaa").hasSizeLessThan(2_000);
    }
  }
}
