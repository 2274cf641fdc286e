/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/**
 * All exams of a filter as one file. They are read some at a time, each time behind the last one,
 * so that a long download holds neither memory nor a transaction. Safe for threads.
 */
final class ExportRoutes {
  /** Of the workers that answer everybody. */
  private static final int AT_ONCE = 2;

  private static final int ROWS = 200;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final List<String> FORMATS = List.of("csv", "jsonl");

  private final XRayVision engine;
  private final ExamObjects objects;
  private final RateFloor floor;
  private final ExportPlaces places = new ExportPlaces(AT_ONCE);

  ExportRoutes(XRayVision engine, ExamObjects objects, RateFloor floor) {
    this.engine = engine;
    this.objects = objects;
    this.floor = floor;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/export/exams", Action.EXPORT, this::exams));
  }

  private Response exams(Request request) throws IOException {
    Parameters parameters = request.query();
    boolean lines = "jsonl".equals(parameters.oneOf("format", FORMATS));
    ExamQuery query = ExamFilters.query(request, ROWS, engine);
    String type = lines ? "application/x-ndjson" : "text/csv; charset=utf-8";
    String name = "attachment; filename=\"exams." + (lines ? "jsonl" : "csv") + '"';
    Map<String, String> headers = Map.of("Content-Disposition", name, "Cache-Control", "no-store");
    HttpServerExchange exchange = request.exchange();
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      return Response.of(type, ByteBuffer.allocate(0), headers);
    }
    try (ExportPlaces.Place place = places.take(request.principal())) {
      request.audit("export", lines ? "exams.jsonl" : "exams.csv", filters(parameters));
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
      headers.forEach(
          (header, value) -> exchange.getResponseHeaders().put(new HttpString(header), value));
      ExamQuery all = query.following(null, ROWS);
      Download.send(
          exchange,
          LONGEST,
          floor,
          out -> {
            write(request, all, lines, out);
            place.free(); // who has the end may ask again at once
          });
    }
    return Response.TAKEN;
  }

  /** What the audit log keeps for ever holds no patient: only a UID is told of what was sought. */
  private static String filters(Parameters parameters) {
    ObjectNode filters = ExamFilters.echo(parameters);
    String search = filters.path("search").asText();
    if (!search.isEmpty() && !(Uids.isValid(search) && search.contains("."))) {
      filters.put("search", "words that are not kept");
    }
    return Json.text(filters);
  }

  private void write(Request request, ExamQuery query, boolean lines, Writer out)
      throws IOException {
    if (!lines) {
      out.write(ExamCsv.HEAD);
    }
    ExamQuery next = query;
    List<ObjectNode> rows;
    do {
      ExamPage page = engine.exams(next);
      rows = objects.of(page.exams(), request.masking(), false);
      for (ObjectNode row : rows) {
        out.write(lines ? Json.text(row) + "\n" : ExamCsv.row(row));
      }
      if (!rows.isEmpty()) {
        next = next.following(page.exams().get(rows.size() - 1).exam().uid(), ROWS);
      }
    } while (rows.size() == ROWS);
  }
}
