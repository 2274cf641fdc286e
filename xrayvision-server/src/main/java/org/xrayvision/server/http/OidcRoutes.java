/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.AccountException;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.logging.RateGate;
import org.xrayvision.server.oidc.OidcException;
import org.xrayvision.server.oidc.OidcIdentity;
import org.xrayvision.server.oidc.OidcProvider;

/**
 * The hospital's own log-in: to the provider and back. Whatever comes of it, the browser ends on
 * the log-in page, which goes on from there: a session cookie that is SameSite=Strict is not sent
 * with a redirect that another site began.
 */
final class OidcRoutes {
  static final String LOGIN = "/api/oidc/login";
  private static final String CALLBACK = "/api/oidc/callback";
  private static final String COOKIE = "xrayvision_oidc";
  private static final int MOST_IN_A_MINUTE = 600;
  private static final int LONGEST = 2000;
  private static final Logger LOGGER = System.getLogger(OidcRoutes.class.getName());

  private final OidcProvider provider;
  private final UserStore users;
  private final Forwarding forwarding;
  private final RateGate failures =
      new RateGate(Clock.systemUTC(), Duration.ofSeconds(1), MOST_IN_A_MINUTE);

  OidcRoutes(OidcProvider provider, UserStore users, Forwarding forwarding) {
    this.provider = provider;
    this.users = users;
    this.forwarding = forwarding;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", LOGIN, this::begin), Route.open("GET", CALLBACK, this::finish));
  }

  private Response begin(Request request) {
    String next = next(raw(request.exchange(), "next"));
    try {
      OidcProvider.Begun begun = provider.begin(next);
      // Lax: the provider sends the browser back from another site.
      String cookie =
          COOKIE + "=" + begun.browser() + "; Path=/api/oidc; HttpOnly; SameSite=Lax; Max-Age=600";
      boolean secure = Forwarding.isSecure(request.exchange());
      return Response.redirect(begun.location().toString())
          .with("Set-Cookie", cookie + (secure ? "; Secure" : ""));
    } catch (OidcException e) {
      return failed(request, e);
    }
  }

  /** Only a path of this site: "//host" and "https:" would lead elsewhere. */
  private static String next(@Nullable String wanted) {
    boolean ours =
        wanted != null && wanted.length() <= LONGEST && wanted.matches("/(?![/\\\\])\\P{Cntrl}*");
    return ours ? wanted : "/";
  }

  private Response finish(Request request) {
    HttpServerExchange exchange = request.exchange();
    Parameters query = request.query();
    String address = forwarding.client(exchange);
    try {
      OidcProvider.Finished finished =
          provider.finish(
              word(query.text("state")), word(raw(exchange, "code")), word(cookie(exchange)));
      OidcIdentity identity = finished.identity();
      Role role = Role.ofPerson(identity.role()).orElseThrow();
      Principal principal =
          users.accounts().external(identity.subject(), identity.name(), role, address);
      if (principal.role() != role) {
        stays(principal, role);
      }
      String next = URLEncoder.encode(finished.next(), StandardCharsets.UTF_8);
      return Response.redirect("/login.html?signed=1&next=" + next)
          .with("Set-Cookie", SessionRoutes.open(users, principal, exchange, address));
    } catch (OidcException e) {
      e.subject().ifPresent(subject -> users.accounts().left(subject, address));
      return failed(request, e);
    } catch (AccountException e) {
      return told(request, "refused", String.valueOf(e.getMessage()));
    }
  }

  /** The provider says less of the last admin; refusing him would lock everybody out. */
  private void stays(Principal principal, Role said) {
    LOGGER.log(
        Level.WARNING,
        principal.name()
            + " stays admin though [oidc] says "
            + said.code()
            + ": no other admin is enabled; make one, and have "
            + principal.name()
            + " log in again");
    users
        .audit()
        .record(
            principal,
            "user_change",
            principal.name(),
            "role " + said.code() + " by OIDC: refused, the last enabled admin");
  }

  /** Codes and addresses of pages may be longer than what other parameters hold. */
  private static @Nullable String raw(HttpServerExchange exchange, String name) {
    var given = exchange.getQueryParameters().get(name);
    return given == null ? null : given.peekFirst();
  }

  private static @Nullable String cookie(HttpServerExchange exchange) {
    Cookie cookie = exchange.getRequestCookie(COOKIE);
    return cookie == null ? null : cookie.getValue();
  }

  private static String word(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Response failed(Request request, OidcException e) {
    return told(request, e.isOutage() ? "down" : "refused", String.valueOf(e.getMessage()));
  }

  private Response told(Request request, String how, String why) {
    String address = forwarding.client(request.exchange());
    if (failures.passes(address + " " + why)) {
      LOGGER.log(Level.WARNING, "log-in by OIDC from " + address + " failed: " + why);
      users.audit().record("?", "", address, "login_failed", "", "OIDC: " + why);
    }
    return Response.redirect("/login.html?oidc=" + how);
  }
}
