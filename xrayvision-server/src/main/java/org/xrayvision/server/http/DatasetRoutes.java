/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.DatasetExport;
import org.xrayvision.core.DatasetStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** Has an anonymised data set written on this machine, and tells how that goes. Immutable. */
final class DatasetRoutes {
  private final XRayVision engine;

  DatasetRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/export/dataset", Action.EXPORT_DATASET, this::status),
        Route.post("/api/export/dataset", Action.EXPORT_DATASET, this::start));
  }

  private Response start(Request request) {
    ObjectNode body = request.json();
    String region = body.hasNonNull("region") ? Json.string(body, "region") : null;
    if (region != null && !engine.regions().contains(region)) {
      throw HttpException.badParameter("region", "there is no region of this name");
    }
    DatasetExport datasets = engine.records().datasets();
    if (!datasets.start(query(region))) {
      throw new HttpException(409, "A data set is being written; wait until it is whole.");
    }
    String name = name(datasets.status());
    request.audit("dataset", String.valueOf(name), region == null ? "" : region);
    return Response.success("Writing exports/" + name + " in the data directory.");
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
