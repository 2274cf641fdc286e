/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionRequest;

@Timeout(120)
class OpenAiVisionModelTest {
  private static final byte[] PNG = "not really a picture".getBytes(StandardCharsets.UTF_8);
  private static final String KEY = "sk-secret-0123456789";
  private static final String REPORT = "FINDINGS:\nClear lungs.\n\nIMPRESSION:\nNormal.";

  @RegisterExtension private final ChatServer server = new ChatServer();

  private static VisionRequest request(Duration deadline) {
    return VisionRequest.builder()
        .pictures(List.of(Picture.of(PNG, 10, 20, "frontal")))
        .prompt(new Prompt("You are a radiologist.", "Is there anything in the left lung?", "v1"))
        .region("chest")
        .deadline(Deadline.in(deadline))
        .build();
  }

  private VisionAnswer read(OpenAiOptions.Builder options, Duration deadline) {
    try (OpenAiVisionModel model = new OpenAiVisionModel(options.build())) {
      return model.read(request(deadline));
    }
  }

  private VisionAnswer read() {
    return read(server.options(), Duration.ofMinutes(1));
  }

  private TransientBackendException transientFault() {
    return catchThrowableOfType(TransientBackendException.class, this::read);
  }

  @Test
  void sendsSystemTextQuestionAndPicture() throws IOException {
    server.says(REPORT);
    read(
        server.options().apiKey(KEY).maxTokens(300).userAgent("XRayVision/1"),
        Duration.ofMinutes(1));

    JsonNode question = server.question(0);
    assertThat(question.at("/model").asText()).isEqualTo("medgemma-4b-it");
    assertThat(question.at("/max_tokens").asInt()).isEqualTo(300);
    assertThat(question.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(question.at("/messages/0/content").asText()).isEqualTo("You are a radiologist.");
    assertThat(question.at("/messages/1/role").asText()).isEqualTo("user");
    assertThat(question.at("/messages/1/content/0/text").asText()).contains("left lung");
    String url = question.at("/messages/1/content/1/image_url/url").asText();
    assertThat(url).startsWith("data:image/png;base64,");
    assertThat(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1))).isEqualTo(PNG);
    var sent = server.requests().get(0);
    assertThat(sent.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(sent.getHeader("User-Agent")).isEqualTo("XRayVision/1");
    assertThat(sent.containsHeader("Upgrade")).as("an offer of h2c").isFalse();
  }

