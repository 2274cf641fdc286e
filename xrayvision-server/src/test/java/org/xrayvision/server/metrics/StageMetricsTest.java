/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.DecodedPicture;
import org.xrayvision.core.ExamMetadata;
import org.xrayvision.core.XRayVision;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;

/** What a scrape tells of the times that exams took, once some have gone their whole way. */
@Timeout(120)
final class StageMetricsTest {
  private static final String STAGE = "xrayvision_stage_seconds_%s{stage=\"";
  private static final String DATABASE = "xrayvision_database_seconds_%s{step=\"";
  private static final String PLUGIN =
      "xrayvision_plugin_time_seconds_%s{event=\"latency\",kind=\"";

  @TempDir private Path folder;
  private final ServerMetrics metrics = new ServerMetrics();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @AfterEach
  void close() {
    metrics.close();
  }

  private XRayVision engine() {
    VisionModel model =
        request -> {
          await(() -> mayAnswer.getCount() == 0);
          return VisionAnswer.builder().text("IMPRESSION: x").build();
        };
    return XRayVision.builder()
        .dataDirectory(folder)
        .analysisOptions(oneWorker())
        .visionModel(model)
        .reportReader(request -> new Assessment(9, 80, "x", "m", new TokenUsage(1, 1), "{}"))
        .reportSource(
            query ->
                Optional.of(new SourceReport("R", "SR", "Fractură.", null, null, null, "1", false)))
        .notifier(alert -> {})
        .meters(metrics.plugins())
        .stageMeter(metrics.stages())
        .build();
  }

  private static AnalysisOptions oneWorker() {
    AnalysisOptions usual = AnalysisOptions.defaults();
    return new AnalysisOptions(
        1,
        usual.deadline(),
        usual.attempts(),
        usual.firstBackoff(),
        usual.healthInterval(),
        usual.lease(),
        3,
        3,
        5,
        null);
  }

  @Test
  void examsThatWentTheirWholeWayAreTimedInEachStage() throws Exception {
    try (XRayVision engine = engine()) {
      metrics.watch(engine);
      engine.start();
      String first = UIDs.newUid();
      String second = UIDs.newUid();
      engine.ingest(picture(), chest(first));
      await(() -> status(engine, first) == ExamStatus.PROCESSING);
      engine.ingest(picture(), chest(second));
      await(() -> status(engine, second) == ExamStatus.QUEUED);
      // The journal counts milliseconds: let some pass.
      long now = System.nanoTime();
      await(() -> System.nanoTime() - now > Duration.ofMillis(5).toNanos());
      mayAnswer.countDown();
      await(() -> status(engine, second) == ExamStatus.DONE);

      await(() -> all().allMatch(one -> number(one.formatted("count")) >= 1));
      await(() -> number(STAGE.formatted("count") + "turnaround") == 2);
      assertThat(all()).allMatch(one -> number(one.formatted("count")) >= 1);
      assertThat(all()).allMatch(one -> number(one.formatted("sum")) > 0);
      for (String stage : List.of("receive", "store", "picture", "queue", "turnaround")) {
        assertThat(number(STAGE.formatted("count") + stage)).as(stage).isEqualTo(2);
      }
      assertThat(number("xrayvision_database_size_bytes{file=\"file\"}")).isPositive();
      assertThat(number("xrayvision_database_size_bytes{file=\"log\"}")).isNotNegative();
      assertThat(number("xrayvision_database_readers{state=\"all\"}")).isEqualTo(4);
      assertThat(number("xrayvision_database_readers{state=\"awaited\"}")).isZero();
      assertThat(metrics.scrape()).doesNotContain(first, second, "Torace");
    }
  }

  private static Stream<String> all() {
    return Stream.of(
            Stream.of("receive", "store", "picture", "queue", "reading", "turnaround")
                .map(STAGE::concat),
            Stream.of("write_turn", "write_lock", "transaction", "commit").map(DATABASE::concat),
            Stream.of("read_connection", "read").map(DATABASE::concat),
            Stream.of("vision_model", "report_reader", "report_source", "notifier")
                .map(PLUGIN::concat))
        .flatMap(some -> some);
  }

  /** The sum of what the lines say that begin like this. */
  private double number(String start) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static ExamStatus status(XRayVision engine, String uid) {
    return engine.exam(uid).orElseThrow().exam().status();
  }

  /** Waits, half a minute at most: what follows says what is missing. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    try {
      while (!condition.getAsBoolean() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ExamMetadata chest(String uid) {
    return ExamMetadata.builder(uid, "DX").protocolName("Torace PA").build();
  }

  private static DecodedPicture picture() {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 251);
    }
    return DecodedPicture.of8Bit(pixels, 64, 64);
  }
}
