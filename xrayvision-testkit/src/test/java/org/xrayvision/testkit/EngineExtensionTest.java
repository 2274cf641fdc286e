/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.XRayVision;

/** The engine as an embedding program sees it. */
final class EngineExtensionTest {
  @RegisterExtension
  @Order(0)
  final LeakChecker leaks = new LeakChecker();

  @RegisterExtension
  @Order(1)
  final EngineExtension first = new EngineExtension();

  @RegisterExtension
  @Order(2)
  final EngineExtension second = new EngineExtension();

  @Test
  void anIngestedFileIsReadAndTwoEnginesDoNotDisturbEachOther() throws Exception {
    String one = ingest(first, "olteanu_torace_1.dcm");
    String other = ingest(second, "muller_latin1_resident.dcm");

    Exam read = first.await(one, ExamStatus.DONE);
    second.await(other, ExamStatus.DONE);

    assertThat(read.aiReport()).isNotNull();
    assertThat(read.patient().name()).isEqualTo("Olteanu Maria-Ștefania");
    assertThat(first.engine().picture(one)).isPresent();
    assertThat(first.engine().exam(other)).isEmpty();
    assertThat(second.engine().journal(other))
        .extracting(event -> event.kind())
        .containsExactly("received", "queued", "processing", "done");
  }

  @Test
  void anEngineThatCannotBeBuiltNamesAllThatIsMissing() {
    assertThatThrownBy(() -> XRayVision.builder().pictureThreads(0).build())
        .isInstanceOf(XRayVisionException.class)
        .hasMessageContaining("dataDirectory is missing")
        .hasMessageContaining("visionModel is missing")
        .hasMessageContaining("pictureThreads must be 1 to 64");
  }

  private static String ingest(EngineExtension extension, String file) throws Exception {
    try (InputStream in = Files.newInputStream(Path.of("../testdata/ro", file))) {
      IngestResult result = extension.engine().ingest(in);
      assertThat(result.isStored()).as(result.message()).isTrue();
      return String.valueOf(result.uid());
    }
  }
}
