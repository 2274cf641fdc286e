/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.IngestResult.Outcome;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionRequest;

/** An engine that waits for the views of a study: all of it, with the system's own clock. */
@Timeout(180)
class StudyQuietTest {
  private static final Duration QUIET = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private final List<VisionRequest> asked = new CopyOnWriteArrayList<>();
  private final List<Long> askedAt = new CopyOnWriteArrayList<>();

  private XRayVision start(Duration quiet) {
    XRayVision engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(
                request -> {
                  askedAt.add(System.nanoTime());
                  asked.add(request);
                  return VisionAnswer.of("FINDINGS:\nNone.\n\nIMPRESSION:\nNormal.");
                })
            .analysisOptions(AnalysisOptions.defaults().withStudyQuiet(quiet))
            .build();
    engine.start();
    return engine;
  }

  private static String offer(XRayVision engine, String study, String view, int shade) {
    byte[] pixels = new byte[64 * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((i + shade) % 251);
    }
    ExamMetadata metadata =
        ExamMetadata.builder(UIDs.newUid(), "DX")
            .protocolName("Torace")
            .studyInstanceUid(study)
            .viewPosition(view)
            .build();
    IngestResult result = engine.ingest(DecodedPicture.of8Bit(pixels, 64, 64), metadata);
    assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.STORED);
    return metadata.sopInstanceUid();
  }

  private void awaitAsked(int count) throws InterruptedException {
    while (asked.size() < count) {
      Thread.sleep(10);
    }
  }

  private static void awaitDone(XRayVision engine, String uid) throws InterruptedException {
    while (engine.exam(uid).orElseThrow().exam().status() != ExamStatus.DONE) {
      Thread.sleep(10);
    }
  }

  @Test
  void aReadingBeginsByItselfWhenItsStudyIsQuietAndSeesAllItsViews() throws Exception {
    String study = UIDs.newUid();
    try (XRayVision engine = start(QUIET)) {
      offer(engine, study, "PA", 1);
      Thread.sleep(QUIET.dividedBy(6).toMillis());
      long last = System.nanoTime();
      offer(engine, study, "LL", 2);
      awaitAsked(2);

      assertThat(askedAt).allSatisfy(at -> assertThat(at - last).isGreaterThan(QUIET.toNanos()));
      assertThat(asked)
          .allSatisfy(
              request -> {
                assertThat(request.pictures()).hasSize(2);
                assertThat(request.prompt().user()).contains("further views");
              });
      assertThat(asked.get(0).pictures().get(0).projection())
          .isNotEqualTo(asked.get(1).pictures().get(0).projection());
    }
  }

  @Test
  void aLateViewHasTheOthersReadOnceMoreTogetherWithIt() throws Exception {
    String study = UIDs.newUid();
    try (XRayVision engine = start(QUIET)) {
      String first = offer(engine, study, "PA", 1);
      awaitDone(engine, first);
      assertThat(asked).singleElement().satisfies(one -> assertThat(one.pictures()).hasSize(1));

      String late = offer(engine, study, "LL", 2);
      awaitDone(engine, late);
      awaitAsked(3);
      awaitDone(engine, first);

      assertThat(asked.get(1).pictures()).hasSize(2);
      assertThat(asked.get(1).prompt().user()).doesNotContain("PREVIOUS REPORT");
      assertThat(asked.get(2).pictures()).hasSize(2);
      assertThat(engine.journal(first))
          .extracting(ExamEvent::kind)
          .containsOnlyOnce(ExamEvent.REQUEUE);
    }
  }

  @Test
  void withoutATimeEachViewIsReadByItselfAtOnce() throws Exception {
    String study = UIDs.newUid();
    try (XRayVision engine = start(Duration.ZERO)) {
      String first = offer(engine, study, "PA", 1);
      awaitDone(engine, first);
      String second = offer(engine, study, "LL", 2);
      awaitDone(engine, second);

      assertThat(asked).allSatisfy(request -> assertThat(request.pictures()).hasSize(1));
      assertThat(engine.journal(first)).extracting(ExamEvent::kind).doesNotContain("requeue");
    }
  }
}
