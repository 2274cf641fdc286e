/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** What the server is set to, the regions, and what was not taken. */
final class SystemRoutes {
  private static final int MAX_REFUSALS = 1000;

  private final XRayVision engine;
  private final HttpOptions options;
  private final LiveMessages messages;

  SystemRoutes(XRayVision engine, HttpOptions options, LiveMessages messages) {
    this.engine = engine;
    this.options = options;
    this.messages = messages;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/config", Action.SEE_CONFIGURATION, this::configuration),
        Route.get("/api/status", Action.SEE_EXAMS, this::status),
        Route.get("/api/regions", Action.SEE_EXAMS, this::regions),
        Route.get("/api/refusals", Action.SEE_REFUSALS, this::refusals));
  }

  private Response configuration(Request request) {
    ObjectNode json = Json.object();
    options.configuration().forEach((name, value) -> json.set(name, Json.value(value)));
    json.put("USER_ROLE", request.principal().role().code());
    json.put("USER_NAME", request.principal().name());
    json.put("MASKED", request.masking().masked());
    json.put("SIMULATED", options.simulated());
    ArrayNode pages = json.putArray("PAGES");
    PageRoutes.PAGES.stream()
        .filter(page -> request.may(page.action()))
        .forEach(page -> pages.addObject().put("id", page.id()).put("path", page.path()));
    ArrayNode may = json.putArray("MAY");
    Stream.of(Action.values()).filter(request::may).forEach(action -> may.add(action.name()));
    return Response.json(json);
  }

  /** What the WebSocket tells, for who only asks now and then. */
  private Response status(Request request) {
    return Response.json(messages.state());
  }

  private Response regions(Request request) {
    ArrayNode json = Json.array();
    engine.regions().forEach(json::add);
    return Response.json(json);
  }

  private Response refusals(Request request) {
    int limit = (int) request.query().number("limit", 1, MAX_REFUSALS, 100);
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("refusals");
    for (Refusal refusal : engine.refusals(limit)) {
      rows.addObject()
          .put("at", refusal.at().toString())
          .put("peer", refusal.peer())
          .put("ae_title", refusal.aeTitle())
          .put("sop_class", refusal.sopClassUid())
          .put("status", String.format(Locale.ROOT, "%04X", refusal.status()))
          .put("reason", refusal.reason());
    }
    return Response.json(json);
  }
}
