/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.ntfy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.Alert;
import org.xrayvision.spi.AnswerTooLargeException;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.DeliveryCheck;
import org.xrayvision.spi.HttpBackends;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * Publishes alerts to one topic. The deadline lies around the whole exchange, answers are bounded,
 * and no message of an exception holds what was sent or answered. Safe for threads.
 */
final class NtfyNotifier implements Notifier, DeliveryCheck {
  private static final int MAX_ANSWER = 64 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NtfyOptions options;
  private final HttpClient http;
  private final Clock clock;
  private final Set<CompletableFuture<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  NtfyNotifier(NtfyOptions options, HttpClient http, Clock clock) {
    this.options = options;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public void send(Alert alert) {
    HttpResponse<byte[]> response = exchange(NtfyMessage.request(alert, options), alert.deadline());
    if (response.statusCode() / 100 != 2) {
      throw refusal(response);
    }
    if (!isTaken(response.body())) {
      // A log-in page of some proxy, perhaps: whoever believed it would tell nobody.
      throw broken("answered something that is no message of ntfy", null);
    }
  }

  /** The server's own health; whether the topic may be written is known only by writing. */
  @Override
  public void checkDelivery(Deadline deadline) {
    HttpResponse<byte[]> response = exchange(NtfyMessage.health(options), deadline);
    if (response.statusCode() / 100 != 2) {
      throw refusal(response);
    }
    if (!isHealthy(response.body())) {
      throw broken("says that it is not well, or is no server of ntfy", null);
    }
  }

  private static boolean isHealthy(byte[] body) {
    try {
      JsonNode health = JSON.readTree(body);
      return health != null && health.path("healthy").asBoolean();
    } catch (IOException e) {
      return false;
    }
  }

  /** ntfy answers with the message as it has kept it. */
  private static boolean isTaken(byte[] body) {
    try {
      JsonNode message = JSON.readTree(body);
      return message != null && message.path("id").isTextual();
    } catch (IOException e) {
      return false;
    }
  }

  private BackendException refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String message = where("answered " + status + advice(status));
    boolean outage =
        status / 100 == 3 || Set.of(401, 402, 403, 404, 405, 410, 429, 503, 507).contains(status);
    if (outage) {
      return TransientBackendException.outage(
          message, HttpBackends.retryAfter(response.headers(), clock.instant()));
    }
    return status / 100 == 4 && status != 408
        ? new PermanentBackendException(message)
        : TransientBackendException.failure(message, null, null);
  }

  private static String advice(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> " (it has moved; configure the new address)";
      case 401, 403 -> " (check token, name and password, and who may publish to the topic)";
      case 404, 405 -> " (check the address)";
      case 413 -> " (the message or its picture is too large for it)";
      default -> "";
    };
  }

  @SuppressWarnings("CollectionUndefinedEquality") // a future is equal to itself only, as wanted
  private HttpResponse<byte[]> exchange(HttpRequest request, Deadline deadline) {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw broken("did not answer within its deadline", null);
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, HttpBackends.upTo(MAX_ANSWER));
    running.add(exchange);
    try {
      if (closed) {
        throw broken("is not told any more: the notifier is closed", null);
      }
      // A time-out of the request would end with the headers; a body may drip for ever.
      return exchange.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw broken("did not answer within its deadline", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("was interrupted", e);
    } catch (CancellationException e) {
      throw broken("is not told any more: the notifier is closed", e);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    } finally {
      running.remove(exchange);
      exchange.cancel(true);
    }
  }

  private TransientBackendException translated(Throwable thrown) {
    if (thrown instanceof AnswerTooLargeException) {
      return broken("answered more than " + MAX_ANSWER + " bytes", thrown);
    }
    String kind = "(" + thrown.getClass().getSimpleName() + ")";
    return HttpBackends.isUnreachable(thrown, SSLException.class)
        ? TransientBackendException.outage(where("cannot be reached " + kind), thrown)
        : broken("broke off " + kind, thrown);
  }

  private TransientBackendException broken(String what, @Nullable Throwable cause) {
    return TransientBackendException.failure(where(what), null, cause);
  }

  private String where(String what) {
    return options.displayName() + " " + what;
  }

  @Override
  public String displayName() {
    return options.displayName();
  }

  @Override
  public String toString() {
    return options.displayName();
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(exchange -> exchange.cancel(true));
  }
}
