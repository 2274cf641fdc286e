/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;

/** By which names, and through whom, the server lets itself be asked, as it is configured. */
@Timeout(120)
class DoorTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String LOGIN = "{\"user\":\"admin\",\"password\":\"" + PASSWORD + "\"}";
  private static final String BASIC =
      "Authorization: Basic "
          + Base64.getEncoder()
              .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

  @TempDir private Path data;
  private @Nullable Server server;

  private void start(String dashboard) throws IOException {
    Files.writeString(
        data.resolve("local.cfg"),
        """
        [dicom]
        AE_PORT = 0
        dicom_address = 127.0.0.1
        [openai]
        OPENAI_URL_PRIMARY = http://127.0.0.1:9/v1/chat/completions
        OPENAI_URL_SECONDARY =
        [dashboard]
        DASHBOARD_PORT = 0
        """
            + dashboard);
    server =
        Server.start(
            ConfigurationLoader.load(
                new ConfigurationSources(data, null, false, Map.of(), List.of())),
            PASSWORD,
            null);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The whole answer to a request by hand: no client lets one choose a Host. */
  private String ask(String method, String path, String host, String body, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    request.append("Host: ").append(host).append("\r\nConnection: close\r\n");
    if (!body.isEmpty()) {
      request.append("Content-Type: application/json\r\nContent-Length: ");
      request.append(body.length()).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("\r\n").append(body);
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), server.dashboard().getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String logIn(String host, String... headers) throws IOException {
    return ask("POST", "/api/login", host, LOGIN, headers);
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  private String log() throws IOException {
    return Files.readString(data.resolve("xrayvision.log"));
  }

  @Test
  void aPageOfAStrangeNameThatPointsHereCanNeitherLogInNorUseALogIn() throws IOException {
    start("metrics_from = 127.0.0.1\n");
    String host = "evil.example:" + server.dashboard().getPort();
    String cookie =
        logIn("localhost", "Origin: http://localhost")
            .replaceFirst("(?s).*Set-Cookie: ([^;]+);.*", "Cookie: $1");
    assertThat(status(ask("GET", "/api/me", "localhost", "", cookie))).isEqualTo(200);

    String refused = logIn(host, "Origin: http://" + host);

    assertThat(status(refused)).isEqualTo(421);
    assertThat(refused)
        .contains("application/problem+json", "\"title\":\"Misdirected Request\"")
        .contains("evil.example", "[dashboard] host_names", "\"code\":\"unknown_host\"")
        .doesNotContain("Set-Cookie");
    for (String path : List.of("/", "/api/me", "/images/1.2.3.png", "/ws", "/nothing")) {
      assertThat(status(ask("GET", path, host, "", cookie))).as(path).isEqualTo(421);
      assertThat(status(ask("GET", path, host, "", BASIC))).as(path).isEqualTo(421);
    }
    assertThat(status(ask("GET", "/metrics", host, ""))).isEqualTo(421);
    assertThat(status(ask("GET", "/metrics", "127.0.0.1", ""))).isEqualTo(200);
    assertThat(log()).containsOnlyOnce("evil.example");
  }

  @Test
  void whatAnybodyMayReadAndWhatAKeyAsksForIsAnsweredUnderAnyName() throws IOException {
    start("");

    for (String path : List.of("/health/live", "/health/ready", "/login.html", "/api/login")) {
      assertThat(status(ask("GET", path, "evil.example", ""))).as(path).isEqualTo(200);
    }
    assertThat(ask("GET", "/stats?days=7", "evil.example", ""))
        .as("a person is led to the log-in, which says what is wrong with the name")
        .contains(" 303 ", "Location: /login.html?next=%2Fstats%3Fdays%3D7");
    String key = "Authorization: Bearer xrv_no_such_key";
    assertThat(status(ask("GET", "/api/exams", "evil.example", "", key))).isEqualTo(401);
  }

  @Test
  void addressesAndNamesThatNobodyCanHaveOutsideAreTakenWithoutAWord() throws IOException {
    start("[notifications]\npublic_url = https://Xrays.Spital.example/\n");

    for (String host :
        List.of(
            "localhost",
            "127.0.0.1",
            "[::1]:8000",
            "192.0.2.7",
            "XRAYS:8000",
            "xrays.local",
            "xrays.spital.internal.",
            "xrays.spital.example:8000")) {
      assertThat(status(logIn(host))).as(host).isEqualTo(200);
    }
    for (String host : List.of("spital.example", "127.0.0.1.evil.example", "xrays.local.example")) {
      assertThat(status(logIn(host))).as(host).isEqualTo(421);
    }
  }

  @Test
  void namesOfTheConfigurationAreOurs() throws IOException {
    start("host_names = Xrays.Example, *.clinica.example, ștefan.example\n");

    for (String host :
        List.of("xrays.example", "a.clinica.example:8000", "xn--tefan-e9b.example")) {
      assertThat(status(logIn(host))).as(host).isEqualTo(200);
    }
    for (String host : List.of("clinica.example", "evilclinica.example", "a.xrays.example")) {
      assertThat(status(logIn(host))).as(host).isEqualTo(421);
    }
  }

  @Test
  void whoWantsItIsAskedByAnyName() throws IOException {
    start("host_names = *\n");

    assertThat(status(logIn("evil.example"))).isEqualTo(200);
  }

  @Test
  void aTrustedProxyThatHasTlsVouchesForTheNameAndNothingThatAPageWritesDoes() throws IOException {
    start("");
    String https = "X-Forwarded-Proto: https";

    assertThat(status(logIn("xr.example:443", https, "Origin: https://xr.example"))).isEqualTo(200);
    assertThat(status(logIn("xr.example", https, "Origin: http://xr.example"))).isEqualTo(421);
    assertThat(status(logIn("xr.example", "X-Forwarded-Host: localhost"))).isEqualTo(421);
  }

  @Test
  void aProxyOnThisMachineIsBelievedAsTheShippedFileSaysIt() throws IOException {
    start("metrics_from = 192.0.2.9\n");

    assertThat(status(ask("GET", "/metrics", "localhost", "", "X-Forwarded-For: 192.0.2.9")))
        .isEqualTo(200);
    assertThat(log()).doesNotContain("X-Forwarded-For");
  }

  @Test
  void thisMachineIsNotBelievedWhereItIsNoProxy() throws IOException {
    start("metrics_from = 192.0.2.9\ntrusted_proxies = 198.51.100.0/24\n");

    for (int i = 0; i < 3; i++) {
      assertThat(status(ask("GET", "/metrics", "localhost", "", "X-Forwarded-For: 192.0.2.9")))
          .isEqualTo(401);
    }
    assertThat(status(logIn("xr.example", "X-Forwarded-Proto: https"))).isEqualTo(421);
    String origin = "Origin: http://xr";
    assertThat(status(logIn("localhost", origin, "X-Forwarded-Host: xr"))).isEqualTo(403);
    assertThat(log()).containsOnlyOnce("X-Forwarded-For of 127.0.0.1 is not believed");
  }
}
