/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers as a fault wants it. Safe for threads. */
public final class FaultyAnswers implements AutoCloseable {
  private static final int HUGE = 10_000_000;
  private static final long HANG_SECONDS = 120;

  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile HttpFault fault = HttpFault.NONE;

  /** Answers that are right, until a fault is set. */
  public FaultyAnswers() {}

  /** What is wrong from now on. */
  public void set(HttpFault now) {
    fault = now;
  }

  /** What is wrong now. */
  public HttpFault fault() {
    return fault;
  }

  /**
   * Answers an exchange and ends it.
   *
   * @param json what would be right
   */
  public void answer(HttpExchange exchange, String json) throws IOException {
    byte[] right = json.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      switch (fault) {
        case NONE -> send(exchange, 200, right);
        case HANG -> pause(HANG_SECONDS);
        case DRIP -> drip(exchange, right);
        case UNAUTHORIZED -> send(exchange, 401, error("the key is wrong"));
        case NOT_FOUND -> send(exchange, 404, error("there is nothing here"));
        case TOO_MANY_REQUESTS -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          send(exchange, 429, error("too many requests"));
        }
        case SERVER_ERROR -> send(exchange, 500, error("out of order"));
        case UNAVAILABLE -> send(exchange, 503, error("loading"));
        case CUT_MID_BODY -> {
          exchange.sendResponseHeaders(200, right.length);
          exchange.getResponseBody().write(right, 0, right.length / 2);
          exchange.getResponseBody().flush();
        }
        case HALF_JSON -> send(exchange, 200, Arrays.copyOf(right, right.length / 2));
        case WRONG_CHARSET -> send(exchange, 200, json.getBytes(StandardCharsets.UTF_16));
        case HUGE_ANSWER -> huge(exchange);
        case EMPTY_ANSWER -> send(exchange, 200, new byte[0]);
      }
    }
  }

  /** Answers by a status and a message that repeats headers and question. */
  void repeat(HttpExchange exchange, int status, String asked) throws IOException {
    String key =
        String.join(" ", exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
    StringBuilder said = new StringBuilder();
    for (char c : (key + " is no key for " + asked).toCharArray()) {
      said.append(c == '"' || c == '\\' || c < ' ' ? ' ' : c);
    }
    try (exchange) {
      send(exchange, status, error(said.toString()));
    }
  }

  private static byte[] error(String message) {
    return ("{\"error\":{\"message\":\"" + message + "\"}}").getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  private void drip(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length);
    OutputStream out = exchange.getResponseBody();
    for (byte one : body) {
      out.write(one);
      out.flush();
      if (pause(1)) {
        return;
      }
    }
  }

  private static void huge(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] piece = new byte[100_000];
    Arrays.fill(piece, (byte) ' ');
    for (int sent = 0; sent < HUGE; sent += piece.length) {
      exchange.getResponseBody().write(piece);
    }
  }

  /** Returns whether this was closed meanwhile. */
  private boolean pause(long seconds) {
    try {
      return closed.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Lets go of whoever hangs. */
  @Override
  public void close() {
    closed.countDown();
  }
}
