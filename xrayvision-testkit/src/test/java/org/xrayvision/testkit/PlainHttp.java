/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.TransientBackendException;

/** As little HTTP as a plugin can do with: one exchange, told in the SPI's exceptions. */
final class PlainHttp {
  private static final int MAX_ANSWER = 1_000_000;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** The answer's JSON object. */
  String exchange(HttpRequest request, Deadline deadline) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return checked(answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw failure("no answer within the deadline", null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("interrupted", null);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ConnectException
          ? TransientBackendException.outage("nobody listens", e.getCause())
          : failure("the exchange broke off", e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static String checked(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    switch (status) {
      case 401, 403, 404, 503 ->
          throw TransientBackendException.outage("status " + status, (Throwable) null);
      case 429 ->
          throw TransientBackendException.outage(
              "too many requests",
              response
                  .headers()
                  .firstValue("Retry-After")
                  .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                  .orElse(null));
      default -> {
        String text = new String(response.body(), StandardCharsets.UTF_8).strip();
        boolean usable = status == 200 && text.length() < MAX_ANSWER && text.endsWith("}");
        if (!usable) {
          throw failure("status " + status + " with an unusable answer", null);
        }
        return text;
      }
    }
  }

  private static TransientBackendException failure(String message, @Nullable Throwable cause) {
    return TransientBackendException.failure(message, null, cause);
  }
}