  @Test
  void sendsNoSamplingParameterThatIsNotConfigured() throws IOException {
    server.says(REPORT);
    read();
    assertThat(server.question(0).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("model", "max_tokens", "stream", "messages");
    assertThat(server.requests().get(0).containsHeader("Authorization")).isFalse();
  }

  @Test
  void sendsConfiguredSamplingParametersWithTheirTypes() throws IOException {
    server.says(REPORT);
    read(
        server
            .options()
            .parameter("temperature", "0.1")
            .parameter("top_k", "40")
            .parameter("cache_prompt", "true")
            .parameter("keep_alive", "\"5m\""),
        Duration.ofMinutes(1));
    JsonNode question = server.question(0);
    assertThat(question.at("/temperature").isDouble()).isTrue();
    assertThat(question.at("/top_k").isInt()).isTrue();
    assertThat(question.at("/cache_prompt").isBoolean()).isTrue();
    assertThat(question.at("/keep_alive").asText()).isEqualTo("5m");
  }

  @Test
  void answersTextModelAndUsage() {
    server.says(REPORT);
    VisionAnswer answer = read();
    assertThat(answer.text()).isEqualTo(REPORT);
    assertThat(answer.model()).isEqualTo("medgemma-4b-it-q8");
    assertThat(answer.usage().prompt()).isEqualTo(700);
    assertThat(answer.usage().completion()).isEqualTo(50);
    assertThat(answer.truncated()).isFalse();
    assertThat(answer.rawAnswer()).contains("\"choices\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>The lung {is} clear, I think.</think>\n" + REPORT,
        "so the lung is clear.\n</think>\n\n" + REPORT,
        "<unused94>thought\nhm<unused95>" + REPORT,
        "```\n" + REPORT + "\n```",
        "```markdown\n" + REPORT + "\n```\n",
        "\n\n" + REPORT + "\u0000\n   \n"
      })
  void freesTheReportOfWhatIsWrappedAroundIt(String content) {
    server.says(content);
    assertThat(read().text()).isEqualTo(REPORT);
  }

  @Test
  void tellsAnAnswerCutAtTheTokenLimit() {
    server.answersStatus(200, ChatServer.completion("FINDINGS:\nThe lungs are", "length"));
    assertThat(read().truncated()).isTrue();
    assertThat(read().text()).endsWith("The lungs are");
  }

  @Test
  void takesAListOfParts() {
    server.answersStatus(
        200,
        "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"Clear.\"}]}}]}");
    VisionAnswer answer = read();
    assertThat(answer.text()).isEqualTo("Clear.");
    assertThat(answer.model()).isNull();
    assertThat(answer.usage().prompt()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "null",
        "[]",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":null}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"  \\n \"}}]}",
        "{\"choices\":[{\"message\":{\"content\":\"<think>for ever\"},\"finish_reason\":\"length\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"content_filter\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"Clear"
      })
  void anUnusableAnswerIsAFailureThatCounts(String body) {
    server.answersStatus(200, body);
    TransientBackendException fault = transientFault();
    assertThat(fault.isOutage()).isFalse();
    assertThat(fault.rawAnswer()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 429, 503})
  void theEndpointsOwnRefusalsAreOutages(int status) {
    server.answersStatus(status, "{\"error\":{\"message\":\"not now\"}}");
    TransientBackendException fault = transientFault();
    assertThat(fault.isOutage()).isTrue();
    assertThat(fault).hasMessageContaining("answered " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504, 408})
  void serverErrorsAreFailuresThatCount(int status) {
    server.answersStatus(status, "{\"error\":{\"message\":\"slot failed\"}}");
    TransientBackendException fault = transientFault();
    assertThat(fault.isOutage()).isFalse();
    assertThat(fault).hasMessageContaining("answered " + status + ": slot failed");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void whatTheServerWillNeverTakeIsPermanent(int status) {
    server.answersStatus(status, "{\"error\":{\"message\":\"the context is too long\"}}");
    assertThat(catchThrowableOfType(PermanentBackendException.class, this::read))
        .hasMessageContaining("answered " + status + ": the context is too long");
  }

  @ParameterizedTest
  @CsvSource({"30, 30", "0, 0", "soon, -1", "'Fri, 01 Jan 2010 00:00:00 GMT', 0"})
  void readsRetryAfter(String header, long seconds) {
    server.answers(aResponse().withStatus(429).withHeader("Retry-After", header));
    assertThat(transientFault().retryAfter().map(Duration::toSeconds).orElse(-1L))
        .isEqualTo(seconds);
  }

  @Test
  void aRefusedConnectionIsAnOutage() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var options =
        OpenAiOptions.builder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"), "m");
    var fault =
        catchThrowableOfType(
            TransientBackendException.class, () -> read(options, Duration.ofSeconds(5)));
    assertThat(fault.isOutage()).isTrue();
    assertThat(fault)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void anUnknownHostIsAnOutage() {
    var options =
        OpenAiOptions.builder(URI.create("http://nowhere.invalid/v1/chat/completions"), "m");
    var fault =
        catchThrowableOfType(
            TransientBackendException.class, () -> read(options, Duration.ofSeconds(15)));
    assertThat(fault.isOutage()).isTrue();
  }

  @Test
  void silenceEndsAtTheDeadlineAndCounts() {
    server.answers(aResponse().withFixedDelay(8_000));
    assertEndsAtDeadline();
  }

  @Test
  void aDrippingBodyEndsAtTheDeadlineAndCounts() {
    server.answers(
        aResponse()
            .withBody(ChatServer.completion(REPORT, "stop"))
            .withChunkedDribbleDelay(50, 8_000));
    assertEndsAtDeadline();
  }

  private void assertEndsAtDeadline() {
    long start = System.nanoTime();
    var fault =
        catchThrowableOfType(
            TransientBackendException.class, () -> read(server.options(), Duration.ofMillis(500)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
    assertThat(fault.isOutage()).isFalse();
    assertThat(fault).hasMessageContaining("deadline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK", "EMPTY_RESPONSE"})
  void aConnectionThatBreaksIsAFailureThatCounts(String fault) {
    server.answers(aResponse().withFault(Fault.valueOf(fault)));
    assertThat(transientFault().isOutage()).isFalse();
  }

  @Test
  void anAnswerThatIsTooLargeIsGivenUp() {
    server.says("x".repeat(200_000));
    var fault =
        catchThrowableOfType(
            TransientBackendException.class,
            () -> read(server.options().maxAnswerBytes(100_000), Duration.ofMinutes(1)));
    assertThat(fault.isOutage()).isFalse();
    assertThat(fault).hasMessageContaining("more than 100000 bytes");
  }

  @Test
  void anInterruptEndsTheCall() throws InterruptedException {
    server.answers(aResponse().withFixedDelay(8_000));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller = new Thread(() -> thrown.set(catchThrowable(this::read)));
    caller.start();
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    caller.join();
    assertThat(thrown.get())
        .isInstanceOf(TransientBackendException.class)
        .hasMessageContaining("interrupted");
  }

  @Test
  void quotesTheServerBrieflyAndNeverKeyOrQuestion() {
    server.answersStatus(
        400, "{\"error\":{\"message\":\"bad input: Is there anything in the left lung?\"}}");
    assertThat(catchThrowableOfType(PermanentBackendException.class, this::readWithKey))
        .hasMessageEndingWith("answered 400");

    server.answersStatus(
        422, "{\"detail\":[{\"msg\":\"" + "long ".repeat(200) + "\",\"input\":\"" + KEY + "\"}]}");
    var fault = catchThrowableOfType(PermanentBackendException.class, this::readWithKey);
    assertThat(fault.getMessage()).hasSizeLessThan(300).contains("long long");
    assertThat(fault.rawAnswer()).doesNotContain(KEY);

    server.answersStatus(
        401, "{\"error\":{\"message\":\"Incorrect API key provided: sk-secr***789\"}}");
    assertThat(catchThrowableOfType(TransientBackendException.class, this::readWithKey))
        .hasMessageContaining("check the API key")
        .hasMessageNotContaining("sk-");

    server.answersStatus(200, ChatServer.completion("Clear, says " + KEY, "stop"));
    assertThat(readWithKey().rawAnswer()).doesNotContain(KEY);
  }

  private VisionAnswer readWithKey() {
    return read(server.options().apiKey(KEY), Duration.ofMinutes(1));
  }

  @Test
  void theHealthCheckGetsTheListOfModelsWithTheKey() {
    server.answersStatus(200, "{\"data\":[]}");
    try (var model = new OpenAiVisionModel(server.options().apiKey(KEY).build())) {
      model.checkHealth(Deadline.in(Duration.ofSeconds(5)));
    }
    var sent = server.requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/v1/models");
    assertThat(sent.getMethod().getName()).isEqualTo("GET");
    assertThat(sent.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 500, 503})
  void anUnhealthyEndpointIsAnOutage(int status) {
    server.answersStatus(status, "");
    assertThat(healthFault(Duration.ofSeconds(5)).isOutage()).isTrue();
  }

  @Test
  void aHealthCheckThatHangsIsAnOutage() {
    server.answers(aResponse().withFixedDelay(5_000));
    assertThat(healthFault(Duration.ofMillis(300)).isOutage()).isTrue();
  }

  @Test
  void anEndpointWithoutAListOfModelsIsHealthy() {
    server.answersStatus(404, "");
    assertThat(healthFault(Duration.ofSeconds(5))).isNull();
  }

  private TransientBackendException healthFault(Duration deadline) {
    try (var model = new OpenAiVisionModel(server.options().build())) {
      return catchThrowableOfType(
          TransientBackendException.class, () -> model.checkHealth(Deadline.in(deadline)));
    }
  }
}
