/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.util.List;
import org.xrayvision.core.XRayVision;

/** Up or not, and nothing else: anybody may ask. Immutable. */
final class HealthRoutes {
  private final XRayVision engine;

  HealthRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.atOnce("/health/live", request -> up(true)),
        Route.open("GET", "/health/ready", request -> up(isReady())));
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
