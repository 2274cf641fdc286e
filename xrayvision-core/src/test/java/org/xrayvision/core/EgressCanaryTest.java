/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.plugin.PluginJar;
import org.xrayvision.spi.VisionAnswer;

/**
 * A patient who is everywhere, models outside the house, and what of her they are sent: nothing.
 */
@Timeout(180)
class EgressCanaryTest {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{12,}={0,2}");
  private static final int DIGITS = 4;

  @TempDir private Path folder;
  private final List<WireMockServer> servers = new ArrayList<>();
  private final WireMockServer outside = server();
  private final WireMockServer inside = server();

  private WireMockServer server() {
    WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    servers.add(server);
    server.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"model\":\"m\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{"
                            + "\"content\":\""
                            + CanaryPatient.ANSWER
                            + "\"}}]}")));
    return server;
  }

  @AfterEach
  void stop() {
    servers.forEach(WireMockServer::stop);
  }

  private static PluginUse openai(WireMockServer server) {
    String url = "http://127.0.0.1:" + server.port() + "/v1/chat/completions";
    return PluginUse.of("openai").with("url", url).with("model", "m");
  }

  private XRayVisionBuilder builder(@Nullable List<BurnedInRegion> burnedIn) {
    IngestOptions site = IngestOptions.defaults();
    IngestOptions options =
        new IngestOptions(
            site.sopClasses(),
            site.modalities(),
            site.fallbackCharacterSet(),
            site.timeZone(),
            true,
            0,
            0,
            Map.of(CanaryPatient.SENDER, new SourceOptions(null, null, null, null, burnedIn)));
    AnalysisOptions slow = AnalysisOptions.defaults();
    AnalysisOptions quick =
        new AnalysisOptions(
            1,
            Duration.ofSeconds(20),
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            slow.lease(),
            3,
            3,
            5,
            null);
    return XRayVision.builder().dataDirectory(folder).ingestOptions(options).analysisOptions(quick);
  }

  /** Offers one of her exams, its clinical information known already; waits for its end. */
  private Exam read(XRayVision engine, int exam) throws Exception {
    CanaryPatient.putReport(database(), exam, null, CanaryPatient.CLINICAL);
    engine.ingest(
        CanaryPatient.object(exam), new IngestSource(CanaryPatient.SENDER, "127.0.0.1:104"));
    String uid = CanaryPatient.uid(exam);
    while (true) {
      Exam now = engine.exam(uid).orElseThrow().exam();
      if (now.status() == ExamStatus.DONE || now.status() == ExamStatus.ERROR) {
        return now;
      }
      Thread.sleep(10);
    }
  }

  private Path database() {
    return folder.resolve("xrayvision.db");
  }

  private static List<LoggedRequest> questions(WireMockServer server) {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .filter(request -> request.getMethod().equals(RequestMethod.POST))
        .toList();
  }

  /** All that came over the wire, health checks too: as it came, and with base64 decoded. */
  private static String wire(WireMockServer server) {
    StringBuilder all = new StringBuilder();
    for (LoggedRequest request : server.findAll(anyRequestedFor(anyUrl()))) {
      String body = new String(request.getBody(), StandardCharsets.UTF_8);
      all.append(request.getUrl()).append('\n').append(request.getHeaders()).append('\n');
      Matcher m = BASE64.matcher(body);
      while (m.find()) {
        String text = m.group().replace("=", "");
        String whole = text.substring(0, text.length() - text.length() % DIGITS);
        all.append(new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1));
      }
      all.append('\n').append(body).append('\n');
    }
    String plain = Normalizer.normalize(all, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return plain.toLowerCase(Locale.ROOT);
  }

  private static BufferedImage sentPicture(LoggedRequest question) throws IOException {
    Matcher m =
        Pattern.compile("data:image/png;base64,([A-Za-z0-9+/=]+)")
            .matcher(question.getBodyAsString());
    assertThat(m.find()).isTrue();
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(m.group(1))));
  }

  private static BufferedImage ownPicture(XRayVision engine, int exam) throws IOException {
    return ImageIO.read(engine.picture(CanaryPatient.uid(exam)).orElseThrow().toFile());
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  /** Black where her name is burned in, and the hospital's own picture elsewhere. */
  private static void assertBlanked(BufferedImage sent, BufferedImage own) {
    int bright = 0;
    for (int y = 0; y < CanaryPatient.HEIGHT; y++) {
      for (int x = 0; x < CanaryPatient.WIDTH; x++) {
        boolean label = x < CanaryPatient.WIDTH / 2 && y < CanaryPatient.HEIGHT / 10;
        boolean edge = !label && x <= CanaryPatient.WIDTH / 2 && y <= CanaryPatient.HEIGHT / 10;
        if (!edge) {
          assertThat(grey(sent, x, y)).as("%d, %d", x, y).isEqualTo(label ? 0 : grey(own, x, y));
        }
        bright += label && grey(own, x, y) > 200 ? 1 : 0;
      }
    }
    assertThat(bright).as("burned in, in the hospital's own picture").isGreaterThan(1_000);
  }

  @Test
  void visionModelOutsideIsSentNothingOfThePatient() throws Exception {
    try (XRayVision engine =
        builder(List.of(CanaryPatient.BURNED_IN)).visionModel(openai(outside).external()).build()) {
      engine.start();
      assertThat(read(engine, 1).status()).isEqualTo(ExamStatus.DONE);
      CanaryPatient.putReport(database(), 1, CanaryPatient.PRIOR, CanaryPatient.CLINICAL);
      assertThat(read(engine, 2).status()).isEqualTo(ExamStatus.DONE);
      engine.requeue(CanaryPatient.uid(2));
      while (questions(outside).size() < 3) {
        Thread.sleep(10);
      }

      String wire = wire(outside);
      assertThat(wire).contains("dispnee", "opacitate bazala", "1 day earlier", "previous report");
      assertThat(wire).contains("40 years old woman", "[name]", "[id]", "[date]", "[phone]");
      assertThat(wire).doesNotContain(CanaryPatient.SECRETS);
      for (LoggedRequest question : questions(outside)) {
        assertBlanked(sentPicture(question), ownPicture(engine, 1));
      }
    }
  }

  @Test
  void withoutAWordOnItsSenderNothingIsSentAndTheExamSaysWhy() throws Exception {
    try (XRayVision engine = builder(null).visionModel(openai(outside).external()).build()) {
      engine.start();
      Exam exam = read(engine, 1);
      assertThat(exam.status()).isEqualTo(ExamStatus.ERROR);
      assertThat(exam.detail()).contains("was not sent", "burned_in_regions", CanaryPatient.SENDER);
      assertThat(questions(outside)).isEmpty();
      assertThat(wire(outside)).doesNotContain(CanaryPatient.SECRETS);
    }
  }

  @Test
  void modelInsideIsAskedInItsPlaceAndSeesThePictureAsItIs() throws Exception {
    try (XRayVision engine =
        builder(null).visionModel(openai(outside).external(), openai(inside)).build()) {
      engine.start();
      assertThat(read(engine, 1).status()).isEqualTo(ExamStatus.DONE);
      assertThat(questions(outside)).isEmpty();
      BufferedImage sent = sentPicture(questions(inside).get(0));
      BufferedImage own = ownPicture(engine, 1);
      assertThat(sent.getRaster().getPixels(0, 0, sent.getWidth(), sent.getHeight(), (int[]) null))
          .isEqualTo(
              own.getRaster().getPixels(0, 0, own.getWidth(), own.getHeight(), (int[]) null));
    }
  }

  @Test
  void shadowOutsideIsSentNothingOfThePatient() throws Exception {
    try (XRayVision engine =
        builder(List.of(CanaryPatient.BURNED_IN))
            .visionModel(openai(inside))
            .shadowModel(openai(outside).external())
            .build()) {
      engine.start();
      assertThat(read(engine, 1).status()).isEqualTo(ExamStatus.DONE);
      while (questions(outside).isEmpty()) {
        Thread.sleep(10);
      }
      assertThat(wire(outside)).contains("dispnee").doesNotContain(CanaryPatient.SECRETS);
      assertBlanked(sentPicture(questions(outside).get(0)), ownPicture(engine, 1));
    }
  }

  /** Delivers all that it is given, as somebody may who means no harm. */
  private void installNotifier() throws IOException {
    String source =
        """
        package acme;
        import java.net.http.*;
        import java.util.*;
        import org.xrayvision.spi.*;
        public final class Factory implements NotifierFactory {
          public String id() { return "acme"; }
          public String version() { return "1.0"; }
          public int spiVersion() { return Spi.VERSION; }
          public List<SettingSpec> settings() {
            return List.of(SettingSpec.optional("url", SettingType.URL, "Where."));
          }
          public Notifier create(Settings settings, PluginContext context) {
            return alert -> {
              String all = alert + " " + alert.detail() + " " + alert.link();
              String picture = Base64.getEncoder().encodeToString(alert.picture().png());
              HttpRequest request =
                  HttpRequest.newBuilder(settings.url("url").orElseThrow())
                      .POST(HttpRequest.BodyPublishers.ofString(
                          all + " data:image/png;base64," + picture))
                      .build();
              try {
                context.httpClient().send(request, HttpResponse.BodyHandlers.discarding());
              } catch (Exception e) {
                throw TransientBackendException.failure("not delivered", null, e);
              }
            };
          }
        }
        """;
    new PluginJar()
        .source("acme.Factory", source)
        .service("org.xrayvision.spi.NotifierFactory", "acme.Factory")
        .writeTo(folder.resolve("plugins/acme/acme.jar"));
  }

  private static PluginUse acme(WireMockServer server) {
    return PluginUse.of("acme").with("url", "http://127.0.0.1:" + server.port() + "/alerts");
  }

  @Test
  void notifierOutsideIsToldOfTheFindingAndNothingOfThePatient() throws Exception {
    installNotifier();
    AlertOptions everything =
        AlertOptions.defaults().withContent(URI.create("https://x.example.org/"), true, true);
    try (XRayVision engine =
        builder(List.of(CanaryPatient.BURNED_IN))
            .visionModel(
                request -> VisionAnswer.builder().text(CanaryPatient.ANSWER).severity(9).build())
            .alertOptions(everything)
            .notifier(acme(outside).external(), acme(inside))
            .build()) {
      engine.start();
      assertThat(read(engine, 1).status()).isEqualTo(ExamStatus.DONE);
      while (questions(outside).isEmpty() || questions(inside).isEmpty()) {
        Thread.sleep(10);
      }

      assertThat(wire(inside)).as("the site wants details").contains("canarescu");
      assertThat(wire(outside)).contains("severity=9", "region=chest", "x.example.org/alerts/");
      assertThat(wire(outside)).doesNotContain(CanaryPatient.SECRETS);
      assertBlanked(sentPicture(questions(outside).get(0)), ownPicture(engine, 1));
    }
  }

  @Test
  void reportReaderOutsideIsSentTheReportWithoutThePatient() throws Exception {
    WireMockServer grader = server();
    grader.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withBody(
                        "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":"
                            + "\"{\\\"severity\\\": 7, \\\"confidence\\\": 80,"
                            + " \\\"summary\\\": \\\"pneumonia\\\"}\"}}]}")));
    try (XRayVision engine =
        builder(null).visionModel(openai(inside)).reportReader(openai(grader).external()).build()) {
      engine.start();
      Exam exam = read(engine, 1);
      assertThat(exam.aiReport()).isNotNull();
      assertThat(exam.aiReport().severity()).isEqualTo(7);
      assertThat(questions(grader)).hasSize(1);
      assertThat(wire(grader)).contains("opacity", "pneumonia", "[name]", "[id]", "[date]");
      assertThat(wire(grader)).doesNotContain(CanaryPatient.SECRETS).doesNotContain("image_url");
    }
  }
}
