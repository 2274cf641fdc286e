/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.analysis.ReadingBench.GRADE;
import static org.xrayvision.core.analysis.ReadingBench.REPORT;
import static org.xrayvision.core.analysis.ReadingBench.completion;
import static org.xrayvision.core.analysis.ReadingBench.grades;
import static org.xrayvision.core.analysis.ReadingBench.grading;
import static org.xrayvision.core.analysis.ReadingBench.options;
import static org.xrayvision.core.analysis.ReadingBench.questions;
import static org.xrayvision.core.analysis.ReadingBench.reading;
import static org.xrayvision.core.analysis.ReadingBench.readings;
import static org.xrayvision.core.analysis.ReadingBench.reads;
import static org.xrayvision.core.analysis.ReadingBench.says;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.privacy.FoldedText;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.openai.OpenAiReportReader;
import org.xrayvision.spi.openai.OpenAiVisionModel;

/** Exams from the real store through the real plugin, against endpoints that misbehave. */
@Timeout(180)
class AnalysisStageTest {
  @TempDir private Path folder;
  private ReadingBench bench;

  @BeforeEach
  void open() {
    bench = new ReadingBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  private static AiReport report(Exam exam) {
    AiReport report = exam.aiReport();
    assertThat(report).isNotNull();
    return report;
  }

  @Test
  void readsAnExamAndKeepsReportGradeAndRun() throws Exception {
    String uid = bench.queued();
    AnalysisStage stage = bench.start();

    AiReport report = report(bench.await(uid, ExamStatus.DONE));
    assertThat(report.text()).isEqualTo(REPORT);
    assertThat(report.severity()).isEqualTo(7);
    assertThat(report.confidence()).isEqualTo(88);
    assertThat(report.summary()).isEqualTo("pneumonia");
    assertThat(report.model()).isEqualTo("medgemma-q8");
    AiRun run = bench.store.runs(uid).get(0);
    assertThat(run.promptTokens()).isEqualTo(900);
    assertThat(run.completionTokens()).isEqualTo(40);
    assertThat(run.promptVersion()).matches("[0-9a-f]{12}\\+[0-9a-f]{12}");
    assertThat(run.endpoint()).contains(":" + bench.primary.port());
    assertThat(run.rawAnswer()).contains("choices");
    assertThat(run.rawAssessment()).contains("severity");
    assertThat(run.error()).isNull();
    while (stage.progress().lastLatencySeconds().isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(stage.models().get(0).active()).isTrue();
  }

  @Test
  void noIdentifierReachesTheWire() throws Exception {
    reads(
        bench.primary,
        says(
            "FINDINGS:\nLabel: STEFANESCU MARIA 2850914080011.\nIMPRESSION:\nOf 14.09.1985: clear."));
    String first = bench.queued(Exams.MARIA, "Torace Ștefănescu", "chest");
    bench.start();
    bench.await(first, ExamStatus.DONE);
    String second = bench.queued(Exams.MARIA, "Torace", "chest");
    String third = bench.queued(Exams.MARIA, "Rx Mariei Ștefănescu", "");
    bench.await(second, ExamStatus.DONE);
    bench.await(third, ExamStatus.DONE);
    bench.requeue(second);
    bench.awaitReadings(bench.primary, 4);
    bench.await(second, ExamStatus.DONE);

    String all =
        String.join("\n", questions(bench.primary).stream().map(r -> r.getBodyAsString()).toList());
    assertThat(all).contains("PRIOR STUDIES").contains("1 day earlier").contains("PREVIOUS REPORT");
    assertThat(all).contains("40 years old woman").contains("[name]");
    String folded = FoldedText.fold(all);
    assertThat(folded)
        .doesNotContain("stefanescu", "maria", "mariei", "ioana", "2850914080011", "77231")
        .doesNotContain("1985", "2026", "1.2.3.");
  }

  @Test
  void aFailureIsTriedAgain() throws Exception {
    bench.primary.stubFor(
        reading()
            .inScenario("s")
            .whenScenarioStateIs(STARTED)
            .willReturn(status(500))
            .willSetStateTo("well"));
    bench.primary.stubFor(
        reading().inScenario("s").whenScenarioStateIs("well").willReturn(says(REPORT)));
    String uid = bench.queued();
    bench.start();
    bench.await(uid, ExamStatus.DONE);
    assertThat(bench.store.runs(uid)).hasSize(2);
    assertThat(bench.store.runs(uid).get(1).error()).contains("answered 500");
  }

  @Test
  void silenceBeyondTheDeadlineCountsUntilTheAttemptsAreUsedUp() throws Exception {
    reads(bench.primary, says(REPORT).withFixedDelay(5_000));
    assertTimesOut();
  }

  @Test
  void aBodyThatDripsBeyondTheDeadlineCountsUntilTheAttemptsAreUsedUp() throws Exception {
    reads(bench.primary, says(REPORT).withChunkedDribbleDelay(40, 5_000));
    assertTimesOut();
  }

  private void assertTimesOut() throws Exception {
    String uid = bench.queued();
    bench.start(options(Duration.ofSeconds(1)), bench.primary.port());
    Exam exam = bench.await(uid, ExamStatus.ERROR);
    assertThat(exam.detail()).contains("did not answer within its deadline");
    assertThat(exam.attempts()).isEqualTo(3);
    assertThat(readings(bench.primary)).hasSize(3);
  }

  @Test
  void anEmptyAnswerCountsAndTheLastOneIsKept() throws Exception {
    reads(bench.primary, says("  "));
    String uid = bench.queued();
    bench.start();
    Exam exam = bench.await(uid, ExamStatus.ERROR);
    assertThat(exam.detail()).contains("without a text");
    assertThat(bench.store.runs(uid).get(0).rawAnswer()).contains("choices");
  }

  @Test
  void examsWaitWhileNobodyListensAndRunWhenItReturns() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> uids = List.of(bench.queued(), bench.queued(), bench.queued());
    AnalysisStage stage = bench.start(options(Duration.ofSeconds(30)), port);
    while (stage.models().get(0).health() != Health.DOWN) {
      Thread.sleep(5);
    }
    Thread.sleep(300);
    for (String uid : uids) {
      assertThat(bench.exam(uid).status()).isEqualTo(ExamStatus.QUEUED);
      assertThat(bench.exam(uid).attempts()).isZero();
      assertThat(bench.store.journal(uid)).as("no busy loop").hasSizeLessThan(8);
    }
    assertThat(stage.models().get(0).cause()).contains("cannot be reached");

    WireMockServer back = ReadingBench.newServer(port);
    back.start();
    try {
      ReadingBench.healthy(back);
      reads(back, says(REPORT));
      grades(back, says(GRADE));
      for (String uid : uids) {
        bench.await(uid, ExamStatus.DONE);
      }
    } finally {
      bench.stopStage();
      back.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503, 401})
  void aRefusalByTheEndpointCountsNoAttempt(int status) throws Exception {
    reads(bench.primary, status(status).withHeader("Retry-After", "3"));
    String uid = bench.queued();
    AnalysisStage stage = bench.start();
    while (bench.exam(uid).detail() == null) {
      Thread.sleep(5);
    }
    Exam waiting = bench.exam(uid);
    assertThat(waiting.status()).isEqualTo(ExamStatus.QUEUED);
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.detail()).contains("answered " + status);
    assertThat(stage.models().get(0).cause()).contains("answered " + status);

    reads(bench.primary, says(REPORT));
    bench.await(uid, ExamStatus.DONE);
    assertThat(readings(bench.primary)).hasSize(2);
  }

