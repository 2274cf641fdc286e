/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.LoginResult;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.UserStore;

/** Logging in and out, and who one is. */
final class SessionRoutes {
  private final UserStore users;
  private final Forwarding forwarding;

  SessionRoutes(UserStore users, Forwarding forwarding) {
    this.users = users;
    this.forwarding = forwarding;
  }

  List<Route> routes() {
    return List.of(
        Route.open("POST", "/api/login", this::login),
        Route.post("/api/logout", Action.USE_PAGES, this::logout),
        Route.get("/api/me", Action.USE_PAGES, this::me));
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
    // A token that was there before, ours or planted, is worth nothing afterwards.
    end(Authentication.sessionToken(exchange));
    String token = users.sessions().open(principal, address);
    ObjectNode answer = describe(principal).put("status", "success").put("message", "Welcome.");
    return Response.json(answer).with("Set-Cookie", cookie(token, exchange));
  }

  private Response logout(Request request) {
    end(Authentication.sessionToken(request.exchange()));
    return Response.success("Logged out.")
        .with("Set-Cookie", cookie("", request.exchange()) + "; Max-Age=0");
  }

  private Response me(Request request) {
    return Response.json(describe(request.principal()));
  }

  private static ObjectNode describe(Principal principal) {
    return Json.object()
        .put("name", principal.name())
        .put("role", principal.role().code())
        .put("masked", principal.role().masked());
  }

  private void end(@Nullable String token) {
    if (token != null) {
      users.sessions().end(token);
    }
  }

  private static String cookie(String token, HttpServerExchange exchange) {
    return Authentication.COOKIE
        + "="
        + token
        + "; Path=/; HttpOnly; SameSite=Strict"
        + (Forwarding.isSecure(exchange) ? "; Secure" : "");
  }
}
