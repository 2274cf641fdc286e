/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.util.List;
import org.xrayvision.core.XRayVision;

/** Up or not, and nothing else: anybody may ask. Immutable. */
final class HealthRoutes {
  private static final String LIVE = "/health/live";

  private final XRayVision engine;

  HealthRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", LIVE, request -> live()),
        Route.open("GET", "/health/ready", request -> up(isReady())));
  }

  /** Whether this asks for nothing but a sign of life. */
  static boolean isLive(HttpServerExchange exchange) {
    return exchange.getRelativePath().equals(LIVE)
        && exchange.getRequestMethod().equals(Methods.GET);
  }

  /** The sign of life. */
  static Response live() {
    return up(true);
  }

  private boolean isReady() {
    try {
      engine.lastSeq();
      return true;
    } catch (RuntimeException e) {
      return false; // why is nobody's business here; the log and the dashboard say it
    }
  }

  private static Response up(boolean up) {
    return Response.json(up ? 200 : 503, Json.object().put("status", up ? "up" : "down"));
  }
}
