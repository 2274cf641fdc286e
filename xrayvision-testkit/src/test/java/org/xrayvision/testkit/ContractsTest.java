/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.xrayvision.simulator.http.HttpFault;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TokenUsage;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;

/** Each contract is failed by whoever breaks it. */
class ContractsTest {
  static class Careless extends HttpVisionModelContract {
    @Override
    protected VisionModel model(URI backend) {
      return request -> {
        throw new IllegalStateException(SECRET + " " + request.prompt().user());
      };
    }
  }

  /** Logs what it is asked, and quotes whatever the backend says. */
  static class Chatty extends HttpNotifierContract {
    @Override
    protected Notifier notifier(URI backend) {
      HttpClient client = HttpClient.newHttpClient();
      return alert -> {
        System.getLogger("acme").log(System.Logger.Level.DEBUG, "tells " + alert.detail());
        HttpRequest request =
            HttpRequest.newBuilder(backend)
                .header("Authorization", "Bearer " + SECRET)
                .timeout(Duration.ofMillis(500))
                .build();
        try {
          throw new PermanentBackendException(
              client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException | InterruptedException e) {
          throw new PermanentBackendException("no answer", null, e);
        }
      };
    }

    @Override
    protected String rightAnswer() {
      return "{}";
    }
  }

  /** Logs what it reads. */
  static class Loud extends ReportReaderContract {
    @Override
    protected ReportReader reader() {
      return request -> {
        Logger.getLogger("acme").fine(request.text());
        return new Assessment(1, 1, "", null, TokenUsage.UNKNOWN, null);
      };
    }
  }

  static class Deaf extends VisionModelContract {
    @Override
    protected VisionModel model() {
      return new VisionModel() {
        @Override
        public VisionAnswer read(org.xrayvision.spi.VisionRequest request) {
          return VisionAnswer.of("Normal.");
        }

        @Override
        public String displayName() {
          return " ";
        }
      };
    }
  }

  /** Has one report, whoever is asked about, and numbers its answers. */
  static class Guessing extends ReportSourceContract {
    @Override
    protected ReportSource source() {
      AtomicInteger version = new AtomicInteger();
      return query ->
          Optional.of(
              new SourceReport(
                  "r-1",
                  null,
                  "Normal.",
                  null,
                  null,
                  null,
                  String.valueOf(version.incrementAndGet()),
                  false));
    }

    @Override
    protected ReportQuery known(Deadline deadline) {
      return new ReportQuery(
          "1.2.3.4",
          "1.2.3",
          "A-17",
          SamplePatient.named("Pop"),
          "chest",
          "CR",
          LocalDateTime.of(2026, 1, 5, 10, 0),
          null,
          deadline);
    }
  }

  static class Narrow extends NotifierContract {
    @Override
    protected Notifier notifier() {
      return alert -> {
        if (alert.findings() > 1 || alert.region().isEmpty()) {
          throw new IllegalArgumentException("one finding of one region at a time");
        }
      };
    }
  }

  private static Set<String> failed(Class<?> contract) {
    return failed(selectClass(contract));
  }

  private static Set<String> failed(DiscoverySelector selector) {
    EngineExecutionResults results =
        EngineTestKit.engine("junit-jupiter").selectors(selector).execute();
    return results.testEvents().failed().stream()
        .map(event -> event.getTestDescriptor().getLegacyReportingName().replaceAll("\\(.*", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void modelThatThrowsWhatIsNotOfTheSpiAndTellsSecretsFails() {
    assertThat(failed(Careless.class))
        .containsAll(
            List.of(
                "answersWhenAllIsWell",
                "backendThatIsNotThereIsAnOutage",
                "tellsWhenToComeBack",
                "worksAgainAfterEachFault"));
  }

  @Test
  void notifierThatRepeatsWhatItsBackendRepeatsFails() {
    String test = "tellsNoSecretAndNoQuestionThatTheBackendRepeats";
    assertThat(failed(selectMethod(Chatty.class, test, "int"))).containsExactly(test);
  }

  @Test
  void notifierThatLogsWhomItTellsOfFails() {
    String test = "tellsNoSecretAndNoQuestion";
    assertThat(failed(selectMethod(Chatty.class, test, HttpFault.class.getName())))
        .containsExactly(test);
  }

  @Test
  void readerThatLogsTheReportFailsInThatAlone() {
    assertThat(failed(Loud.class)).containsExactly("tellsNothingOfThePatientInLogsAndExceptions");
  }

  @Test
  void notifierThatBearsNoFloodAndNoAlertWithoutRegionFailsInThatAlone() {
    assertThat(failed(Narrow.class))
        .containsExactlyInAnyOrder(
            "bearsWhatIsMissingAndTextOfAnyKind", "deliversSeveralFindingsTogetherAndEscalations");
  }

  @Test
  void modelWithoutANameFailsInThatAlone() {
    assertThat(failed(Deaf.class)).containsExactly("hasANameThatPeopleCanRead");
  }

  @Test
  void sourceThatGuessesAndWhoseVersionsMeanNothingFails() {
    assertThat(failed(Guessing.class))
        .containsExactlyInAnyOrder(
            "tellsTheSameVersionOfWhatHasNotChanged",
            "hasNothingOfAnExamThatItDoesNotKnow",
            "tellsTheSameToManyAtOnce");
  }
}
