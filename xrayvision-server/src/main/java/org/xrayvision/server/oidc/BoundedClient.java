/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the provider, with a deadline around the whole exchange and a bound on the answer. Redirects
 * are not followed. Safe for threads.
 */
final class BoundedClient {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int LONGEST = 256 * 1024;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** The body of a 200. */
  byte[] get(URI uri) throws IOException {
    return send(HttpRequest.newBuilder(uri).header("Accept", "application/json").build());
  }

  /**
   * The body of a 200.
   *
   * @throws IOException if there is none in time, or it is too long
   */
  byte[] send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> new Bounded());
    try {
      HttpResponse<byte[]> response = answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException(request.uri() + " answered " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException(request.uri() + " did not answer in time", e);
    } catch (ExecutionException e) {
      throw new IOException(request.uri() + " failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Collects a body as long as it may be, and ends the exchange when it is longer. */
  private static final class Bounded implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> all = HttpResponse.BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;
    private int length;

    @Override
    public CompletionStage<byte[]> getBody() {
      return all.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      all.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      length += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
      if (length > LONGEST && subscription != null) {
        subscription.cancel();
        all.onError(new IOException("the answer is longer than " + LONGEST + " bytes"));
        return;
      }
      all.onNext(buffers);
    }

    @Override
    public void onError(Throwable error) {
      all.onError(error);
    }

    @Override
    public void onComplete() {
      all.onComplete();
    }
  }
}
