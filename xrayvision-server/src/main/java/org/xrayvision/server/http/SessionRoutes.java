/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.AccountException;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.LoginResult;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.SessionView;
import org.xrayvision.server.auth.Sessions;
import org.xrayvision.server.auth.UserStore;

/** Logging in and out, who one is, one's own password, and sessions. */
final class SessionRoutes {
  private final UserStore users;
  private final Forwarding forwarding;
  private final @Nullable String otherLogIn;

  /**
   * Routes.
   *
   * @param otherLogIn what the log-in page calls the hospital's own log-in; null without one
   */
  SessionRoutes(UserStore users, Forwarding forwarding, @Nullable String otherLogIn) {
    this.users = users;
    this.forwarding = forwarding;
    this.otherLogIn = otherLogIn;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/api/login", this::ways),
        Route.open("POST", "/api/login", this::login),
        Route.post("/api/logout", Action.OWN_ACCOUNT, this::logout),
        Route.get("/api/me", Action.OWN_ACCOUNT, this::me),
        Route.post("/api/password", Action.OWN_ACCOUNT, this::password),
        Route.get("/api/sessions", Action.OWN_ACCOUNT, this::sessions),
        Route.delete("/api/sessions", Action.OWN_ACCOUNT, this::endAll),
        Route.delete("/api/sessions/{id}", Action.OWN_ACCOUNT, this::endOne));
  }

  /** What the log-in page offers. */
  private Response ways(Request request) {
    ObjectNode json = Json.object().put("password", true);
    if (otherLogIn == null) {
      json.putNull("oidc");
    } else {
      json.putObject("oidc").put("name", otherLogIn).put("url", OidcRoutes.LOGIN);
    }
    return Response.json(json);
  }

  private Response login(Request request) {
    ObjectNode body = request.json();
    String name = Json.string(body, "user");
    String password = Json.string(body, "password");
    HttpServerExchange exchange = request.exchange();
    String address = forwarding.client(exchange);
    LoginResult result = users.authenticator().login(name, password, address);
    if (result.retryAfter().isPresent()) {
      throw Authentication.tooMany(result.retryAfter().get());
    }
    Principal principal =
        result.principal().orElseThrow(() -> new HttpException(401, "Wrong user or password."));
    ObjectNode answer = describe(principal).put("status", "success").put("message", "Welcome.");
    return Response.json(answer).with("Set-Cookie", open(users, principal, exchange, address));
  }

  /** Begins a session; a token that was there before, ours or planted, is worth nothing then. */
  static String open(
      UserStore users, Principal principal, HttpServerExchange exchange, String address) {
    String before = Authentication.sessionToken(exchange);
    if (before != null) {
      users.sessions().end(before);
    }
    return cookie(users.sessions().open(principal, address), exchange);
  }

  private Response logout(Request request) {
    String token = Authentication.sessionToken(request.exchange());
    if (token != null) {
      users.sessions().end(token);
    }
    return Response.success("Logged out.")
        .with("Set-Cookie", cookie("", request.exchange()) + "; Max-Age=0")
        .with("Clear-Site-Data", "\"cache\""); // the next at this machine may be masked
  }

  private Response me(Request request) {
    Principal principal = request.principal();
    return Response.json(describe(principal).put("may_change_password", hasPassword(principal)));
  }

  /** Whether it is kept here: not of a key, the command line, or the hospital's own log-in. */
  private boolean hasPassword(Principal principal) {
    return principal.isPerson()
        && users
            .accounts()
            .find(principal.name())
            .filter(account -> !account.external())
            .isPresent();
  }

  private static ObjectNode describe(Principal principal) {
    ObjectNode json =
        Json.object()
            .put("name", principal.name())
            .put("role", principal.role().code())
            .put("masked", principal.masked())
            .put("must_change", principal.mustChange());
    ArrayNode actions = json.putArray("actions");
    Arrays.stream(Action.values())
        .filter(principal::may)
        .forEach(action -> actions.add(action.code()));
    return json;
  }

  private Response password(Request request) {
    ObjectNode body = request.json();
    String old = Json.string(body, "old");
    String fresh = Json.string(body, "new");
    Principal principal = request.principal();
    if (!hasPassword(principal)) {
      throw new HttpException(409, "This log-in has no password here that could be changed.");
    }
    LoginResult result = users.authenticator().confirm(principal, old, principal.address());
    if (result.retryAfter().isPresent()) {
      throw Authentication.tooMany(result.retryAfter().get());
    }
    if (result.principal().isEmpty()) {
      throw new HttpException(403, "The old password is wrong.");
    }
    if (old.equals(fresh)) {
      throw new HttpException(400, "This is the old password; choose another one.");
    }
    try {
      users.accounts().changeOwn(principal, fresh);
    } catch (AccountException e) {
      throw new HttpException(400, String.valueOf(e.getMessage()));
    }
    request.audit("password", principal.name(), "");
    return Response.success("The password is changed; your other sessions have ended.");
  }

  private Response sessions(Request request) {
    boolean all = Boolean.TRUE.equals(request.query().yesNo("all"));
    if (all && !request.may(Action.MANAGE_USERS)) {
      throw new HttpException(403, "Your role may see its own sessions only.");
    }
    Optional<String> mine = Sessions.id(request.principal());
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("sessions");
    for (SessionView session : users.sessions().list(all ? null : request.principal().name())) {
      rows.addObject()
          .put("id", session.id())
          .put("user", session.user())
          .put("role", session.role().code())
          .put("created", session.created().toString())
          .put("last_seen", session.lastSeen().toString())
          .put("expires", session.expires().toString())
          .put("address", session.address())
          .put("current", mine.filter(session.id()::equals).isPresent());
    }
    return Response.json(json);
  }

  private Response endOne(Request request) {
    String owner = request.may(Action.MANAGE_USERS) ? null : request.principal().name();
    String whose =
        users
            .sessions()
            .endById(request.path("id"), owner)
            .orElseThrow(() -> new HttpException(404, "There is no such session."));
    request.audit("session_end", whose, "");
    return Response.success("The session of " + whose + " has ended.");
  }

  private Response endAll(Request request) {
    String name = request.query().text("user");
    if (name == null) {
      throw HttpException.badParameter("user", "say whose sessions are to end");
    }
    Principal principal = request.principal();
    boolean own = name.equals(principal.name());
    if (!own && !request.may(Action.MANAGE_USERS)) {
      throw new HttpException(403, "Your role may end its own sessions only.");
    }
    int ended = own ? users.sessions().endOthers(principal) : users.sessions().endAll(name);
    request.audit("session_end", name, Integer.toString(ended));
    return Response.json(
        Json.object()
            .put("status", "success")
            .put("message", "Sessions that have ended: " + ended + ".")
            .put("ended", ended));
  }

  private static String cookie(String token, HttpServerExchange exchange) {
    return Authentication.COOKIE
        + "="
        + token
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (Forwarding.isSecure(exchange) ? "; Secure" : "");
  }
}