  private static Stream<Arguments> checkAnswers() {
    return Stream.of(
        Arguments.of(
            "```json\n{\"severity\": 6, \"confidence\": 80, \"summary\": \"x\"}\n```", 6, 80),
        Arguments.of("It is: {\"severity\": 6, \"confidence\": 80, \"summary\": \"x\"}.", 6, 80),
        Arguments.of("[{\"severity\": \"6\", \"confidence\": \"92%\"}]", 6, 92),
        Arguments.of("{\"severity\": 15, \"confidence\": 80, \"summary\": \"x\"}", -1, 80),
        Arguments.of("{\"pathologic\": \"yes\", \"severity\": 0, \"confidence\": 80}", -1, 80),
        Arguments.of("I am afraid I cannot do that.", -1, -1),
        Arguments.of("", -1, -1));
  }

  @ParameterizedTest
  @MethodSource("checkAnswers")
  void theReportIsKeptWhateverTheCheckPassAnswers(String answer, int severity, int confidence)
      throws Exception {
    grades(bench.primary, says(answer));
    String uid = bench.queued();
    bench.start();
    AiReport report = report(bench.await(uid, ExamStatus.DONE));
    assertThat(report.text()).isEqualTo(REPORT);
    assertThat(report.severity()).isEqualTo(severity);
    assertThat(report.confidence()).isEqualTo(confidence);
    assertThat(readings(bench.primary)).as("read once").hasSize(1);
  }

