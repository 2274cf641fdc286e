/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.logging.RateGate;

/**
 * Refuses what a browser sends for a page of a strange name that points here (DNS rebinding). To
 * the browser such a page is at home here: it could try passwords and read what an address may read
 * without a log-in, from inside the house. Let through is what harms nobody: what anybody may read,
 * requests with a key, which no such page knows, and TLS, whose certificate does not fit the name.
 * Safe for threads.
 */
final class HostCheck {
  private static final Logger LOGGER = System.getLogger(HostCheck.class.getName());
  private static final int MOST_IN_A_MINUTE = 10;

  private final HostNames names;
  private final Forwarding forwarding;
  private final RateGate told =
      new RateGate(Clock.systemUTC(), Duration.ofHours(1), MOST_IN_A_MINUTE);

  HostCheck(HostNames names, Forwarding forwarding) {
    this.names = names;
    this.forwarding = forwarding;
  }

  /** Refuses a request for a host that we do not know to be us. */
  void check(HttpServerExchange exchange, Optional<Route> route) {
    if (route.filter(HostCheck::isForAnybody).isPresent()
        || Authentication.isBearer(exchange)
        || isForTlsAlone(exchange)) {
      return;
    }
    // What a page adds as X-Forwarded-Host must not hide the Host that its browser writes.
    for (String host : forwarding.hosts(exchange)) {
      if (!names.isOurs(host)) {
        throw refused(HostNames.name(host));
      }
    }
  }

  private static boolean isForAnybody(Route route) {
    return route.action() == null && !route.isWrite();
  }

  /** A page without TLS can have a header say that there was some; its Origin says that not. */
  private boolean isForTlsAlone(HttpServerExchange exchange) {
    @Nullable String origin = exchange.getRequestHeaders().getFirst(Headers.ORIGIN);
    return forwarding.isEncrypted(exchange) && (origin == null || origin.startsWith("https:"));
  }

  private HttpException refused(String name) {
    String shown = name.matches("[a-z0-9_.-]{1,253}") ? "\"" + name + "\"" : "the name it was sent";
    String what =
        "This server does not know "
            + shown
            + " as its own name. If it is, add it to [dashboard] host_names and restart.";
    if (told.passes(shown)) {
      LOGGER.log(Level.WARNING, "a request was refused: " + what);
    }
    return HttpException.coded(421, "unknown_host", what);
  }
}
