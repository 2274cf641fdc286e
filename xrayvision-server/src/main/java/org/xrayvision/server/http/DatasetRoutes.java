/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.DatasetExport;
import org.xrayvision.core.DatasetStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/**
 * Has an anonymised data set written on this machine, and tells how that goes; or sends one to who
 * asks. Safe for threads.
 */
final class DatasetRoutes {
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final String ZIP = "application/zip";

  private final XRayVision engine;
  private final RateFloor floor;

  /** Of the workers that answer everybody, one packs. */
  private final ExportPlaces places = new ExportPlaces(1);

  DatasetRoutes(XRayVision engine, RateFloor floor) {
    this.engine = engine;
    this.floor = floor;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/export/dataset", Action.EXPORT_DATASET, this::status),
        Route.post("/api/export/dataset", Action.EXPORT_DATASET, this::start),
        Route.get("/api/export/dataset.zip", Action.EXPORT_DATASET, this::zip));
  }

  private Response start(Request request) {
    ObjectNode body = request.json();
    String region = known(body.hasNonNull("region") ? Json.string(body, "region") : null);
    DatasetExport datasets = engine.records().datasets();
    if (!datasets.start(query(region))) {
      throw new HttpException(409, "A data set is being written; wait until it is whole.");
    }
    String name = name(datasets.status());
    request.audit("dataset", String.valueOf(name), region == null ? "" : region);
    return Response.success("Writing exports/" + name + " in the data directory.");
  }

  private @Nullable String known(@Nullable String region) {
    if (region != null && !engine.regions().contains(region)) {
      throw HttpException.badParameter("region", "there is no region of this name");
    }
    return region;
  }

  private Response zip(Request request) {
    String region = known(request.query().text("region"));
    Map<String, String> headers =
        Map.of(
            "Content-Disposition",
            "attachment; filename=\"dataset.zip\"",
            "Cache-Control",
            "no-store");
    HttpServerExchange exchange = request.exchange();
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      return Response.of(ZIP, ByteBuffer.allocate(0), headers);
    }
    try (ExportPlaces.Place place = places.take(request.principal())) {
      request.audit("dataset", "dataset.zip", region == null ? "" : region);
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, ZIP);
      headers.forEach(
          (header, value) -> exchange.getResponseHeaders().put(new HttpString(header), value));
      DatasetExport datasets = engine.records().datasets();
      Download.bytes(
          exchange,
          LONGEST,
          floor,
          out -> {
            datasets.zip(query(region), out);
            place.free(); // who has the end may ask again at once
          });
    }
    return Response.TAKEN;
  }

  private static ExamQuery query(@Nullable String region) {
    return new ExamQuery(
        1,
        1,
        null,
        null,
        null,
        region,
        Set.of(ExamStatus.DONE),
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  private Response status(Request request) {
    DatasetStatus status = engine.records().datasets().status();
    return Response.json(
        Json.object()
            .put("state", status.state().name().toLowerCase(Locale.ROOT))
            .put("name", name(status))
            .put("written", status.written())
            .put("left_out", status.leftOut())
            .put("total", status.total())
            .put("message", status.message()));
  }

  private static @Nullable String name(DatasetStatus status) {
    Path folder = status.folder();
    return folder == null ? null : String.valueOf(folder.getFileName());
  }
}
