/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.ControlToken;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.logging.RateGate;

/**
 * What happens to a request, in order: route, rate of its address, host, log-in, rate of who asks,
 * origin, content type, permission, handler, audit. On worker threads. Safe for threads.
 */
final class Dispatcher {
  private static final Logger LOGGER = System.getLogger(Dispatcher.class.getName());
  private static final int MOST_FORBIDDEN_IN_A_MINUTE = 600;

  private final Router router;
  private final Authentication authentication;
  private final HostCheck hostCheck;
  private final OriginCheck originCheck;
  private final UserStore users;
  private final Forwarding forwarding;
  private final RateLimits limits;
  private final RateGate forbidden =
      new RateGate(Clock.systemUTC(), Duration.ofMinutes(1), MOST_FORBIDDEN_IN_A_MINUTE);

  Dispatcher(
      Router router,
      UserStore users,
      Forwarding forwarding,
      HostCheck hostCheck,
      ControlToken control,
      RateLimits limits) {
    this.router = router;
    this.users = users;
    this.forwarding = forwarding;
    this.hostCheck = hostCheck;
    this.limits = limits;
    this.authentication = new Authentication(users, forwarding, control);
    this.originCheck = new OriginCheck(forwarding);
  }

  /** The route of a request, and what its path says. */
  Optional<Router.Match> find(HttpServerExchange exchange) {
    return router.find(exchange.getRequestMethod().toString(), exchange.getRelativePath());
  }

  /** Makes the answer of a route that is for anybody, without a look at who asks. */
  Response atOnce(HttpServerExchange exchange, Router.Match match) {
    try {
      return match
          .route()
          .handler()
          .handle(new Request(exchange, match.parameters(), new byte[0], null, users));
    } catch (Exception e) {
      return error(failure(exchange, Optional.of(match), e), Optional.of(match));
    }
  }

  /** Makes the answer; empty where the handler has taken the connection over. */
  Optional<Response> answer(
      HttpServerExchange exchange, byte[] body, Optional<Router.Match> match) {
    try {
      Response response = let(exchange, body, match);
      return response.isTaken() ? Optional.empty() : Optional.of(response);
    } catch (HttpException e) {
      return Optional.of(error(e, match));
    } catch (XRayVisionException e) {
      return Optional.of(error(e.isTransient() ? busy(e) : failure(exchange, match, e), match));
    } catch (Exception e) {
      return Optional.of(error(failure(exchange, match, e), match));
    }
  }

  private static HttpException failure(
      HttpServerExchange exchange, Optional<Router.Match> match, Exception e) {
    // The path may name an exam; its pattern does not.
    String what = match.map(found -> found.route().path()).orElse("no route");
    LOGGER.log(Level.ERROR, exchange.getRequestMethod() + " " + what + " failed", e);
    return new HttpException(500, "Something went wrong here; the log says what.");
  }

  private static HttpException busy(XRayVisionException e) {
    LOGGER.log(Level.WARNING, "a request was put off: " + e.getMessage());
    return new HttpException(503, "Busy at this moment; try again.", Map.of("Retry-After", "5"));
  }

  private Response let(HttpServerExchange exchange, byte[] body, Optional<Router.Match> match)
      throws Exception {
    Optional<Route> route = match.map(Router.Match::route);
    InetAddress client = forwarding.clientAddress(exchange);
    limits.address(client);
    boolean open = route.filter(known -> known.isOpenTo(client)).isPresent();
    if (!open && isPage(exchange) && !Authentication.isTried(exchange)) {
      return unknown(exchange); // whatever the host: the log-in says it in words
    }
    hostCheck.check(exchange, route);
    Principal principal = open ? null : authentication.identify(exchange).orElse(null);
    if (!open && principal == null) {
      return unknown(exchange);
    }
    if (principal != null) {
      limits.principal(principal);
    }
    if (isWrite(exchange)) {
      boolean bySession = principal != null && principal.bySession();
      originCheck.check(exchange, bySession);
      requireJson(exchange, open || bySession);
    }
    if (principal != null && principal.mustChange() && !isOwnAccount(route)) {
      return mustChange(exchange);
    }
    Router.Match found = match.orElseThrow(() -> notFound(exchange));
    Request request = new Request(exchange, found.parameters(), body, principal, users);
    return permitted(request, found.route(), principal);
  }

