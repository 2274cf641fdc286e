/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.testkit.LeakChecker;

final class LiveTest {
  @RegisterExtension
  @Order(0)
  final LeakChecker leaks = new LeakChecker();

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder, 30, LiveTest::quick);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Short times and small buffers, so that a test sees their end. */
  static HttpLimits quick(HttpLimits usual) {
    return new HttpLimits(
        usual.maxBody(),
        Duration.ofMillis(800),
        Duration.ofMillis(800),
        usual.sendTime(),
        usual.maxConnections(),
        usual.maxConnectionsPerAddress(),
        8 * 1024,
        64,
        usual.maxClients(),
        usual.maxClientsPerAccount(),
        20,
        Duration.ofMillis(50),
        Duration.ofSeconds(2),
        usual.downloads());
  }

  private Ear listen(String path) {
    Ear ear = new Ear();
    server
        .webSocket()
        .header("Authorization", TestServer.basic("user", TestServer.PASSWORD))
        .buildAsync(java.net.URI.create("ws://" + server.host() + path), ear)
        .join();
    return ear;
  }

  private int refused(String path, String... headers) {
    WebSocket.Builder builder = server.webSocket();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    try {
      builder.buildAsync(java.net.URI.create("ws://" + server.host() + path), new Ear()).join();
      return 101;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void theFirstMessageSaysWhereOneIs() throws InterruptedException {
    Ear before = listen("/ws");
    before.event();
    server.engine.requeue("1.2.3.8");
    before.event("requeue");
    Ear ear = listen("/ws");

    JsonNode message = ear.event();

    assertThat(message.fieldNames())
        .toIterable()
        .containsExactly(
            "event",
            "dashboard",
            "openai",
            "timings",
            "storage",
            "maintenance",
            "alerts",
            "suspended_since",
            "next_query",
            "pacs");
    JsonNode event = message.get("event");
    assertThat(event.fieldNames()).toIterable().containsExactly("seq", "at", "name", "payload");
    assertThat(event.get("name").asText()).isEqualTo("connected");
    assertThat(event.get("payload").get("address").asText()).isEqualTo("127.0.0.1");
    assertThat(event.get("payload").get("seq").asLong()).isEqualTo(server.engine.lastSeq());
    assertThat(message.get("dashboard").fieldNames())
        .toIterable()
        .containsExactly(
            "queue_size",
            "check_queue_size",
            "processing",
            "success_count",
            "error_count",
            "ignore_count");
    assertThat(message.get("dashboard").get("error_count").asLong()).isEqualTo(1);
    assertThat(message.get("dashboard").get("check_queue_size").asLong()).isEqualTo(1);
    assertThat(message.get("dashboard").get("processing").isNull()).isTrue();
    assertThat(message.get("openai").fieldNames())
        .toIterable()
        .containsExactly(
            "url", "health", "endpoints", "readers", "sources", "report_trouble", "trouble");
    assertThat(message.get("openai").get("readers")).isEmpty();
    assertThat(message.get("openai").get("endpoints")).hasSize(1);
    assertThat(message.get("openai").get("endpoints").get(0).fieldNames())
        .toIterable()
        .containsExactly("name", "health", "active", "cause", "since");
    assertThat(message.get("openai").get("health").fieldNames())
        .toIterable()
        .containsExactly("pri", "sec");
    assertThat(message.get("timings").fieldNames())
        .toIterable()
        .containsExactly("total", "average");
    assertThat(message.get("next_query").asText()).isEqualTo("2026-11-22 10:05:00");
  }

  @Test
  void whatHappensIsToldWithTheNewState() throws InterruptedException {
    Ear ear = listen("/ws");
    long waiting = ear.event().get("dashboard").get("queue_size").asLong();

    server.engine.requeue("1.2.3.8");

    JsonNode message = ear.event();
    JsonNode event = message.get("event");
    assertThat(event.get("name").asText()).isEqualTo("requeue");
    assertThat(event.get("payload").get("uid").asText()).isEqualTo("1.2.3.8");
    assertThat(event.get("seq").asLong()).isEqualTo(server.engine.lastSeq());
    while (message.get("dashboard").get("queue_size").asLong() != waiting + 1) {
      message = ear.messages.poll(60, TimeUnit.SECONDS);
      assertThat(message).as("a message with the new state").isNotNull();
    }
  }

  @Test
  void aReadExamIsToldAsNewExam() throws InterruptedException {
    Ear ear = listen("/ws");
    ear.event();

    server.engine.requeue("1.2.3.8");
    server.engine.start();

    JsonNode event = ear.event("new_exam").get("event");
    assertThat(event.get("payload").get("uid").asText()).matches("1\\.2\\.3\\.[0-9]");
    assertThat(event.get("payload").get("positive").isBoolean()).isTrue();
    assertThat(event.get("payload").get("reviewed").isBoolean()).isTrue();
  }

  @Test
  void whoWasAwayIsToldWhatHeMissedInOrder() throws InterruptedException {
    server.engine.requeue("1.2.3.1");
    long since = server.engine.lastSeq();
    for (int n : new int[] {2, 3, 8, 7}) {
      server.engine.requeue("1.2.3." + n);
    }

    Ear ear = listen("/ws?since=" + since);

    JsonNode connected = ear.event().get("event");
    assertThat(connected.get("seq").asLong()).isEqualTo(since);
    assertThat(connected.get("payload").get("seq").asLong()).isEqualTo(server.engine.lastSeq());
    List<String> uids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      uids.add(ear.event().get("event").get("payload").get("uid").asText());
    }
    server.engine.requeue("1.2.9.1");
    uids.add(ear.event().get("event").get("payload").get("uid").asText());
    assertThat(uids).containsExactly("1.2.3.2", "1.2.3.3", "1.2.3.8", "1.2.3.7", "1.2.9.1");
  }

  @Test
  void theReasonOfAnEventNamesNobody() throws Exception {
    long since = server.engine.lastSeq();
    new Sql(folder.resolve("xrayvision.db"))
        .execute(
            "INSERT INTO events (at, kind, uid, payload) VALUES (1, 'error', '1.2.3.8',"
                + " '{\"reason\":\"no answer about Popescu Ion\"}')");
    server.engine.requeue("1.2.3.8");

    JsonNode event = listen("/ws?since=" + since).event("error").get("event");

    assertThat(event.get("payload").get("reason").asText())
        .contains("no answer about")
        .doesNotContain("Popescu", "Ion");
  }

  @Test
  void whoMissedTooMuchMustLoadAnew() throws InterruptedException {
    long since = server.engine.lastSeq();
    for (int i = 1; i <= 25; i++) {
      server.engine.requeue("1.2.9." + i);
    }
    await(() -> hasTold(server.engine.lastSeq()));
    Ear ear = listen("/ws?since=" + since);

    assertThat(ear.event().get("event").get("name").asText()).isEqualTo("connected");
    JsonNode resync = ear.event().get("event");
    assertThat(resync.get("name").asText()).isEqualTo("resync");
    assertThat(resync.get("payload").get("seq").asLong()).isEqualTo(server.engine.lastSeq());
  }

  @Test
  void aPlaceThatWasNeverGivenMustLoadAnew() throws InterruptedException {
    Ear ear = listen("/ws?since=999999");

    ear.event();
    assertThat(ear.event().get("event").get("name").asText()).isEqualTo("resync");
  }

  @Test
  void noMessageHoldsAPerson() throws InterruptedException {
    Ear ear = listen("/ws");
    String connected = ear.event().toString();
    server.engine.requeue("1.2.3.2");
    server.engine.review("1.2.3.3", "dr.ana", true);

    String all = connected + ear.event("requeue") + ear.event("radreview");

    assertThat(all)
        .doesNotContainIgnoringCase("Popescu", "fănescu", "2920227400233", "398114", "1992-02-27");
  }

  @Test
  void aReviewIsToldWithTheExamObjectMasked() throws InterruptedException {
    Ear ear = listen("/ws");
    server.engine.review("1.2.3.2", "dr.ana", false);

    JsonNode payload = ear.event("radreview").at("/event/payload");
    assertThat(payload.get("uid").asText()).isEqualTo("1.2.3.2");
    assertThat(payload.at("/patient/name").asText()).isEqualTo("Ș.E.");
    assertThat(payload.at("/report/correct").asInt()).isZero();
    assertThat(payload.toString()).doesNotContain("dr.ana");
  }

  @Test
  void onlyWhoIsLoggedInAndFromHereGetsIn() {
    String basic = TestServer.basic("user", TestServer.PASSWORD);
    String cookie = server.logIn("user");

    assertThat(refused("/ws")).isEqualTo(401);
    assertThat(refused("/ws", "Cookie", cookie)).isEqualTo(403);
    assertThat(refused("/ws", "Cookie", cookie, "Origin", "http://evil.example")).isEqualTo(403);
    assertThat(refused("/ws", "Authorization", basic, "Origin", "http://evil.example"))
        .isEqualTo(403);
    assertThat(refused("/ws?since=x", "Authorization", basic)).isEqualTo(400);
    assertThat(refused("/ws?since=-1", "Authorization", basic)).isEqualTo(400);
    assertThat(refused("/ws", "Cookie", cookie, "Origin", server.origin())).isEqualTo(101);
    assertThat(refused("/ws", "Authorization", basic)).isEqualTo(101);
    assertThat(server.as("user").get("/ws").status()).isEqualTo(426);
  }

  @Test
  void aSocketEndsWithItsSession() throws Exception {
    String cookie = server.logIn("user");
    Ear ear = new Ear();
    server
        .webSocket()
        .header("Cookie", cookie)
        .header("Origin", server.origin())
        .buildAsync(java.net.URI.create("ws://" + server.host() + "/ws"), ear)
        .join();
    ear.event();

    server.browser(cookie).post("/api/logout", "{}");

    assertThat(ear.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
  }

  @Test
  void whoAnswersPingsStaysAndTheDeadAreCutOff() throws Exception {
    Ear ear = listen("/ws");
    ear.event();
    try (Socket dead = silent()) {
      await(() -> server.server.hub().clients() == 2);
      await(() -> server.server.hub().clients() == 1);
      dead.getSoTimeout();
    }
    assertThat(ear.closed).isNotDone();
    server.engine.requeue("1.2.3.8");
    assertThat(ear.event("requeue")).isNotNull();
  }

  @Test
  void aClientThatReadsNothingIsCutOffAndDelaysNobody() throws Exception {
    server.close();
    TestServer patient =
        new TestServer(
            folder.resolve("patient"),
            1500,
            limits -> with(quick(limits), limits.maxClientsPerAccount(), Duration.ofMinutes(5)));
    server = patient;
    Ear ear = listen("/ws");
    ear.event();
    try (Socket slow = silent()) {
      await(() -> patient.server.hub().clients() == 2);
      int told = 0;
      while (told < 1500 && patient.server.hub().clients() == 2) {
        patient.engine.requeue("1.2.9." + ++told);
        long start = System.nanoTime();
        ear.event("requeue");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(told).isGreaterThan(64);
      await(() -> patient.server.hub().clients() == 1);
      slow.getSoTimeout();
    }
    assertThat(ear.closed).isNotDone();
  }

  @Test
  void oneAccountLeavesPlacesForOthers() throws InterruptedException {
    server.close();
    server =
        new TestServer(
            folder.resolve("places"), 0, limits -> with(limits, 2, Duration.ofMinutes(5)));
    listen("/ws").event();
    listen("/ws").event();

    assertThat(refused("/ws", "Authorization", TestServer.basic("user", TestServer.PASSWORD)))
        .isEqualTo(503);
    assertThat(refused("/ws", "Authorization", TestServer.basic("viewer", TestServer.PASSWORD)))
        .isEqualTo(101);
  }

  @Test
  void theServersEndIsSaid() throws Exception {
    Ear ear = listen("/ws");
    ear.event();
    int port = server.server.port();

    server.server.close();

    assertThat(ear.closed.get(60, TimeUnit.SECONDS)).isIn(1001, -1);
    assertThatThrownBy(() -> new Socket("localhost", port).close())
        .isInstanceOf(ConnectException.class);
  }

  /** Whether the hub has come as far as this. */
  private boolean hasTold(long seq) {
    Ear ear = listen("/ws");
    try {
      return ear.event().get("event").get("seq").asLong() == seq;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpLimits with(HttpLimits limits, int perAccount, Duration ping) {
    return new HttpLimits(
        limits.maxBody(),
        limits.headerTime(),
        limits.bodyTime(),
        limits.sendTime(),
        limits.maxConnections(),
        limits.maxConnectionsPerAddress(),
        limits.sendBuffer(),
        limits.clientQueue(),
        limits.maxClients(),
        perAccount,
        limits.maxCatchUp(),
        limits.stateInterval(),
        ping,
        limits.downloads());
  }

  /** A client that makes the handshake and then neither reads nor writes. */
  private Socket silent() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("localhost", server.server.port()));
    String request =
        "GET /ws HTTP/1.1\r\nHost: "
            + server.host()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: "
            + TestServer.basic("user", TestServer.PASSWORD)
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited a minute").isLessThan(end);
      Thread.sleep(10);
    }
  }
}
