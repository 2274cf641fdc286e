/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.spi.VisionAnswer;

class XRayVisionBuilderTest {
  private static XRayVisionBuilder builder(AnalysisOptions options) {
    return XRayVision.builder()
        .visionModel(request -> VisionAnswer.of("x"))
        .analysisOptions(options);
  }

  private static AnalysisOptions with(
      Duration deadline, Duration backoff, Duration health, Duration lease) {
    return new AnalysisOptions(1, deadline, 3, backoff, health, lease, 3, 3, 5, null);
  }

  @Test
  void listsEveryDurationThatIsNoneWithTheOtherErrors() {
    Duration bad = Duration.ofSeconds(-1);
    XRayVisionException e =
        catchThrowableOfType(
            XRayVisionException.class,
            () -> builder(with(Duration.ZERO, Duration.ofNanos(5), bad, bad)).build());
    assertThat(e)
        .hasMessageContaining("dataDirectory is missing")
        .hasMessageContaining("analysisOptions.deadline must be 1 ms to PT24H, not PT0S")
        .hasMessageContaining("analysisOptions.firstBackoff")
        .hasMessageContaining("analysisOptions.healthInterval")
        .hasMessageContaining("analysisOptions.lease");
  }

  @Test
  void theStatusNamesTheEndpointsAndNoTroubleAtFirst(@TempDir Path folder) {
    Duration longest = Duration.ofMinutes(10);
    try (XRayVision engine =
        builder(with(longest, longest, longest, longest)).dataDirectory(folder).build()) {
      EngineStatus status = engine.status();
      assertThat(status.endpoints()).hasSize(1);
      assertThat(status.readerEndpoints()).isEmpty();
      assertThat(status.trouble()).isNull();
    }
  }
}
