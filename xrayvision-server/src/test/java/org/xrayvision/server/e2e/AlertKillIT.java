/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.dicom.data.SOPClass;
import org.xrayvision.dicom.data.TransferSyntax;
import org.xrayvision.dicom.net.Association;
import org.xrayvision.dicom.net.ProposedContext;
import org.xrayvision.dicom.net.RequestorOptions;
import org.xrayvision.simulator.http.FaultyBackend;

/**
 * kill -9, twenty times in each window of an alert's way out. Before it is sent: it arrives exactly
 * once. Between the topic's answer and our record of it: once or twice, both times under one id.
 * The dashboard's API shows one for each exam. Each life of the server has one exam in each window:
 * the one before it was accepted and not recorded, the next was not sent.
 */
@Timeout(600)
final class AlertKillIT {
  private static final int KILLS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What the model says of every picture, and of its own report. */
  private static final String POSITIVE =
      """
      {"choices": [{"message": {"content": "{\\"pathologic\\": \\"yes\\", \\"severity\\": 9,\
       \\"confidence\\": 90, \\"summary\\": \\"pneumothorax\\"}"}, "finish_reason": "stop"}]}
      """;

  @TempDir private Path temp;
  private final ObjectMapper json = new ObjectMapper();

  /** A topic that takes what it is told, and answers when it may. */
  private static final class Topic implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<CountDownLatch> held = new CopyOnWriteArrayList<>();
    private volatile boolean holding;
    private volatile boolean away;

    Topic() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/xrays", this::handle);
      server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        if (away) {
          exchange.sendResponseHeaders(503, -1);
          return;
        }
        taken.add(exchange.getRequestHeaders().getFirst("X-Sequence-ID"));
        if (holding) {
          CountDownLatch latch = new CountDownLatch(1);
          held.add(latch);
          latch.await();
        }
        byte[] answer = "{\"id\":\"x\",\"event\":\"message\"}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/xrays";
    }

    Map<String, Integer> counts() {
      Map<String, Integer> counts = new HashMap<>();
      taken.forEach(id -> counts.merge(id, 1, Integer::sum));
      return counts;
    }

    void letGo() {
      held.forEach(CountDownLatch::countDown);
    }

    @Override
    public void close() {
      letGo();
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @Test
  void whatWasNotSentArrivesOnceAndWhatWasNotRecordedUnderOneId() throws Exception {
    Path data = temp.resolve("data");
    SmallImages images = new SmallImages();
    List<String> unrecorded = new ArrayList<>();
    List<String> unsent = new ArrayList<>();
    try (Topic topic = new Topic();
        FaultyBackend model = new FaultyBackend(POSITIVE)) {
      Map<String, String> environment =
          Map.of(
              "XRAYVISION_OPENAI_URL_PRIMARY",
              model.uri() + "/v1/chat/completions",
              "XRAYVISION_NTFY_URL",
              topic.url(),
              "XRAYVISION_ALERTS_PER_MINUTE",
              "1000");
      for (int round = 0; round < KILLS; round++) {
        try (ServerProcess server = start(data, environment)) {
          awaitAllSent(data);
          topic.holding = true;
          int before = topic.taken.size();
          unrecorded.add(send(server, images.next()));
          await(() -> topic.taken.size() > before);
          unsent.add(send(server, images.next()));
          int raised = unrecorded.size() + unsent.size();
          await(() -> count(data, "SELECT count(*) FROM alerts") == raised);
          if (round % 2 == 1) {
            // The answer is on its way, or has just come, when the process ends.
            topic.away = true;
            topic.letGo();
            Thread.sleep(round / 4);
          }
          server.kill();
          topic.holding = false;
          topic.away = false;
          topic.letGo();
        }
      }
      try (ServerProcess server = start(data, environment)) {
        awaitAllSent(data);
        Map<String, String> ids = ids(data);
        Map<String, Integer> counts = topic.counts();
        assertThat(ids).hasSize(2 * KILLS);
        assertThat(counts.keySet()).isEqualTo(Set.copyOf(ids.values()));
        assertThat(unsent).allSatisfy(uid -> assertThat(counts.get(ids.get(uid))).isEqualTo(1));
        assertThat(unrecorded)
            .allSatisfy(uid -> assertThat(counts.get(ids.get(uid))).isBetween(1, 2));
        assertThat(counts).containsValue(2);
        assertThat(shown(server, ids.keySet())).isEqualTo(ids);
      }
    }
  }

  private static ServerProcess start(Path data, Map<String, String> environment)
      throws IOException {
    return ServerProcess.start(List.of(), environment, data, "--enable-ntfy");
  }

  private static String send(ServerProcess server, SmallImages.Instance instance)
      throws IOException {
    try (Association association = Association.open(requestor(server))) {
      boolean stored =
          association
              .store(
                  SOPClass.ComputedRadiographyImageStorage,
                  instance.uid(),
                  TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                  new ByteArrayInputStream(instance.dataSet()))
              .isSuccess();
      assertThat(stored).isTrue();
      association.release();
    }
    return instance.uid();
  }

  private static RequestorOptions requestor(ServerProcess server) {
    return RequestorOptions.builder()
        .callingAETitle("ROOM1")
        .calledAETitle(server.calledAETitle())
        .host("127.0.0.1")
        .port(server.dicomPort())
        .contexts(
            List.of(
                ProposedContext.of(
                    SOPClass.ComputedRadiographyImageStorage,
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())))
        .build();
  }

  private static void awaitAllSent(Path data) throws InterruptedException {
    await(
        () ->
            count(data, "SELECT count(*) FROM alerts WHERE sent IS NULL") == 0
                && count(data, "SELECT count(*) FROM alert_deliveries WHERE state = 'waiting'")
                    == 0);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not happen in time").isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static int count(Path data, String sql) {
    return Integer.parseInt(rows(data, sql).get(0));
  }

  /** UID of the exam, id of its alert; each exam is a reading of its own. */
  private static Map<String, String> ids(Path data) {
    Map<String, String> ids = new HashMap<>();
    for (String row : rows(data, "SELECT uid || ' ' || id FROM alerts")) {
      String[] pair = row.split(" ", 2);
      assertThat(ids.put(pair[0], pair[1])).as("alerts of " + pair[0]).isNull();
    }
    return ids;
  }

  private static List<String> rows(Path data, String sql) {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("xrayvision.db"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one alert that the dashboard's API shows of each exam. */
  private Map<String, String> shown(ServerProcess server, Set<String> uids) throws Exception {
    Map<String, String> shown = new HashMap<>();
    for (String uid : uids) {
      JsonNode exam = get(server, "api/exams/" + uid + "?extra=yes");
      assertThat(exam.at("/extra/alert/sent").isTextual()).isTrue();
      shown.put(uid, exam.at("/extra/alert/id").asText());
    }
    assertThat(get(server, "api/alerts").get("open").asInt()).isEqualTo(uids.size());
    return shown;
  }

  private JsonNode get(ServerProcess server, String path) throws Exception {
    String pair = "admin:" + ServerProcess.PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(server.dashboard().resolve(path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .build();
    return json.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
