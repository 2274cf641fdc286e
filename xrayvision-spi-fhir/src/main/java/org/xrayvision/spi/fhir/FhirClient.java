/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.AnswerTooLargeException;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HttpBackends;
import org.xrayvision.spi.Meter;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * One FHIR server over {@code java.net.http}: the deadline lies around each whole exchange, answers
 * are bounded, and nothing is ever sent to another origin than the configured one. No message holds
 * what was asked or answered: that is patients' data. Safe for threads.
 */
final class FhirClient implements AutoCloseable {
  /** Beyond it a search was too wide to choose from. */
  private static final int MAX_RESOURCES = 2_000;

  private static final String ACCEPT = "application/fhir+json, application/json;q=0.9";

  private final FhirOptions options;
  private final HttpClient http;
  private final Meter meter;
  private final Map<Long, CompletableFuture<?>> running = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();
  private volatile boolean closed;

  FhirClient(FhirOptions options, HttpClient http, Meter meter) {
    this.options = options;
    this.http = http;
    this.meter = meter;
  }

  /**
   * What a read found.
   *
   * @param resource null if there is none
   * @param gone whether there was one, and it was deleted
   */
  record Read(@Nullable JsonNode resource, boolean gone) {}

  /**
   * Reads one resource.
   *
   * @param sure whether the endpoint has just proven to be one, so that a bare 404 speaks of the
   *     resource and not of the endpoint
   */
  Read read(Query query, boolean sure, Deadline deadline) {
    return read(URI.create(options.base() + query.toString()), sure, deadline);
  }

  private Read read(URI uri, boolean sure, Deadline deadline) {
    HttpResponse<byte[]> response = exchange(uri, deadline);
    int status = response.statusCode();
    if (status == 410 || (status == 404 && (sure || FhirAnswer.isOutcome(response)))) {
      return new Read(null, status == 410);
    }
    return new Read(parsed(response), false);
  }

  /** A resource that another one refers to, if it is on this server and there. */
  Optional<JsonNode> referred(String reference, Deadline deadline) {
    Optional<URI> uri = own(URI.create(options.base() + "/"), reference);
    return uri.flatMap(u -> Optional.ofNullable(read(u, true, deadline).resource()));
  }

  /**
   * All resources of a type that a search finds, over all its pages.
   *
   * @throws PermanentBackendException if there are more than can be looked through
   */
  List<JsonNode> search(String type, Query query, Deadline deadline) {
    List<JsonNode> found = new ArrayList<>();
    Set<URI> seen = new HashSet<>();
    URI page = URI.create(options.base() + query.toString());
    while (page != null) {
      if (!seen.add(page) || seen.size() > options.maxPages() || found.size() > MAX_RESOURCES) {
        throw new PermanentBackendException(
            where("has more " + type + " resources for one search than are looked through"));
      }
      HttpResponse<byte[]> response = exchange(page, deadline);
      if (response.statusCode() == 404 && FhirAnswer.isOutcome(response)) {
        break;
      }
      JsonNode answer = parsed(response);
      found.addAll(FhirAnswer.resources(answer, type, options.displayName()));
      page = next(answer, page);
    }
    return found;
  }

  private @Nullable URI next(JsonNode answer, URI page) {
    for (JsonNode link : answer.path("link")) {
      if (link.path("relation").asText().equals("next")) {
        return own(page, link.path("url").asText())
            .orElseThrow(
                () ->
                    new PermanentBackendException(
                        where(
                            "names another origin for the next page; it was not asked (set the"
                                + " server's own base address, or url, to the same)")));
      }
    }
    return null;
  }

  /** An address on the configured origin, or empty: credentials go nowhere else. */
  private Optional<URI> own(URI from, String link) {
    try {
      URI uri = from.resolve(link);
      return origin(uri).equals(origin(options.base())) ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String origin(URI uri) {
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    String user = uri.getRawUserInfo() == null ? "" : "user@";
    return (uri.getScheme() + "://" + user + uri.getHost() + ":" + port).toLowerCase(Locale.ROOT);
  }

  private JsonNode parsed(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      throw FhirAnswer.refusal(response, options.displayName());
    }
    return FhirAnswer.parse(response, options.displayName());
  }

  /** Whatever a health check meets tells that the server is not up. */
  void asHealthCheck(Runnable check) {
    try {
      check.run();
    } catch (TransientBackendException e) {
      throw e.isOutage() ? e : TransientBackendException.outage(e.getMessage() + "", e);
    } catch (PermanentBackendException e) {
      throw TransientBackendException.outage(e.getMessage() + "", e);
    }
  }

  private HttpResponse<byte[]> exchange(URI uri, Deadline deadline) {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw late(null);
    }
    HttpRequest request = request(uri);
    meter.count("requests");
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, HttpBackends.upTo(options.maxAnswerBytes()));
    long number = count.incrementAndGet();
    running.put(number, exchange);
    try {
      if (closed) {
        throw broken("is not asked any more: the source is closed", null);
      }
      // A time-out of the request would end with the headers; a body may drip for ever.
      return exchange.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken("was interrupted", e);
    } catch (CancellationException e) {
      throw broken("is not asked any more: the source is closed", e);
    } catch (ExecutionException e) {
      throw translated(e.getCause());
    } finally {
      running.remove(number);
      exchange.cancel(true);
    }
  }

  private HttpRequest request(URI uri) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Accept", ACCEPT)
            .header("User-Agent", "XRayVision")
            // HAPI answers a search from its memory for a minute otherwise.
            .header("Cache-Control", "no-cache");
    if (options.authorization() != null) {
      request.header("Authorization", options.authorization());
    }
    return request.build();
  }

  private BackendException late(@Nullable Throwable cause) {
    return broken("did not answer within its deadline", cause);
  }

  private BackendException broken(String what, @Nullable Throwable cause) {
    return TransientBackendException.failure(where(what), null, cause);
  }

  private BackendException translated(Throwable thrown) {
    if (thrown instanceof AnswerTooLargeException) {
      return broken("answered more than " + options.maxAnswerBytes() + " bytes", thrown);
    }
    String kind = "(" + thrown.getClass().getSimpleName() + ")";
    return HttpBackends.isUnreachable(thrown, SSLException.class)
        ? TransientBackendException.outage(where("cannot be reached " + kind), thrown)
        : broken("broke off " + kind, thrown);
  }

  private String where(String what) {
    return options.displayName() + " " + what;
  }

  @Override
  public void close() {
    closed = true;
    running.values().forEach(exchange -> exchange.cancel(true));
  }
}
