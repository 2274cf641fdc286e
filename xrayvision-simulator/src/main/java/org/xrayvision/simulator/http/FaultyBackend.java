/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.simulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend on loopback that gives one answer to whatever it is asked, right or wrong as its fault
 * is set. It remembers what it was sent. Safe for threads.
 */
public final class FaultyBackend implements AutoCloseable {
  private static final int MAX_QUESTION = 64 * 1024 * 1024;

  private final FaultyAnswers answers = new FaultyAnswers();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads;
  private final String answer;
  private volatile int repeating;

  /**
   * Listens at once, on any free port.
   *
   * @param answer what is right: a JSON text
   */
  public FaultyBackend(String answer) throws IOException {
    this.answer = answer;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger count = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "xrv-sim-backend-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] question = exchange.getRequestBody().readNBytes(MAX_QUESTION);
    String asked = exchange.getRequestURI() + "\n" + new String(question, StandardCharsets.UTF_8);
    questions.add(asked);
    if (repeating == 0) {
      answers.answer(exchange, answer);
    } else {
      answers.repeat(exchange, repeating, asked);
    }
  }

  /** Where it listens: {@code http://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What is wrong from now on. */
  public void fault(HttpFault fault) {
    answers.set(fault);
  }

  /** From now on it answers by this status, and repeats what it was asked, the key included. */
  public void repeat(int status) {
    repeating = status;
  }

  /** What it was asked so far: the address, a line feed, the body. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  /** Hangs up on whoever waits. */
  @Override
  public void close() {
    answers.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
