/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.FetchResult.Outcome;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;

/** What plugins say of themselves is shown to everybody: of whom it was is not. */
@Timeout(60)
class PluginWordsTest {
  private static final String WORDS =
      "http://10.0.0.5:8080/x refuses Zefirina Cănărescu (2850914080011, *14.09.1985)";

  @TempDir private Path folder;

  private XRayVisionBuilder builder() {
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(request -> VisionAnswer.builder().text("IMPRESSION: x").severity(9).build());
  }

  private static String ingest(XRayVision engine) throws Exception {
    String uid = String.valueOf(engine.ingest(CanaryPatient.object(1)).uid());
    while (engine.exam(uid).orElseThrow().exam().status() != ExamStatus.DONE) {
      Thread.sleep(10);
    }
    return uid;
  }

  private static EndpointStatus awaitDown(Supplier<EndpointStatus> endpoint) throws Exception {
    while (endpoint.get().health() != Health.DOWN) {
      Thread.sleep(10);
    }
    return endpoint.get();
  }

  private static void assertDiscreet(@Nullable String text) {
    assertThat(text).isNotNull().contains("http://10.0.0.5:8080/x refuses");
    assertThat(String.valueOf(text).toLowerCase(Locale.ROOT))
        .doesNotContain("zefirina", "cănărescu", "canarescu", "2850914080011", "1985");
  }

  @Test
  void outageOfANotifierNamesNobody() throws Exception {
    AlertOptions everything = AlertOptions.defaults().withContent(null, true, true);
    try (XRayVision engine =
        builder()
            .alertOptions(everything)
            .notifier(
                alert -> {
                  throw TransientBackendException.outage(WORDS, (Throwable) null);
                })
            .build()) {
      engine.start();
      ingest(engine);
      EndpointStatus notifier = awaitDown(() -> engine.status().notifierEndpoints().get(0));

      assertDiscreet(notifier.cause());
      assertDiscreet(notifier.lastError());
      assertDiscreet(engine.status().alertTrouble());
    }
  }

  @Test
  void outageOfAReportSourceNamesNobodyToWhoeverAsks() throws Exception {
    ReportSource source =
        query -> {
          throw TransientBackendException.outage(
              "http://10.0.0.5:8080/x refuses " + person(query), (Throwable) null);
        };
    try (XRayVision engine = builder().reportSource(source).build()) {
      engine.start();
      String uid = ingest(engine);
      EndpointStatus endpoint = awaitDown(() -> engine.status().sourceEndpoints().get(0));

      assertDiscreet(endpoint.cause());
      assertDiscreet(endpoint.lastError());
      assertDiscreet(engine.status().reportTrouble());
      assertDiscreet(engine.fetchReport(uid).message());
    }
  }

  @Test
  void refusalOfAReportSourceNamesNobodyToWhoeverAsks() throws Exception {
    ReportSource source =
        query -> {
          throw new PermanentBackendException("http://10.0.0.5:8080/x refuses " + person(query));
        };
    try (XRayVision engine = builder().reportSource(source).build()) {
      engine.start();
      String uid = ingest(engine);

      FetchResult result = engine.fetchReport(uid);
      assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
      assertDiscreet(result.message());
    }
  }

  private static String person(ReportQuery query) {
    return query.patient().name() + " (" + query.patient().key() + ")";
  }

  @Test
  void outageOfAModelThatReadsANameInThePictureNamesNobody() throws Exception {
    try (XRayVision engine =
        builder()
            .visionModel(
                request -> {
                  throw TransientBackendException.outage(WORDS, (Throwable) null);
                })
            .build()) {
      engine.start();
      String uid = String.valueOf(engine.ingest(CanaryPatient.object(1)).uid());
      EndpointStatus model = awaitDown(() -> engine.status().endpoints().get(0));

      assertThat(engine.exam(uid)).isPresent();
      assertDiscreet(model.cause());
      assertDiscreet(engine.status().trouble());
    }
  }
}
