/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.http.TestServer.Answer;

final class LimitsTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(folder, 0, LiveTest::quick);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Sends the text and reads to the end of the connection. */
  private static String raw(String text) throws IOException {
    try (Socket socket = new Socket("localhost", server.server.port())) {
      socket.setSoTimeout(15_000);
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return toEnd(socket);
    }
  }

  private static String toEnd(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        answer.append((char) b);
      }
    } catch (SocketException e) {
      // Cut off, which is an end too.
    }
    return answer.toString();
  }

  private static String head(String headers) {
    return "POST /api/login HTTP/1.1\r\nHost: " + server.host() + "\r\n" + headers + "\r\n";
  }

  @Test
  void aBodyTooLongIsRefusedBeforeItIsRead() throws IOException {
    assertThat(raw(head("Content-Type: application/json\r\nContent-Length: 100000000\r\n")))
        .startsWith("HTTP/1.1 413 ");
  }

  /** Or a client would send its next request into what nobody reads. */
  @Test
  void whoIsRefusedBeforeHisObjectIsReadIsToldThatTheConnectionEnds() throws IOException {
    String upload =
        "POST /api/import HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/dicom\r\n"
            + "Authorization: Basic "
            + Base64.getEncoder()
                .encodeToString(("viewer:" + TestServer.PASSWORD).getBytes(ISO_8859_1))
            + "\r\n";

    assertThat(raw(upload + "Content-Length: 100000000\r\n\r\nDICM"))
        .startsWith("HTTP/1.1 403 ")
        .containsIgnoringCase("\r\nConnection: close\r\n");
    String nothing = upload + "Content-Length: 0\r\n";
    assertThat(raw(nothing + "\r\n" + nothing + "Connection: close\r\n\r\n").split("HTTP/1.1 403 "))
        .as("two answers on one connection, where nothing is left unread")
        .hasSize(3);
  }

  @Test
  void aChunkedBodyTooLongIsRefused() throws IOException {
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      chunks.append("2000\r\n").append("x".repeat(0x2000)).append("\r\n");
    }
    String answer =
        raw(head("Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n") + chunks);

    assertThat(answer).doesNotContain("HTTP/1.1 200", "HTTP/1.1 400");
  }

  @Test
  void aBodyThatDripsIsCutOff() throws IOException {
    long start = System.nanoTime();
    String answer = raw(head("Content-Type: application/json\r\nContent-Length: 50\r\n") + "{");

    assertThat(answer).doesNotContain("HTTP/1.1 200");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aHeaderThatDripsIsCutOff() throws IOException {
    long start = System.nanoTime();
    String answer = raw("GET /api/me HTTP/1.1\r\nHost: x\r\nX-Slow: ");

    assertThat(answer).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void dripsHoldNobodyUp() throws IOException {
    Socket[] sockets = new Socket[100];
    try {
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = new Socket("localhost", server.server.port());
        sockets[i].getOutputStream().write(head("Content-Length: 50\r\n").getBytes(ISO_8859_1));
      }
      assertThat(server.as("admin").get("/api/me").status()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  @Test
  void tooManyOrTooLongHeadersAreRefused() throws IOException {
    assertThat(raw(head("X-Long: " + "x".repeat(40_000) + "\r\n"))).doesNotContain(" 200 ");
    assertThat(raw(head("X-Many: 1\r\n".repeat(300)))).doesNotContain(" 200 ");
  }

  @Test
  void aJsonBombIsRefused() {
    // A connection that is idle is closed soon: a GET finds out and connects anew, a POST may not.
    assertThat(server.as("admin").get("/api/me").status()).isEqualTo(200);
    assertThat(server.anonymous().post("/api/login", "[".repeat(20_000)).status()).isEqualTo(400);
    Answer deep =
        server.anonymous().post("/api/login", "{\"a\":".repeat(5000) + "1" + "}".repeat(5000));
    assertThat(deep.status()).isEqualTo(400);
    assertThat(deep.text()).doesNotContain("Exception", "jackson");
    assertThat(
            server.anonymous().post("/api/login", "{\"user\":" + "9".repeat(60_000) + "}").status())
        .isEqualTo(400);
  }

  @Test
  void faultsOfOursTellNothingOfThemselves() {
    TestServer broken = new TestServer(folder.resolve("broken"));
    try {
      broken.engine.close();
      Answer answer = broken.as("admin").get("/api/exams");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.error()).isNotEmpty().doesNotContain("Exception", "sqlite", "org.", "/");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    } finally {
      broken.close();
    }
  }
}
