/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.vision;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.xrayvision.simulator.his.RomanianReport;
import org.xrayvision.simulator.http.FaultyAnswers;
import org.xrayvision.simulator.http.HttpFault;

/**
 * An OpenAI-compatible endpoint on loopback that makes its answers up: for a picture a report that
 * loosely fits the region asked about, for a report its grade, for a Romanian one its translation.
 * It has looked at nothing, and says so by its model's name. Safe for threads.
 */
public final class VisionModelSimulator implements AutoCloseable {
  /** The model's name in each answer. */
  public static final String MODEL = "simulated-medgemma";

  private static final int THREADS = 4;
  private static final int MAX_QUESTION = 64 * 1024 * 1024;
  private static final int PICTURE_TOKENS = 256;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final String PICTURE = "\"image_url\"";
  private static final String DATA = "base64,";

  private final Phantoms phantoms = new Phantoms();
  private final HttpServer server;
  private final ExecutorService threads;
  private final Duration delay;
  private final AtomicInteger readings = new AtomicInteger();
  private final FaultyAnswers answers = new FaultyAnswers();

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @param delay before a report is answered; a grade takes a tenth of it
   * @throws IOException if the port is not to be had
   */
  public VisionModelSimulator(int port, Duration delay) throws IOException {
    this.delay = delay;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "xrv-sim-vision-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/v1/models", this::models);
    server.createContext("/v1/chat/completions", this::completions);
    server.start();
  }

  /** Where chat completions are asked for. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port() + "/v1/chat/completions");
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** How many pictures it has answered about. */
  public int readings() {
    return readings.get();
  }

  /** What it does wrong from now on, with each question and with the list of models. */
  public void fault(HttpFault fault) {
    answers.set(fault);
  }

  private void models(HttpExchange exchange) throws IOException {
    String list =
        "{\"object\":\"list\",\"data\":[{\"id\":\"" + MODEL + "\",\"object\":\"model\"}]}";
    answers.answer(exchange, list);
  }

  private void completions(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_QUESTION);
    String question = new String(body, StandardCharsets.UTF_8);
    if (!exchange.getRequestMethod().equals("POST") || !question.contains("\"messages\"")) {
      answer(exchange, 400, "{\"error\":{\"message\":\"a POST with messages is expected\"}}");
      return;
    }
    boolean picture = question.contains(PICTURE);
    if (!paused(picture ? delay : delay.dividedBy(10))) {
      exchange.close();
      return;
    }
    String text = picture ? report(question) : TextAnswers.to(question).orElse(grade(question));
    answers.answer(exchange, completion(text, tokens(question, picture)));
  }

  private String report(String question) {
    int at = question.indexOf(DATA);
    CRC32 crc = new CRC32();
    crc.update(question.substring(Math.max(0, at)).getBytes(StandardCharsets.UTF_8));
    readings.incrementAndGet();
    String words = at < 0 ? question : question.substring(0, at);
    return picture(question, at)
        .flatMap(phantoms::reportOn)
        .orElseGet(() -> SimulatedReports.about(words, crc.getValue()))
        .text();
  }

  /** The bytes of the question's data URI; empty where they are no base64. */
  private static Optional<byte[]> picture(String question, int at) {
    int end = at < 0 ? -1 : question.indexOf('"', at);
    try {
      return end < 0
          ? Optional.empty()
          : Optional.of(Base64.getDecoder().decode(question.substring(at + DATA.length(), end)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String grade(String question) {
    Optional<RomanianReport> romanian = RomanianReport.quotedIn(question);
    if (romanian.isPresent()) {
      return grade(romanian.get().severity(), 90, romanian.get().summary());
    }
    return SimulatedReports.quotedIn(question)
        .map(r -> grade(r.severity(), r.confidence(), r.summary()))
        .or(
            () ->
                FreeText.grade(TextAnswers.user(question))
                    .map(found -> grade(found.severity(), 60, found.summary())))
        .orElseGet(() -> grade(0, 50, "normal"));
  }

  private static String grade(int severity, int confidence, String summary) {
    return "{\"severity\": "
        + severity
        + ", \"confidence\": "
        + confidence
        + ", \"summary\": "
        + quoted(summary)
        + "}";
  }

  private static int tokens(String question, boolean picture) {
    int at = question.indexOf(DATA);
    int characters = at < 0 ? question.length() : at;
    return characters / CHARACTERS_PER_TOKEN + (picture ? PICTURE_TOKENS : 0);
  }

  private static String completion(String text, int promptTokens) {
    int tokens = text.length() / CHARACTERS_PER_TOKEN + 1;
    return "{\"object\":\"chat.completion\",\"model\":\""
        + MODEL
        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + quoted(text)
        + "},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
        + promptTokens
        + ",\"completion_tokens\":"
        + tokens
        + ",\"total_tokens\":"
        + (promptTokens + tokens)
        + "}}";
  }

  /** A JSON string; our texts hold no other characters that need an escape. */
  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "\"" + escaped + "\"";
  }

  private static boolean paused(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Hangs up on whoever waits. */
  @Override
  public void close() {
    answers.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
