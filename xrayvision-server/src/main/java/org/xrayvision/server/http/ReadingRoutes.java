/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Reading;
import org.xrayvision.api.ReadingPage;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** The list by reading, and what a patient's region was read as before. Immutable. */
final class ReadingRoutes {
  private static final int MOST_PRIORS = 20;

  private final XRayVision engine;
  private final ExamObjects objects;
  private final int pageSize;

  ReadingRoutes(XRayVision engine, ExamObjects objects, int pageSize) {
    this.engine = engine;
    this.objects = objects;
    this.pageSize = pageSize;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/readings", Action.SEE_EXAMS, this::list),
        Route.get("/api/readings/count", Action.SEE_EXAMS, this::count),
        Route.get("/api/exams/{uid}/priors", Action.SEE_EXAMS, this::priors));
  }

  private Response list(Request request) {
    Parameters parameters = request.query();
    ExamQuery query = ExamFilters.query(request, pageSize, engine);
    ExamRoutes.checkAfter(engine, query);
    ReadingPage page = engine.records().readings(query);
    List<Reading> readings = page.readings();
    ObjectNode json = Json.object();
    json.putArray("readings").addAll(objects.ofReadings(readings, request.masking()));
    json.put("total", page.total()).put("pages", page.pages());
    json.set("filters", ExamFilters.echo(parameters));
    listed(request, readings);
    int last = readings.size() - 1;
    boolean more = last >= 0 && ExamRoutes.isMore(query, last + 1, page.pages());
    json.put("next", more ? readings.get(last).uid() : null);
    return Response.tagged(request, json);
  }

  private Response count(Request request) {
    Parameters parameters = request.query();
    ExamQuery query = ExamFilters.query(request, pageSize, engine);
    OptionalLong count = engine.records().readingCount(query);
    ObjectNode json =
        Json.object().put("total", count.isPresent() ? (Long) count.getAsLong() : null);
    json.set("filters", ExamFilters.echo(parameters));
    return Response.json(json);
  }

  private static void listed(Request request, List<Reading> readings) {
    readings.forEach(one -> one.exams().forEach(view -> request.listed(view.exam().uid())));
  }

  private Response priors(Request request) {
    ExamView view = ExamRoutes.find(engine, request.path("uid"));
    LocalDateTime taken = view.exam().created();
    List<Reading> readings = engine.records().priors(view.exam().uid(), MOST_PRIORS);
    request.viewed(view.exam().uid(), "priors");
    listed(request, readings);
    List<ObjectNode> shown = objects.ofReadings(readings, request.masking());
    ObjectNode json = Json.object().put("uid", view.exam().uid());
    ArrayNode priors = json.putArray("priors");
    for (int i = 0; i < shown.size(); i++) {
      LocalDateTime then = readings.get(i).created();
      long days = ChronoUnit.DAYS.between(then.toLocalDate(), taken.toLocalDate());
      priors.add(shown.get(i).put("days", days));
    }
    return Response.json(json);
  }
}
