/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.xrayvision.core.IngestResult;
import org.xrayvision.core.IngestSource;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** One DICOM Part 10 file in a request goes through the engine's door. Safe for threads. */
final class ImportRoutes {
  /** Of the workers that answer everybody. */
  private static final int AT_ONCE = 4;

  private static final String DOOR = "import";

  private final XRayVision engine;
  private final Semaphore places = new Semaphore(AT_ONCE);

  ImportRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(Route.upload("/api/import", Action.IMPORT, this::take));
  }

  /** Every outcome is a 200: that the object was not taken is the answer, and no failure. */
  private Response take(Request request) {
    IngestSource source = new IngestSource(request.query().text("source"), DOOR);
    if (!places.tryAcquire()) {
      throw new HttpException(
          503, "Others import at this moment; try again.", Map.of("Retry-After", "1"));
    }
    try (InputStream body = request.stream()) {
      IngestResult result = engine.ingest(body, source);
      String uid = result.uid() == null ? "" : result.uid();
      request.auditSoon("import", uid, result.outcome().name().toLowerCase(Locale.ROOT));
      ObjectNode json =
          Json.object()
              .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
              .put("uid", result.uid())
              .put("message", result.message());
      return Response.json(json);
    } catch (IOException e) {
      throw new HttpException(400, "The body ended before it was whole; nothing was kept.");
    } finally {
      places.release();
    }
  }
}
