/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Between Undertow and the {@link Dispatcher}: the body is read without holding a thread, the work
 * is done on a worker thread, which reads the body itself only of an upload; the answer is sent
 * without holding one; a peer that takes too long over either is cut off. Puts the security headers
 * on every answer.
 */
final class Entrance implements HttpHandler {
  private static final Map<HttpString, String> SECURITY_HEADERS =
      Map.of(
          new HttpString("Content-Security-Policy"),
              "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                  + " form-action 'self'; frame-ancestors 'none'",
          new HttpString("X-Content-Type-Options"), "nosniff",
          new HttpString("X-Frame-Options"), "DENY",
          new HttpString("Referrer-Policy"), "same-origin",
          new HttpString("Cross-Origin-Resource-Policy"), "same-origin");

  private static final HttpString STRICT_TRANSPORT = new HttpString("Strict-Transport-Security");

  /** For one object to arrive and be forced to disk. */
  private static final Duration UPLOAD_TIME = Duration.ofMinutes(15);

  private static final byte[] NOTHING = {};

  private final Dispatcher dispatcher;
  private final HttpLimits limits;

  Entrance(Dispatcher dispatcher, HttpLimits limits) {
    this.dispatcher = dispatcher;
    this.limits = limits;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    SECURITY_HEADERS.forEach(headers::put);
    if (Forwarding.isSecure(exchange)) {
      headers.put(STRICT_TRANSPORT, "max-age=31536000");
    }
    Optional<Router.Match> match = dispatcher.find(exchange);
    Route.Way way = match.map(found -> found.route().way()).orElse(Route.Way.USUAL);
    if (exchange.isRequestComplete()) {
      if (way == Route.Way.AT_ONCE) {
        send(exchange, dispatcher.atOnce(exchange, match.orElseThrow()));
      } else {
        work(exchange, match, NOTHING);
      }
    } else if (way == Route.Way.UPLOAD) {
      stream(exchange, match);
    } else if (exchange.getRequestContentLength() > limits.maxBody()) {
      tooLarge(exchange);
    } else {
      receive(exchange, match);
    }
  }

  /** Whoever answers reads the body as it comes. */
  private void stream(HttpServerExchange exchange, Optional<Router.Match> match) {
    XnioExecutor.Key cutOff = cutOff(exchange, UPLOAD_TIME);
    exchange.addExchangeCompleteListener(
        (same, next) -> {
          cutOff.remove();
          next.proceed();
        });
    work(exchange, match, NOTHING);
  }

  private void receive(HttpServerExchange exchange, Optional<Router.Match> match) {
    XnioExecutor.Key cutOff = cutOff(exchange, limits.bodyTime());
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(limits.maxBody());
    receiver.receiveFullBytes(
        (same, body) -> {
          cutOff.remove();
          work(same, match, body);
        },
        (same, error) -> {
          cutOff.remove();
          tooLarge(same);
        });
  }

  private void work(HttpServerExchange exchange, Optional<Router.Match> match, byte[] body) {
    try {
      exchange.dispatch(
          () ->
              dispatcher.answer(exchange, body, match).ifPresent(answer -> send(exchange, answer)));
    } catch (RejectedExecutionException e) {
      send(
          exchange, Problems.of(StatusCodes.SERVICE_UNAVAILABLE, "The server is stopping.", false));
    }
  }

  private void send(HttpServerExchange exchange, Response response) {
    if (exchange.isComplete()) {
      return; // it was cut off before it could be answered
    }
    if (!exchange.isRequestComplete()) {
      exchange.setPersistent(false); // nobody reads the rest, so no request can follow it
    }
    XnioExecutor.Key cutOff = cutOff(exchange, limits.sendTime());
    exchange.addExchangeCompleteListener(
        (same, next) -> {
          cutOff.remove();
          next.proceed();
        });
    exchange.setStatusCode(response.status());
    HeaderMap headers = exchange.getResponseHeaders();
    response.headers().forEach((name, value) -> headers.put(new HttpString(name), value));
    if (!response.body().hasRemaining()) {
      exchange.endExchange();
      return;
    }
    headers.put(Headers.CONTENT_TYPE, response.contentType());
    exchange.getResponseSender().send(Gzip.body(exchange, response));
  }

  private void tooLarge(HttpServerExchange exchange) {
    String message = "The body is longer than " + limits.maxBody() + " bytes.";
    send(exchange, Problems.of(StatusCodes.REQUEST_ENTITY_TOO_LARGE, message, true));
  }

  static XnioExecutor.Key cutOff(HttpServerExchange exchange, Duration after) {
    return exchange
        .getIoThread()
        .executeAfter(
            () -> IoUtils.safeClose(exchange.getConnection()),
            after.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
