/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests that another site's page makes a browser send. A foreign Origin is refused always;
 * a missing one only with a session cookie, since browsers send it and scripts do not. Immutable.
 */
final class OriginCheck {
  private final Forwarding forwarding;

  OriginCheck(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  /** Refuses what another site sent. */
  void check(HttpServerExchange exchange, boolean bySession) {
    String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    if (origin == null && bySession) {
      throw new HttpException(
          403, "Origin is missing; a request with a session cookie must carry it.");
    }
    if (origin != null
        && forwarding.hosts(exchange).stream().noneMatch(host -> isOurs(origin, host))) {
      throw new HttpException(
          403,
          "Origin is another site's. A proxy before this server must pass Host or X-Forwarded-Host"
              + " on.");
    }
  }

  /** The scheme is not compared: behind a proxy that ends TLS it differs from what we see. */
  static boolean isOurs(String origin, @Nullable String host) {
    if (host == null) {
      return false;
    }
    try {
      URI uri = new URI(origin);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getRawAuthority() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        return false;
      }
      String port = scheme.equals("https") ? ":443" : ":80";
      return bare(uri.getRawAuthority(), port).equals(bare(host, port));
    } catch (java.net.URISyntaxException e) {
      return false;
    }
  }

  private static String bare(String authority, String defaultPort) {
    String folded = authority.toLowerCase(Locale.ROOT);
    return folded.endsWith(defaultPort)
        ? folded.substring(0, folded.length() - defaultPort.length())
        : folded;
  }
}
