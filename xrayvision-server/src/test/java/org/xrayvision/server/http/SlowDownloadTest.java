/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xrayvision.server.http.TestServer.Answer;

/** Who takes a file a byte at a time, while others wait for his place. */
@Timeout(120)
final class SlowDownloadTest {
  @TempDir private static Path folder;
  private static TestServer server;

  /** So many exams that a file of them fits into no buffer between us. */
  @BeforeAll
  static void start() {
    server = new TestServer(folder, 12_000, SlowDownloadTest::impatient);
  }

  private static HttpLimits impatient(HttpLimits usual) {
    return new HttpLimits(
        usual.maxBody(),
        usual.headerTime(),
        usual.bodyTime(),
        usual.sendTime(),
        usual.maxConnections(),
        usual.maxConnectionsPerAddress(),
        8 * 1024,
        usual.clientQueue(),
        usual.maxClients(),
        usual.maxClientsPerAccount(),
        usual.maxCatchUp(),
        usual.stateInterval(),
        usual.pingInterval(),
        new RateFloor(10_000, Duration.ofMillis(500)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Socket ask(String user, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1024);
    socket.connect(new InetSocketAddress("localhost", server.server.port()));
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + server.host()
            + "\r\nAuthorization: "
            + TestServer.basic(user, TestServer.PASSWORD)
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl"})
  void hisPlaceComesBackAndHisFileDoesNotLookWhole(String format) throws Exception {
    String path = "/api/export/exams?format=" + format;
    try (Socket slow = ask("user", path)) {
      assertThat(slow.getInputStream().read()).isEqualTo('H');

      Answer again = server.as("user").get(path + "&status=error");
      while (again.status() == 503) {
        assertThat(slow.getInputStream().read()).isPositive();
        TimeUnit.MILLISECONDS.sleep(20);
        again = server.as("user").get(path + "&status=error");
      }

      assertThat(again.status()).isEqualTo(200);
      assertThat(rest(slow)).doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  /** What is still on its way; a connection that was cut may end as a broken one. */
  private static String rest(Socket socket) {
    StringBuilder rest = new StringBuilder();
    try {
      for (int next = socket.getInputStream().read(); next >= 0; ) {
        rest.append((char) next);
        next = socket.getInputStream().read();
      }
    } catch (IOException e) {
      // It was cut.
    }
    return rest.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl"})
  void whoReadsAsItComesGetsAllOfIt(String format) {
    Answer answer = server.as("user").get("/api/export/exams?format=" + format);

    assertThat(answer.text().lines().filter(line -> line.contains("1.2.9."))).hasSize(12_000);
  }
}