  private static boolean isOwnAccount(Optional<Route> route) {
    return route.filter(known -> known.action() == Action.OWN_ACCOUNT).isPresent();
  }

  /** Hands it to the handler if the role may do that; what is forbidden is in the audit log. */
  private Response permitted(Request request, Route route, @Nullable Principal principal)
      throws Exception {
    Action action = route.action();
    try {
      if (principal != null && action != null && !principal.may(action)) {
        throw new HttpException(
            403,
            principal.role() == Role.SERVICE
                ? "This key may not do this."
                : "Your role may not do this.");
      }
      return handle(request, route);
    } catch (HttpException e) {
      if (e.status() == 403 && principal != null) {
        tellForbidden(principal, route);
      }
      throw e;
    }
  }

  /** A write that was done is in the audit log, whether or not its handler thinks of it. */
  private static Response handle(Request request, Route route) throws Exception {
    Response response = route.handler().handle(request);
    if (route.isWrite() && route.action() != null && !request.isAudited()) {
      String word = route.path().replaceAll("/\\{[^/]*", "").replaceFirst(".*/", "");
      request.audit(word, request.uid(), "");
    }
    return response;
  }

  private void tellForbidden(Principal principal, Route route) {
    String what = route.method() + " " + route.path();
    if (forbidden.passes(principal.name() + " " + what)) {
      try {
        users.audit().record(principal, "forbidden", "", what);
      } catch (XRayVisionException e) {
        // It stays forbidden, though the disk be full.
        LOGGER.log(Level.ERROR, "a refusal is not in the audit log: " + e.getMessage());
      }
    }
  }

  /** Who has a password that was made for him, chooses one of his own first. */
  private static Response mustChange(HttpServerExchange exchange) {
    if (!isPage(exchange) || exchange.getRequestHeaders().contains(Headers.AUTHORIZATION)) {
      throw HttpException.coded(
          403, "password_change_required", "Choose a password of your own first.");
    }
    return Response.redirect("/login.html?change=1" + next(exchange, "&"));
  }

  /** Pages lead to the log-in and back; everything else says 401. */
  private static Response unknown(HttpServerExchange exchange) {
    if (!isPage(exchange) || exchange.getRequestHeaders().contains(Headers.AUTHORIZATION)) {
      throw Authentication.unknown(exchange);
    }
    return Response.redirect("/login.html" + next(exchange, "?"));
  }

  private static boolean isPage(HttpServerExchange exchange) {
    String path = exchange.getRelativePath();
    return !isWrite(exchange)
        && !path.startsWith("/api/")
        && !path.startsWith("/images/")
        && !path.startsWith("/static/")
        && !path.equals("/ws")
        && !path.equals("/metrics");
  }

  /** Where to go afterwards, as a parameter. */
  private static String next(HttpServerExchange exchange, String separator) {
    String query = exchange.getQueryString();
    String wanted =
        exchange.getRelativePath() + (query == null || query.isEmpty() ? "" : "?" + query);
    return wanted.equals("/")
        ? ""
        : separator + "next=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8);
  }

  private HttpException notFound(HttpServerExchange exchange) {
    var methods = router.methods(exchange.getRelativePath());
    return methods.isEmpty()
        ? new HttpException(404, "There is nothing here.")
        : new HttpException(
            405, "Ask with " + methods + ".", Map.of("Allow", String.join(", ", methods)));
  }

  /** A form of another site cannot send this type without asking first. */
  private static void requireJson(HttpServerExchange exchange, boolean required) {
    String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
    if (required
        && (type == null
            || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(Response.JSON))) {
      throw new HttpException(415, "Content-Type must be application/json.");
    }
  }

  private static boolean isWrite(HttpServerExchange exchange) {
    String method = exchange.getRequestMethod().toString();
    return !method.equals("GET") && !method.equals("HEAD");
  }

  private static Response error(HttpException e, Optional<Router.Match> match) {
    boolean write = match.isPresent() && match.get().route().isWrite();
    Response response = Problems.of(e.status(), e.getMessage(), e.code(), write);
    for (Map.Entry<String, String> header : e.headers().entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }
}
