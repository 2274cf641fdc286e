/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.http.TestServer.Answer;

/** The server as a proxy on this machine sees it. */
final class ProxyTest {
  private static final String SITE = "https://xr.example";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder, SecuritySettings.defaults().withHostNames(Set.of("*")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer logIn(String client, String password) {
    return server
        .anonymous()
        .header("X-Forwarded-For", client)
        .post("/api/login", TestServer.credentials("user", password));
  }

  @Test
  void oneClientsGuessesHoldNoOtherUp() {
    for (int i = 0; i < 5; i++) {
      assertThat(logIn("192.0.2.1", "guess " + i).status()).isEqualTo(401);
    }

    assertThat(logIn("192.0.2.1", TestServer.PASSWORD).status()).isEqualTo(429);
    assertThat(logIn("192.0.2.2", TestServer.PASSWORD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"198.51.100.%d, 192.0.2.1", "x%d, 192.0.2.1, ::1", "%d,192.0.2.1,127.0.0.1"})
  void whatAClientWritesBeforeTheProxysWordIsNotBelieved(String forged) {
    for (int i = 0; i < 5; i++) {
      logIn(String.format(forged, i), "guess");
    }

    assertThat(logIn("192.0.2.1", TestServer.PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void theHostThatTheProxyWasAskedForIsOurs() {
    String credentials = TestServer.credentials("user", TestServer.PASSWORD);
    TestServer.Call page = server.anonymous().header("Origin", SITE);

    assertThat(page.post("/api/login", credentials).error()).contains("X-Forwarded-Host");
    TestServer.Call proxied = page.header("X-Forwarded-Host", "evil.example, xr.example");
    assertThat(proxied.post("/api/login", credentials).status()).isEqualTo(200);
    assertThat(
            page.header("X-Forwarded-Host", "xr.example, evil.example")
                .post("/api/login", credentials)
                .status())
        .isEqualTo(403);
  }

  /** With the headers of the example in the configuration file. */
  @Test
  void logInWorksAsTheConfigurationRecommendsIt() throws IOException {
    String body = TestServer.credentials("user", TestServer.PASSWORD);
    String request =
        String.join(
            "\r\n",
            "POST /api/login HTTP/1.1",
            "Host: xr.example:443",
            "X-Forwarded-For: 192.0.2.1",
            "X-Forwarded-Proto: https",
            "Connection: upgrade",
            "Origin: " + SITE,
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "",
            body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(20_000);
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("Welcome") < 0) {
        int next = socket.getInputStream().read();
        assertThat(next).as(answer.toString()).isNotNegative();
        answer.append((char) next);
      }
      assertThat(answer).startsWith("HTTP/1.1 200").contains("; Secure");
    }
  }
}