  @Test
  void aReportWaitsForAReaderThatIsOutAndIsNotAskedForTwice() throws Exception {
    WireMockServer reader = bench.another();
    grades(reader, status(503));
    reader.stubFor(get(urlEqualTo("/v1/models")).willReturn(status(503)));
    String uid = bench.queued();
    bench.start(
        options(Duration.ofSeconds(30)),
        List.of(new OpenAiVisionModel(ReadingBench.endpoint(bench.primary.port()))),
        List.of(new OpenAiReportReader(ReadingBench.endpoint(reader.port()))));
    Thread.sleep(300);
    assertThat(bench.exam(uid).status()).isIn(ExamStatus.QUEUED, ExamStatus.PROCESSING);
    assertThat(bench.exam(uid).attempts()).isZero();

    ReadingBench.healthy(reader);
    grades(reader, says(GRADE));
    assertThat(report(bench.await(uid, ExamStatus.DONE)).severity()).isEqualTo(7);
    assertThat(readings(bench.primary)).hasSize(1);
  }

  @Test
  void aReportWhoseCheckPassFailedOnceIsKeptForTheNext() throws Exception {
    // Twice, since the plugin asks once more without a schema.
    for (String state : List.of(STARTED, "without schema")) {
      bench.primary.stubFor(
          grading()
              .inScenario("g")
              .whenScenarioStateIs(state)
              .willReturn(status(500))
              .willSetStateTo(state.equals(STARTED) ? "without schema" : "well"));
    }
    bench.primary.stubFor(
        grading().inScenario("g").whenScenarioStateIs("well").willReturn(says(GRADE)));
    String uid = bench.queued();
    bench.start();
    assertThat(report(bench.await(uid, ExamStatus.DONE)).severity()).isEqualTo(7);
    assertThat(readings(bench.primary)).hasSize(1);
    assertThat(bench.store.runs(uid)).extracting(AiRun::text).containsExactly(REPORT);
    assertThat(bench.store.runs(uid)).extracting(AiRun::severity).containsExactly(7);
    assertThat(bench.store.checks(uid)).extracting(AiRun::severity).containsExactly(7, -1);
    assertThat(bench.store.checks(uid).get(1).error()).contains("500");
    assertThat(bench.store.checks(uid).get(0).rawAnswer()).contains("choices");
  }

  @Test
  void withoutAReaderTheReportIsNotAssessed() throws Exception {
    String uid = bench.queued();
    bench.start(
        options(Duration.ofSeconds(30)),
        List.of(new OpenAiVisionModel(ReadingBench.endpoint(bench.primary.port()))),
        List.of());
    AiReport report = report(bench.await(uid, ExamStatus.DONE));
    assertThat(report.text()).isEqualTo(REPORT);
    assertThat(report.severity()).isEqualTo(-1);
  }

  @Test
  void aTruncatedAnswerIsKeptAndNoted() throws Exception {
    reads(bench.primary, aResponse().withBody(completion("FINDINGS:\nThe lungs", "length")));
    String uid = bench.queued();
    bench.start();
    assertThat(report(bench.await(uid, ExamStatus.DONE)).text()).endsWith("The lungs");
    assertThat(bench.store.runs(uid).get(0).error()).contains("cut at the token limit");
  }

  @Test
  void anIgnoredPictureIsNoted() throws Exception {
    String few = completion(REPORT, "stop").replace("900", "90");
    reads(bench.primary, aResponse().withBody(few));
    String uid = bench.queued();
    bench.start();
    bench.await(uid, ExamStatus.DONE);
    assertThat(bench.store.runs(uid).get(0).error()).contains("counted 90 prompt tokens");
  }

