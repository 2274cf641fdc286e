/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.dicom.data.UIDs;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.VisionAnswer;

/** A picture's whole way, to the radiologist's report beside it. */
class ReportsOfAnEngineTest {
  @TempDir private Path folder;

  @Test
  void theReportComesByItselfAndIsAssessed() throws Exception {
    List<ReportQuery> asked = new CopyOnWriteArrayList<>();
    try (XRayVision engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .visionModel(request -> VisionAnswer.builder().text("IMPRESSION: x").build())
            .reportReader(request -> new Assessment(6, 80, "x", "m", new TokenUsage(1, 1), "{}"))
            .reportSource(
                query -> {
                  asked.add(query);
                  return Optional.of(
                      new SourceReport("R", "SR", "Fractură.", null, null, null, "1", false));
                })
            .build()) {
      engine.start();
      String uid = UIDs.newUid();
      engine.analyze(picture(), metadata(uid), Duration.ofMinutes(1));
      ExamView view = awaitReport(engine, uid);

      assertThat(view.exam().radReport().severity()).isEqualTo(6);
      assertThat(view.correct()).isTrue();
      assertThat(view.report().problem()).contains("does not translate");
      assertThat(asked.get(0).uid()).isEqualTo(uid);
      assertThat(engine.fetchReport(uid).outcome()).isEqualTo(FetchResult.Outcome.UNCHANGED);
      assertThat(engine.status().sourceEndpoints()).hasSize(1);
      assertThat(engine.assessText("Torace normal.").severity()).isEqualTo(6);
    }
  }

  private static ExamView awaitReport(XRayVision engine, String uid) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    ExamView view = engine.exam(uid).orElseThrow();
    while ((view.exam().radReport() == null || view.exam().status() != ExamStatus.DONE)
        && System.nanoTime() < end) {
      Thread.sleep(50);
      view = engine.exam(uid).orElseThrow();
    }
    return view;
  }

  private static ExamMetadata metadata(String uid) {
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
