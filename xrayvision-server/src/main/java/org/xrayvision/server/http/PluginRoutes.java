/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.core.PluginRole;
import org.xrayvision.core.PluginStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.config.AddressRange;
import org.xrayvision.server.metrics.ServerMetrics;

/** How plugins and their endpoints are, and the server's numbers. Immutable. */
final class PluginRoutes {
  private final XRayVision engine;
  private final ServerMetrics metrics;
  private final List<AddressRange> metricsFrom;

  PluginRoutes(XRayVision engine, ServerMetrics metrics, List<AddressRange> metricsFrom) {
    this.engine = engine;
    this.metrics = metrics;
    this.metricsFrom = metricsFrom;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/plugins", Action.SEE_PLUGINS, this::plugins),
        Route.get("/metrics", Action.SEE_METRICS, this::numbers).openTo(metricsFrom));
  }

  private Response numbers(Request request) {
    return Response.of(
        ServerMetrics.CONTENT_TYPE,
        ByteBuffer.wrap(metrics.scrape().getBytes(StandardCharsets.UTF_8)),
        Map.of("Cache-Control", "no-store"));
  }

  private Response plugins(Request request) {
    EngineStatus status = engine.status();
    ObjectNode json = Json.object();
    ArrayNode plugins = json.putArray("plugins");
    engine.plugins().forEach(plugin -> plugins.add(plugin(plugin)));
    ObjectNode endpoints = json.putObject("endpoints");
    endpoints.set("vision_models", endpoints(status.endpoints()));
    endpoints.set("report_readers", endpoints(status.readerEndpoints()));
    endpoints.set("shadow_models", endpoints(status.shadowEndpoints()));
    endpoints.set("report_sources", endpoints(status.sourceEndpoints()));
    endpoints.set("notifiers", endpoints(status.notifierEndpoints()));
    endpoints.set("exam_listeners", endpoints(status.listenerEndpoints()));
    endpoints.set("patient_id_schemes", endpoints(status.patientIdEndpoints()));
    return Response.json(json);
  }

  private static ObjectNode plugin(PluginStatus plugin) {
    PluginRole role = plugin.role();
    ObjectNode json = Json.object();
    json.put("kind", plugin.kind().name().toLowerCase(Locale.ROOT))
        .put("id", plugin.id())
        .put("version", plugin.version())
        .put("name", plugin.displayName())
        .put("state", plugin.state().name().toLowerCase(Locale.ROOT))
        .put("origin", plugin.origin())
        .put("problem", plugin.problem());
    return role == null
        ? json.putNull("role").putNull("place")
        : json.put("role", role.part().name().toLowerCase(Locale.ROOT)).put("place", role.number());
  }

  private static ArrayNode endpoints(List<EndpointStatus> endpoints) {
    ArrayNode json = Json.array();
    for (EndpointStatus endpoint : endpoints) {
      json.addObject()
          .put("name", endpoint.name())
          .put("health", endpoint.health().name().toLowerCase(Locale.ROOT))
          .put("active", endpoint.active())
          .put("since", Json.instant(endpoint.since()))
          .put("cause", endpoint.cause())
          .put("breaker_open", endpoint.breakerOpen())
          .put("last_error", endpoint.lastError())
          .put("last_error_at", Json.instant(endpoint.lastErrorAt()))
          .put("stuck_threads", endpoint.stuckThreads());
    }
    return json;
  }
}
