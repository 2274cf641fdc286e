/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Masking;
import org.xrayvision.server.auth.Permissions;
import org.xrayvision.server.auth.Principal;

/** A request that was let in, as its handler sees it. */
final class Request {
  private static final long MAX_UPLOAD = 4L << 30;

  private final HttpServerExchange exchange;
  private final Map<String, String> pathParameters;
  private final byte[] body;
  private final @Nullable Principal principal;
  private final Masking masking;

  Request(
      HttpServerExchange exchange,
      Map<String, String> pathParameters,
      byte[] body,
      @Nullable Principal principal,
      Masking masking) {
    this.exchange = exchange;
    this.pathParameters = pathParameters;
    this.body = body;
    this.principal = principal;
    this.masking = masking;
  }

  /** A parameter of the route's path, decoded. */
  String path(String name) {
    return Objects.requireNonNull(pathParameters.get(name), name);
  }

  /** The parameters after the question mark. */
  Parameters query() {
    return Parameters.of(exchange.getQueryParameters());
  }

  ObjectNode json() {
    return Json.readObject(body);
  }

  /** The body as it arrives; only for routes that stream. */
  InputStream stream() {
    exchange.setMaxEntitySize(MAX_UPLOAD); // until here it was that of all bodies
    exchange.startBlocking();
    return exchange.getInputStream();
  }

  /** Who asks; only for routes that need a log-in. */
  Principal principal() {
    return Objects.requireNonNull(principal, "this route is open to all");
  }

  boolean may(Action action) {
    return Permissions.allows(principal().role(), action);
  }

  /** What the one who asks sees of persons. */
  Masking masking() {
    return masking;
  }

  @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  HttpServerExchange exchange() {
    return exchange;
  }
}
