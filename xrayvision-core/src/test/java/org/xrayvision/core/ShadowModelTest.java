/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.VisionRequest;

/** Models that look at what is done: what they see, what is kept, and whom they hold up. */
@Timeout(180)
class ShadowModelTest {
  @TempDir private Path folder;
  private final BlockingQueue<VisionRequest> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<VisionRequest> shadowAsked = new LinkedBlockingQueue<>();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  private XRayVision start(VisionModel... shadows) {
    AnalysisOptions slow = AnalysisOptions.defaults();
    AnalysisOptions quick =
        new AnalysisOptions(
            1,
            Duration.ofSeconds(20),
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            slow.lease(),
            3,
            3,
            5,
            null);
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .analysisOptions(quick)
            .visionModel(this::primary)
            .shadowModel(shadows)
            .build();
    engine.start();
    return engine;
  }

  private VisionAnswer primary(VisionRequest request) {
    asked.add(request);
    return VisionAnswer.builder().text("Nothing.").severity(1).build();
  }

  /** Sees the worst in everything, once it may. */
  private VisionAnswer challenger(VisionRequest request) {
    shadowAsked.add(request);
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return VisionAnswer.builder().text("Pneumonia.").severity(9).model("challenger").build();
  }

  private static String ingest(XRayVision engine, int exam) throws Exception {
    return String.valueOf(engine.ingest(CanaryPatient.object(exam)).uid());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(10);
    }
  }

  private static boolean isDone(XRayVision engine, String uid) {
    return engine.exam(uid).orElseThrow().exam().status() == ExamStatus.DONE;
  }

  private Path object(String uid) {
    return folder.resolve("images").resolve(uid + ".dcm");
  }

  /** What shadows said of an exam: text, severity, model and error, as another program sees it. */
  private List<String> shadows(String uid) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT text, severity, model, error, raw_answer FROM ai_runs"
                    + " WHERE kind = 'shadow' AND endpoint <> '' AND uid = ?")) {
      select.setString(1, uid);
      ResultSet rows = select.executeQuery();
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        StringJoiner row = new StringJoiner("|");
        for (int column = 1; column <= 5; column++) {
          row.add(rows.getString(column));
        }
        all.add(row.toString());
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void isWell(EndpointStatus shadow) {
    assertThat(shadow.health()).isEqualTo(EndpointStatus.Health.UP);
    assertThat(shadow.cause()).isNull();
    assertThat(shadow.breakerOpen()).isFalse();
    assertThat(shadow.lastErrorAt()).isNull();
  }

  @Test
  void shadowSeesTheSamePictureAndPromptAndItsAnswerCountsNowhere() throws Exception {
    mayAnswer.countDown();
    try (XRayVision engine = start(this::challenger)) {
      String uid = ingest(engine, 1);
      await(() -> !shadows(uid).isEmpty());
      assertThat(engine.status().endpoints()).hasSize(1);
      assertThat(engine.status().shadowEndpoints()).singleElement().satisfies(this::isWell);
      VisionRequest own = asked.take();
      VisionRequest shadow = shadowAsked.take();
      assertThat(shadow.pictures().get(0).png()).isEqualTo(own.pictures().get(0).png());
      assertThat(shadow.prompt()).isEqualTo(own.prompt());
      assertThat(shadows(uid)).singleElement().asString().startsWith("Pneumonia.|9|challenger|");
      assertThat(engine.exam(uid).orElseThrow().exam().aiReport())
          .satisfies(report -> assertThat(report.severity()).isEqualTo(1));
      assertThat(engine.exam(uid).orElseThrow().alert()).isNull();
      assertThat(engine.journal(uid))
          .extracting(ExamEvent::kind)
          .filteredOn(ExamEvent.DONE::equals)
          .hasSize(1);
    }
  }

  @Test
  void slowShadowHoldsUpNoReadingAndTheObjectWaitsForIt() throws Exception {
    try (XRayVision engine = start(this::challenger)) {
      String first = ingest(engine, 1);
      VisionRequest unused = shadowAsked.take();
      String second = ingest(engine, 2);
      await(() -> isDone(engine, second));
      assertThat(shadows(first)).isEmpty();
      assertThat(object(first)).exists();
      assertThat(object(second)).exists();

      mayAnswer.countDown();
      await(() -> !Files.exists(object(first)) && !Files.exists(object(second)));
      assertThat(shadows(first)).hasSize(1);
      assertThat(shadows(second)).hasSize(1);
    }
  }

  @Test
  void whatAShadowHadNotSeenItSeesAfterTheNextStart() throws Exception {
    String first;
    String second;
    try (XRayVision engine = start(this::challenger)) {
      first = ingest(engine, 1);
      second = ingest(engine, 2);
      await(() -> isDone(engine, first) && isDone(engine, second));
      VisionRequest unused = shadowAsked.take();
    }
    mayAnswer.countDown();
    try (XRayVision engine = start(this::challenger)) {
      await(() -> shadows(first).size() == 1 && shadows(second).size() == 1);
      await(() -> !Files.exists(object(first)) && !Files.exists(object(second)));
      assertThat(isDone(engine, first)).isTrue();
    }
  }

  @Test
  void failingShadowIsTriedThreeTimesAndThenLeftAlone() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    VisionModel failing =
        request -> {
          calls.incrementAndGet();
          throw TransientBackendException.failure("no idea", "??", null);
        };
    mayAnswer.countDown();
    try (XRayVision engine = start(failing, this::challenger)) {
      String uid = ingest(engine, 1);
      await(() -> !Files.exists(object(uid)));
      assertThat(shadows(uid)).hasSize(4);
      assertThat(shadows(uid)).filteredOn("null|-1|null|no idea|??"::equals).hasSize(3);
      String second = ingest(engine, 2);
      await(() -> !Files.exists(object(second)));
      assertThat(calls).hasValue(6);
      assertThat(isDone(engine, uid)).isTrue();
    }
  }
}
