/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.VisionModel;
import org.xrayvision.spi.openai.OpenAiOptions;
import org.xrayvision.spi.openai.OpenAiReportReader;
import org.xrayvision.spi.openai.OpenAiVisionModel;

/** A real store, real pictures on disk, real endpoints on loopback, and the stage between them. */
final class ReadingBench implements AutoCloseable {
  static final String REPORT = "FINDINGS:\nOpacity.\n\nIMPRESSION:\nPneumonia.";
  static final String GRADE = "{\"severity\": 7, \"confidence\": 88, \"summary\": \"pneumonia\"}";
  static final RegionOptions REGIONS =
      new RegionOptions(Map.of(), Map.of("chest", "Any consolidation?"), Set.of("chest"));
  private static final ObjectMapper JSON = new ObjectMapper();

  final ExamStore store;
  final WireMockServer primary = newServer(0);

  /** Where the stage looks for pictures; a test may let it look elsewhere. */
  volatile Path pictures;

  /** What happens before a picture is found. */
  volatile Hindrance beforePicture = () -> {};

  private final Path folder;
  private final List<WireMockServer> others = new ArrayList<>();
  private @Nullable AnalysisStage stage;
  private int exams;

  ReadingBench(Path folder) {
    this.folder = folder;
    this.pictures = folder;
    this.store =
        SqliteExamStore.open(
            folder.resolve("xrayvision.db"), StoreOptions.defaults(folder.resolve("backup")));
    primary.start();
    healthy(primary);
    reads(primary, says(REPORT));
    grades(primary, says(GRADE));
  }

  static WireMockServer newServer(int port) {
    WireMockConfiguration options =
        WireMockConfiguration.options().asynchronousResponseEnabled(true);
    return new WireMockServer(port == 0 ? options.dynamicPort() : options.port(port));
  }

  WireMockServer another() {
    WireMockServer server = newServer(0);
    server.start();
    others.add(server);
    healthy(server);
    return server;
  }

  static void healthy(WireMockServer server) {
    server.stubFor(get(urlEqualTo("/v1/models")).willReturn(aResponse().withStatus(200)));
  }

  static MappingBuilder reading() {
    return post(anyUrl()).withRequestBody(containing("image_url"));
  }

  static MappingBuilder grading() {
    return post(anyUrl()).withRequestBody(notContaining("image_url"));
  }

  static void reads(WireMockServer server, ResponseDefinitionBuilder answer) {
    server.stubFor(reading().willReturn(answer));
  }

  static void grades(WireMockServer server, ResponseDefinitionBuilder answer) {
    server.stubFor(grading().willReturn(answer));
  }

  static ResponseDefinitionBuilder says(String content) {
    return aResponse().withBody(completion(content, "stop"));
  }

  static String completion(String content, String finish) {
    var root = JSON.createObjectNode().put("model", "medgemma-q8");
    var choice = root.putArray("choices").addObject().put("finish_reason", finish);
    choice.putObject("message").put("content", content);
    root.putObject("usage").put("prompt_tokens", 900).put("completion_tokens", 40);
    return root.toString();
  }

  static OpenAiOptions endpoint(int port) {
    return OpenAiOptions.builder(
            URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"), "medgemma")
        .build();
  }

  static AnalysisOptions options(Duration deadline) {
    return new AnalysisOptions(
        1,
        deadline,
        3,
        Duration.ofMillis(20),
        Duration.ofMillis(150),
        Duration.ofMinutes(5),
        3,
        3,
        5,
        null);
  }

  /** Runs the stage with vision model and report reader at each port, in this order. */
  AnalysisStage start(AnalysisOptions options, int... ports) {
    List<VisionModel> models = new ArrayList<>();
    List<ReportReader> readers = new ArrayList<>();
    for (int port : ports) {
      models.add(new OpenAiVisionModel(endpoint(port)));
      readers.add(new OpenAiReportReader(endpoint(port)));
    }
    return start(options, models, readers);
  }

  AnalysisStage start() {
    return start(options(Duration.ofSeconds(30)), primary.port());
  }

  AnalysisStage start(
      AnalysisOptions options, List<VisionModel> models, List<ReportReader> readers) {
    AnalysisStage made =
        new AnalysisStage(
            store,
            this::found,
            Member.local(models),
            Member.local(readers),
            options,
            REGIONS,
            new Discretion(new ExamsInHand(), Map.of()),
            exam -> exam,
            new Suspension(store),
            UUID.randomUUID().toString(),
            Clock.systemUTC());
    stage = made;
    made.start();
    return made;
  }

  /** Delays a worker. */
  interface Hindrance {
    void await() throws InterruptedException;
  }

  private Path found(String uid) throws IOException {
    try {
      beforePicture.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return pictures.resolve(uid + ".png");
  }

  Path picture(String uid) {
    return folder.resolve(uid + ".png");
  }

  /** A queued exam with a picture of its own, one day after the one before. */
  String queued(Patient patient, String protocol, String region) throws IOException {
    int n = ++exams;
    String uid = "1.2.3." + n;
    Files.write(picture(uid), png("picture number " + n + " of the test"));
    store.add(
        new NewExam(
            uid,
            patient,
            LocalDateTime.of(2026, 3, 1, 8, 0).plusDays(n),
            protocol,
            region,
            "frontal",
            "CR",
            "1.2.3.500." + n,
            "1.2.3.600." + n,
            null,
            "1.2.840.10008.1.2.1",
            "00",
            1,
            "CR1",
            Set.of(),
            Instant.now()));
    store.prepared(uid, new PictureOutcome(ExamStatus.QUEUED, null, "00", 1));
    wake();
    return uid;
  }

  String queued() throws IOException {
    return queued(
        new Patient("P" + (7_000 + exams), null, "POP Ana", null, null), "Torace", "chest");
  }

  void requeue(String uid) {
    store.requeue(uid, Instant.now());
    wake();
  }

  private void wake() {
    if (stage != null) {
      stage.wake();
    }
  }

  /** A PNG as far as its header goes. */
  static byte[] png(String content) {
    byte[] rest = content.getBytes(StandardCharsets.UTF_8);
    ByteBuffer png = ByteBuffer.allocate(24 + rest.length);
    png.putLong(0x89504E470D0A1A0AL).putInt(13).putInt(0x49484452).putInt(640).putInt(480);
    return png.put(rest).array();
  }

  Exam exam(String uid) {
    return store.exam(uid).orElseThrow();
  }

  /** Waits for a status and returns the exam; a test's time-out ends it. */
  Exam await(String uid, ExamStatus status) throws InterruptedException {
    while (exam(uid).status() != status) {
      Thread.sleep(10);
    }
    return exam(uid);
  }

  /** Waits until the server has been asked so often about a picture. */
  void awaitReadings(WireMockServer server, int count) throws InterruptedException {
    while (readings(server).size() < count) {
      Thread.sleep(10);
    }
  }

  static List<LoggedRequest> readings(WireMockServer server) {
    return questions(server).stream()
        .filter(r -> r.getBodyAsString().contains("image_url"))
        .toList();
  }

  static List<LoggedRequest> questions(WireMockServer server) {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .filter(r -> r.getMethod().equals(RequestMethod.POST))
        .toList();
  }

  void stopStage() {
    if (stage != null) {
      stage.close();
    }
  }

  @Override
  public void close() {
    stopStage();
    primary.stop();
    others.forEach(WireMockServer::stop);
    store.close();
  }
}
