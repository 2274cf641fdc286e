/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.AnswerTooLargeException;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HttpBackends;
import org.xrayvision.spi.Prompt;
import org.xrayvision.spi.TransientBackendException;

/**
 * One endpoint over {@code java.net.http}: the deadline lies around the whole exchange, the body
 * included, and an answer is bounded in size. Safe for threads.
 */
final class ChatClient implements AutoCloseable {
  private static final int IDLE_SECONDS = 5;

  private final OpenAiOptions options;
  private final ObjectMapper json = new ObjectMapper();
  private final ThreadPoolExecutor threads;
  private final HttpClient http;

  ChatClient(OpenAiOptions options) {
    this.options = options;
    AtomicInteger count = new AtomicInteger();
    String name = "xrv-http-" + options.endpoint().getRawAuthority() + "-";
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    // In cleartext the upgrade to HTTP/2 that the client would offer breaks uvicorn and vLLM.
    boolean cleartext = "http".equalsIgnoreCase(options.endpoint().getScheme());
    this.http =
        HttpClient.newBuilder()
            .version(cleartext ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.connectTimeout())
            .executor(threads)
            .build();
  }

  ObjectMapper json() {
    return json;
  }

  /** A question with what each has: model, limits, the configured sampling parameters. */
  ObjectNode question(Prompt prompt) {
    ObjectNode question = json.createObjectNode();
    question.put("model", options.model());
    question.put("max_tokens", options.maxTokens());
    question.put("stream", false);
    options.parameters().forEach(question::set);
    question.putArray("messages").addObject().put("role", "system").put("content", prompt.system());
    return question;
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws BackendException for anything but an answer with a text, told apart as the SPI wants
   */
  ChatAnswer complete(ObjectNode question, Prompt prompt, Deadline deadline) {
    return answer(send(question, deadline), prompt);
  }

  /**
   * Asks and waits for a response, whatever its status.
   *
   * @throws TransientBackendException where there is none
   */
  HttpResponse<byte[]> send(ObjectNode question, Deadline deadline) {
    HttpRequest.Builder request =
        request(options.endpoint())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(question)));
    return exchange(request, deadline);
  }

  /** The answer that a response holds, or what it means that it holds none. */
  ChatAnswer answer(HttpResponse<byte[]> response, Prompt prompt) {
    String body = text(response.body());
    if (response.statusCode() / 100 != 2) {
      throw new Refusal(options.displayName(), response.statusCode(), body, options.apiKey())
          .toException(response.headers(), prompt);
    }
    return ChatAnswer.parse(json, withoutKey(body), options.displayName());
  }

  /**
   * Gets the list of models. An endpoint that has none is up all the same.
   *
   * @throws TransientBackendException an outage if the endpoint does not answer as it should
   */
  void checkHealth(Deadline deadline) {
    HttpResponse<byte[]> response;
    try {
      response = exchange(request(options.healthEndpoint()).GET(), deadline);
    } catch (TransientBackendException e) {
      throw e.isOutage() ? e : TransientBackendException.outage(e.getMessage() + "", e);
    }
    int status = response.statusCode();
    boolean hasNoList = status == 404 || status == 405 || status == 501;
    if (status / 100 != 2 && !hasNoList) {
      throw new Refusal(options.displayName(), status, text(response.body()), options.apiKey())
          .toOutage("the health check", response.headers());
    }
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", options.userAgent())
            .header("Accept", "application/json");
    if (options.apiKey() != null) {
      request.header("Authorization", "Bearer " + options.apiKey());
    }
    return request;
  }

  private HttpResponse<byte[]> exchange(HttpRequest.Builder request, Deadline deadline) {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw late(null);
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request.build(), HttpBackends.upTo(options.maxAnswerBytes()));
    try {
      // A time-out of the request would end with the headers; a body may drip for ever.
      return exchange.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TransientBackendException.failure(where("was interrupted"), null, e);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    } finally {
      exchange.cancel(true);
    }
  }

  private TransientBackendException late(@Nullable Throwable cause) {
    return TransientBackendException.failure(
        where("did not answer within its deadline"), null, cause);
  }

  private TransientBackendException translated(Throwable thrown) {
    if (thrown instanceof AnswerTooLargeException) {
      return TransientBackendException.failure(
          where("answered more than " + options.maxAnswerBytes() + " bytes"), null, thrown);
    }
    if (HttpBackends.isUnreachable(thrown, SSLException.class)) {
      return TransientBackendException.outage(
          where("cannot be reached (" + thrown.getClass().getSimpleName() + ")"), thrown);
    }
    return TransientBackendException.failure(
        where("broke off (" + thrown.getClass().getSimpleName() + ")"), null, thrown);
  }

  private String where(String what) {
    return options.displayName() + " " + what;
  }

  /** Lenient: a wrong byte costs a character and not the report. */
  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A server that repeats the key must not get it into the record. */
  private String withoutKey(String body) {
    return options.apiKey() == null ? body : body.replace(options.apiKey(), "***");
  }

  private byte[] bytes(ObjectNode question) {
    try {
      return json.writeValueAsBytes(question);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