  @Test
  void oneThatIsPoisonCostsNoneOfTenGood() throws Exception {
    List<String> good = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      good.add(bench.queued());
    }
    String poison = bench.queued();
    String picture = Base64.getEncoder().encodeToString(Files.readAllBytes(bench.picture(poison)));
    bench.primary.stubFor(
        reading().withRequestBody(containing(picture)).atPriority(1).willReturn(status(500)));
    bench.start();
    for (String uid : good) {
      bench.await(uid, ExamStatus.DONE);
    }
    Exam exam = bench.await(poison, ExamStatus.ERROR);
    assertThat(exam.attempts()).isEqualTo(3);
    assertThat(exam.detail()).contains("answered 500");
    assertThat(readings(bench.primary)).hasSize(13);
  }

  @Test
  void whatCanNeverSucceedIsErrorAtOnce() throws Exception {
    reads(bench.primary, status(400).withBody("{\"error\":{\"message\":\"context too long\"}}"));
    String uid = bench.queued();
    bench.start();
    assertThat(bench.await(uid, ExamStatus.ERROR).detail()).contains("context too long");
    assertThat(readings(bench.primary)).hasSize(1);
  }

  @Test
  void aMissingOrBrokenPictureIsAClearError() throws Exception {
    String missing = bench.queued();
    Files.delete(bench.picture(missing));
    String broken = bench.queued();
    Files.writeString(bench.picture(broken), "no picture at all, but long enough");
    bench.start();
    assertThat(bench.await(missing, ExamStatus.ERROR).detail()).contains("picture is missing");
    assertThat(bench.await(broken, ExamStatus.ERROR).detail()).contains("is no PNG");
    assertThat(questions(bench.primary)).isEmpty();
  }

  @Test
  void goesToTheSecondaryAndBack() throws Exception {
    WireMockServer secondary = bench.another();
    reads(secondary, says(REPORT));
    grades(secondary, says(GRADE));
    bench.primary.stubFor(get(urlEqualTo("/v1/models")).willReturn(status(503)));
    reads(bench.primary, status(503));
    grades(bench.primary, status(503));
    AnalysisStage stage =
        bench.start(options(Duration.ofSeconds(30)), bench.primary.port(), secondary.port());
    String first = bench.queued();
    bench.await(first, ExamStatus.DONE);
    assertThat(bench.store.runs(first).get(0).endpoint()).contains(":" + secondary.port());
    assertThat(bench.exam(first).attempts()).isZero();

    ReadingBench.healthy(bench.primary);
    reads(bench.primary, says(REPORT));
    grades(bench.primary, says(GRADE));
    while (!stage.models().get(0).active()) {
      Thread.sleep(5);
    }
    String second = bench.queued();
    bench.await(second, ExamStatus.DONE);
    assertThat(bench.store.runs(second).get(0).endpoint()).contains(":" + bench.primary.port());
  }

  @Test
  void anotherLookAskedForMeanwhileIsNotOverwritten() throws Exception {
    bench.primary.stubFor(
        reading()
            .inScenario("looks")
            .whenScenarioStateIs(STARTED)
            .willReturn(says(REPORT).withFixedDelay(2_500))
            .willSetStateTo("again"));
    bench.primary.stubFor(
        reading()
            .inScenario("looks")
            .whenScenarioStateIs("again")
            .willReturn(says("FINDINGS:\nSecond.\n\nIMPRESSION:\nSecond look.")));
    String uid = bench.queued();
    AnalysisStage stage = bench.start();
    while (!stage.progress().processing().contains(uid)) {
      Thread.sleep(5);
    }
    bench.requeue(uid);
    bench.await(uid, ExamStatus.REQUEUE);

    assertThat(report(bench.await(uid, ExamStatus.DONE)).text()).contains("Second look");
    assertThat(bench.store.runs(uid))
        .extracting(AiRun::text)
        .satisfies(texts -> assertThat(texts.get(0)).contains("Second look"))
        .contains(REPORT);
    assertThat(readings(bench.primary).get(1).getBodyAsString())
        .contains("PREVIOUS REPORT")
        .contains("Pneumonia.");
  }

  @Test
  void closeDuringACallHandsBackAndCountsNothing() throws Exception {
    reads(bench.primary, says(REPORT).withFixedDelay(60_000));
    String uid = bench.queued();
    bench.start(options(Duration.ofMinutes(2)), bench.primary.port());
    bench.await(uid, ExamStatus.PROCESSING);
    long start = System.nanoTime();
    bench.stopStage();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    Exam exam = bench.exam(uid);
    assertThat(exam.status()).isEqualTo(ExamStatus.QUEUED);
    assertThat(exam.attempts()).isZero();
    // A pool has ended a moment before its last thread has. The test's time-out ends it.
    while (Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .anyMatch(name -> name.startsWith("xrv-analysis") || name.startsWith("xrv-health"))) {
      Thread.sleep(5);
    }
  }

  @Test
  void theLeaseIsRenewedWhileACallRuns() throws Exception {
    reads(bench.primary, says(REPORT).withFixedDelay(5_000));
    String uid = bench.queued();
    AnalysisOptions d = options(Duration.ofSeconds(30));
    bench.start(
        new AnalysisOptions(
            2,
            d.deadline(),
            3,
            d.firstBackoff(),
            d.healthInterval(),
            Duration.ofSeconds(2),
            3,
            3,
            5,
            null),
        bench.primary.port());
    bench.await(uid, ExamStatus.DONE);
    assertThat(readings(bench.primary)).hasSize(1);
  }

  @Test
  void aPluginsErrorCostsOneExam() throws Exception {
    String bad = bench.queued();
    String good = bench.queued();
    byte[] badPicture = Files.readAllBytes(bench.picture(bad));
    bench.start(
        options(Duration.ofSeconds(30)),
        List.of(
            request -> {
              if (Arrays.equals(request.pictures().get(0).png(), badPicture)) {
                throw new NoClassDefFoundError("org/example/Missing");
              }
              return VisionAnswer.of(REPORT);
            }),
        List.of());
    bench.await(good, ExamStatus.DONE);
    assertThat(bench.await(bad, ExamStatus.ERROR).detail())
        .contains("threw java.lang.NoClassDefFoundError");
  }
}
