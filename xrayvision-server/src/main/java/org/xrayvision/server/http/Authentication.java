/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.ApiKeys;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.LoginResult;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.UserStore;

/**
 * Who sends a request: HTTP Basic or an API key for scripts, the control token for commands on this
 * machine, else the session cookie. Safe for threads.
 */
final class Authentication {
  static final String COOKIE = "xrayvision_session";
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private final UserStore users;
  private final Forwarding forwarding;
  private final ControlToken control;

  Authentication(UserStore users, Forwarding forwarding, ControlToken control) {
    this.users = users;
    this.forwarding = forwarding;
    this.control = control;
  }

  /** Who it is, or empty where the request says nothing that holds. May block for bcrypt. */
  Optional<Principal> identify(HttpServerExchange exchange) {
    String address = forwarding.client(exchange);
    return holder(exchange, address).map(principal -> principal.from(address));
  }

  private Optional<Principal> holder(HttpServerExchange exchange, String address) {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    if (header != null && isBearer(exchange)) {
      return bearer(exchange, header.substring(BEARER.length()).strip());
    }
    if (header != null) {
      return basic(header, address);
    }
    return Optional.ofNullable(sessionToken(exchange)).flatMap(users.sessions()::find);
  }

  private Optional<Principal> bearer(HttpServerExchange exchange, String token) {
    if (token.startsWith(ApiKeys.PREFIX)) {
      return users.keys().find(token);
    }
    return isHere(exchange) && control.matches(token)
        ? Optional.of(control.principal())
        : Optional.empty();
  }

  /** Whether who asks is on this machine: the command line's token is for nobody else. */
  private static boolean isHere(HttpServerExchange exchange) {
    InetAddress peer = exchange.getSourceAddress().getAddress();
    return peer.isLoopbackAddress() || peer.equals(exchange.getDestinationAddress().getAddress());
  }

  /** Whether it shows a key, or the command line's token; whether that holds is not asked. */
  static boolean isBearer(HttpServerExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  /** Whether it says anything of who sends it, true or not. */
  static boolean isTried(HttpServerExchange exchange) {
    return exchange.getRequestHeaders().contains(Headers.AUTHORIZATION)
        || sessionToken(exchange) != null;
  }

  /** The token in the cookie, whether or not it is worth something. */
  static @Nullable String sessionToken(HttpServerExchange exchange) {
    Cookie cookie = exchange.getRequestCookie(COOKIE);
    return cookie == null ? null : cookie.getValue();
  }

  /** The answer to somebody who guesses too fast. */
  static HttpException tooMany(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new HttpException(
        429,
        "Too many failed log-ins; try again in " + seconds + " s.",
        Map.of("Retry-After", Long.toString(seconds)));
  }

  /**
   * The answer to somebody unknown. Scripts are told how to log in; browsers are not, or they would
   * show their own dialogue over the page.
   */
  static HttpException unknown(HttpServerExchange exchange) {
    boolean browser =
        exchange.getRequestHeaders().contains("Sec-Fetch-Mode")
            || exchange.getRequestHeaders().contains(Headers.REFERER)
            || exchange.getRequestHeaders().contains(Headers.COOKIE)
            || exchange.getRequestHeaders().contains(Headers.UPGRADE);
    Map<String, String> challenge =
        browser
            ? Map.of()
            : Map.of("WWW-Authenticate", "Basic realm=\"XRayVision\", charset=\"UTF-8\"");
    return new HttpException(401, "Log in first.", challenge);
  }

  private Optional<Principal> basic(String header, String address) {
    if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.empty();
    }
    String pair;
    try {
      pair =
          new String(
              Base64.getDecoder().decode(header.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    LoginResult result =
        users.authenticator().basic(pair.substring(0, colon), pair.substring(colon + 1), address);
    if (result.retryAfter().isPresent()) {
      throw tooMany(result.retryAfter().get());
    }
    return result.principal();
  }
}
