/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.AnalysisResult.Outcome;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionRequest;

/** Offering and waiting in one call. */
@Timeout(60)
class AnalyzeTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private volatile boolean refuses;
  private XRayVision engine;

  @BeforeEach
  void start() {
    engine = XRayVision.builder().dataDirectory(folder).visionModel(this::look).build();
    engine.start();
  }

  @AfterEach
  void close() {
    mayAnswer.countDown();
    engine.close();
    callers.shutdownNow();
  }

  private VisionAnswer look(VisionRequest request) {
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (refuses) {
      throw new PermanentBackendException("the picture is too dark");
    }
    return VisionAnswer.of("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal.");
  }

  private static ExamMetadata chest() {
    return ExamMetadata.builder(UIDs.newUid(), "DX").protocolName("Torace PA").build();
  }

  private static DecodedPicture picture() {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 251);
    }
    return DecodedPicture.of8Bit(pixels, 64, 64);
  }

  @Test
  void theReportIsTheAnswer() throws Exception {
    mayAnswer.countDown();

    AnalysisResult result = engine.analyze(Path.of("../testdata/ro/olteanu_torace_1.dcm"), LONG);

    assertThat(result.outcome()).isEqualTo(Outcome.DONE);
    assertThat(result.reason()).isNull();
    assertThat(result.exam().exam().aiReport().text()).contains("IMPRESSION");
  }

  @Test
  void manyWaitAtOnceAndEachForItsOwn() throws Exception {
    List<ExamMetadata> exams = new ArrayList<>();
    List<Future<AnalysisResult>> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ExamMetadata exam = chest();
      exams.add(exam);
      waiting.add(callers.submit(() -> engine.analyze(picture(), exam, LONG)));
    }
    // Twice for the same exam, too.
    exams.add(exams.get(0));
    waiting.add(callers.submit(() -> engine.analyze(picture(), exams.get(0), LONG)));

    mayAnswer.countDown();

    for (int i = 0; i < exams.size(); i++) {
      AnalysisResult result = waiting.get(i).get(50, TimeUnit.SECONDS);
      assertThat(result.outcome()).isEqualTo(Outcome.DONE);
      assertThat(result.exam().exam().uid()).isEqualTo(exams.get(i).sopInstanceUid());
    }
  }

  @Test
  void whatIsNotReadInTimeStaysQueuedAndIsReadLater() throws Exception {
    ExamMetadata exam = chest();

    AnalysisResult early = engine.analyze(picture(), exam, Duration.ofMillis(50));

    assertThat(early.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(early.ingested().isStored()).isTrue();
    assertThat(early.exam().exam().status())
        .isIn(ExamStatus.NONE, ExamStatus.QUEUED, ExamStatus.PROCESSING);
    assertThat(early.reason()).contains("not read yet");

    mayAnswer.countDown();
    assertThat(engine.awaitAnalysis(exam.sopInstanceUid(), LONG).outcome()).isEqualTo(Outcome.DONE);
    // What is done already is told at once.
    assertThat(engine.analyze(picture(), exam, Duration.ZERO).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void anExamThatIsGivenUpSaysWhy() throws Exception {
    refuses = true;
    mayAnswer.countDown();

    AnalysisResult result = engine.analyze(picture(), chest(), LONG);

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.reason()).contains("too dark");
  }

  @Test
  void aRegionThatIsNotSupportedIsIgnored() throws Exception {
    ExamMetadata unknown =
        ExamMetadata.builder(UIDs.newUid(), "DX").protocolName("Coronarografie").build();

    AnalysisResult result = engine.analyze(picture(), unknown, LONG);

    assertThat(result.outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(result.reason()).isNotBlank();
  }

  @Test
  void whatIsNoDicomIsRefused() throws Exception {
    AnalysisResult result =
        engine.analyze(new ByteArrayInputStream(new byte[300]), Duration.ofDays(400_000));

    assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(result.ingested().outcome()).isEqualTo(IngestResult.Outcome.CANNOT_UNDERSTAND);
  }

  @Test
  void anExamThatIsNotThereCannotBeWaitedFor() {
    assertThatIllegalArgumentException().isThrownBy(() -> engine.awaitAnalysis("1.2.3", LONG));
  }

  @Test
  void closingTheEngineLetsWhoeverWaitsGo() throws Exception {
    ExamMetadata exam = chest();
    engine.ingest(picture(), exam);
    Future<AnalysisResult> waiting =
        callers.submit(() -> engine.awaitAnalysis(exam.sopInstanceUid(), LONG));

    engine.close();

    assertThat(waiting.get(50, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.PENDING);
    XRayVision again =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(request -> VisionAnswer.of("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal."))
            .build();
    try (again) {
      again.start();
      assertThat(again.awaitAnalysis(exam.sopInstanceUid(), LONG).outcome())
          .isEqualTo(Outcome.DONE);
    }
  }
}
