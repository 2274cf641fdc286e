/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.ntfy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.Settings;
import org.xrayvision.spi.TransientBackendException;

/** What an ntfy server is sent, and what its answers mean. */
class NtfyNotifierTest {
  private static final String TOPIC = "/xrays-8f2Q";
  private static final Instant AT = Instant.parse("2026-03-02T10:15:30Z");
  private static final String TAKEN = "{\"id\":\"hwQ2YpKdmg\",\"event\":\"message\"}";

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  @BeforeEach
  void start() {
    server.start();
    answer(aResponse().withBody(TAKEN));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private void answer(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  private NtfyNotifier notifier(String... settings) {
    Map<String, String> texts = new HashMap<>();
    texts.put("url", server.baseUrl() + TOPIC);
    texts.put("time_zone", "Europe/Bucharest");
    for (int i = 0; i < settings.length; i += 2) {
      texts.put(settings[i], settings[i + 1]);
    }
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new NtfyNotifier(
        NtfyOptions.of(Settings.of(NtfyOptions.SCHEMA, texts)), http, Clock.systemUTC());
  }

  private static Alert alert(int severity, String region) {
    return alert(severity, region, 1, false, null, null);
  }

  private static Alert alert(
      int severity,
      String region,
      int findings,
      boolean escalation,
      @Nullable String detail,
      @Nullable Picture picture) {
    return new Alert(
        "0f3a9",
        AT,
        severity,
        region,
        URI.create("https://x.example.org/alerts/0f3a9"),
        detail,
        Deadline.in(Duration.ofMinutes(1)),
        findings,
        escalation,
        picture);
  }

  private LoggedRequest sent() {
    List<LoggedRequest> requests = server.findAll(anyRequestedFor(anyUrl()));
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  @Test
  void aFindingHasTitlePriorityTagsLinkAndAnIdThatClientsReplaceBy() {
    notifier().send(alert(8, "chest"));

    LoggedRequest request = sent();
    assertThat(request.getUrl()).isEqualTo(TOPIC);
    assertThat(request.getMethod().getName()).isEqualTo("POST");
    assertThat(request.getHeader("Title")).isEqualTo("Severity 8 of 10: chest");
    assertThat(request.getHeader("Priority")).isEqualTo("4");
    assertThat(request.getHeader("Tags")).isEqualTo("warning,chest");
    assertThat(request.getHeader("Click")).isEqualTo("https://x.example.org/alerts/0f3a9");
    assertThat(request.getHeader("X-Sequence-ID")).isEqualTo("0f3a9");
    assertThat(request.containsHeader("Authorization")).isFalse();
    assertThat(request.getBodyAsString())
        .contains("Positive finding of 2026-03-02 12:15.")
        .contains("no diagnosis without a radiologist");
  }

  @ParameterizedTest
  @CsvSource({"2,2", "5,3", "6,3", "7,4", "8,4", "9,5", "10,5"})
  void priorityFollowsSeverity(int severity, String priority) {
    notifier().send(alert(severity, ""));

    assertThat(sent().getHeader("Priority")).isEqualTo(priority);
    assertThat(sent().getHeader("Title")).isEqualTo("Severity " + severity + " of 10");
  }

  private static @Nullable Throwable checked(NtfyNotifier notifier) {
    return catchThrowable(() -> notifier.checkDelivery(Deadline.in(Duration.ofSeconds(10))));
  }

  @Test
  void whetherTheServerIsWellIsAskedOfItselfAndTheTopicIsToldNothing() {
    NtfyNotifier notifier = notifier();
    answer(aResponse().withBody("{\"healthy\":true}"));
    assertThat(checked(notifier)).isNull();
    assertThat(sent().getUrl()).isEqualTo("/v1/health");
    assertThat(sent().getMethod().getName()).isEqualTo("GET");
    assertThat(sent().getBody()).isEmpty();

    answer(aResponse().withBody("{\"healthy\":false}"));
    assertThat(checked(notifier)).hasMessageContaining("not well").hasMessageNotContaining("8f2Q");
    answer(aResponse().withBody("<html>Log in</html>"));
    assertThat(checked(notifier)).hasMessageContaining("no server of ntfy");
    answer(aResponse().withStatus(404));
    assertThat(checked(notifier)).hasMessageContaining("answered 404 (check the address)");
    server.stop();
    assertThat(checked(notifier)).hasMessageContaining("cannot be reached");
  }

  @Test
  void anEscalationIsUrgentAndSaysWhatItIs() {
    notifier().send(alert(5, "chest", 1, true, null, null));

    assertThat(sent().getHeader("Title")).isEqualTo("Not acknowledged: Severity 5 of 10: chest");
    assertThat(sent().getHeader("Priority")).isEqualTo("5");
  }

  @Test
  void severalFindingsAreOneMessage() {
    notifier().send(alert(9, "", 18, false, null, null));

    assertThat(sent().getHeader("Title")).isEqualTo("18 findings, up to 9 of 10");
    assertThat(sent().getBodyAsString()).startsWith("18 positive findings since 2026-03-02 12:15.");
  }

  @Test
  void whatIsNoAsciiAndLineBreaksDoNotBreakTheHeaders() {
    notifier().send(alert(8, "coloană\r\nX-Evil: 1"));

    String title = sent().getHeader("Title");
    assertThat(title).startsWith("=?UTF-8?B?").endsWith("?=");
    byte[] bytes = Base64.getDecoder().decode(title.substring(10, title.length() - 2));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo("Severity 8 of 10: coloană X-Evil: 1");
    assertThat(sent().containsHeader("X-Evil")).isFalse();
  }

  @Test
  void detailsAreInTheBodyAndThePictureIsAttached() {
    Picture picture = Picture.of(new byte[] {1, 2, 3}, 1, 1, "frontal");
    notifier().send(alert(8, "chest", 1, false, "Popescu Ion · Torace", picture));

    LoggedRequest request = sent();
    assertThat(request.getMethod().getName()).isEqualTo("PUT");
    assertThat(request.getBody()).containsExactly(1, 2, 3);
    assertThat(request.getHeader("Filename")).isEqualTo("xray.png");
    assertThat(request.getHeader("Message")).startsWith("=?UTF-8?B?");
  }

  @Test
  void aTokenOrANameAndPasswordLetItIn() {
    notifier("token", "tk_secret").send(alert(8, "chest"));
    assertThat(sent().getHeader("Authorization")).isEqualTo("Bearer tk_secret");

    server.resetRequests();
    notifier("username", "xray", "password", "pässword").send(alert(8, "chest"));
    String pair =
        Base64.getEncoder().encodeToString("xray:pässword".getBytes(StandardCharsets.UTF_8));
    assertThat(sent().getHeader("Authorization")).isEqualTo("Basic " + pair);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 404, 429, 503, 507})
  void aServerThatDoesNotTakeAnyMessageNowIsAnOutage(int status) {
    answer(aResponse().withStatus(status).withHeader("Retry-After", "30"));

    assertThatThrownBy(() -> notifier().send(alert(8, "chest")))
        .isInstanceOfSatisfying(
            TransientBackendException.class,
            e -> {
              assertThat(e.isOutage()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(30));
              assertThat(e.getMessage()).contains("answered " + status).doesNotContain(TOPIC);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 422})
  void aMessageThatItWillNeverTakeIsOverForGood(int status) {
    answer(aResponse().withStatus(status));

    assertThatThrownBy(() -> notifier().send(alert(8, "chest")))
        .isInstanceOf(PermanentBackendException.class)
        .hasMessageContaining("answered " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>log in</html>", "{\"ok\":true}", "{\"id\":5}", "[]"})
  void whatIsNoMessageOfNtfyIsTriedAgain(String body) {
    answer(aResponse().withBody(body));

    Throwable thrown = catchThrowable(() -> notifier().send(alert(8, "chest")));
    assertThat(thrown)
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://ntfy.example/", "http://ntfy.example/a/b.c", "http://ntfy.example/t?x=1"})
  void anAddressWithoutATopicIsRefused(String url) {
    assertThatThrownBy(() -> NtfyOptions.of(Settings.of(NtfyOptions.SCHEMA, Map.of("url", url))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoWaysInOrHalfOfOneAreRefused() {
    assertThatThrownBy(() -> notifier("token", "t", "username", "u"))
        .hasMessageContaining("token and username");
    assertThatThrownBy(() -> notifier("password", "p")).hasMessageContaining("without username");
  }

  @Test
  void neitherTopicNorSecretIsShown() {
    NtfyNotifier notifier = notifier("token", "tk_secret");

    assertThat(notifier.displayName() + notifier)
        .startsWith("ntfy at ")
        .doesNotContain(TOPIC)
        .doesNotContain("tk_secret");
    assertThat(NtfyOptions.SCHEMA.get(0).secret()).isTrue();
  }
}
