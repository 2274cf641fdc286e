/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamView;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** Exams: lists, one, its journal, and asking for another look. */
final class ExamRoutes {
  private final XRayVision engine;
  private final ExamJson examJson;
  private final int pageSize;

  ExamRoutes(XRayVision engine, ExamJson examJson, int pageSize) {
    this.engine = engine;
    this.examJson = examJson;
    this.pageSize = pageSize;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/exams", Action.SEE_EXAMS, this::list),
        Route.get("/api/exams/{uid}", Action.SEE_EXAMS, this::one),
        Route.get("/api/exams/{uid}/journal", Action.SEE_EXAMS, this::journal),
        Route.post("/api/requeue", Action.LOOK_AGAIN, this::lookAgain),
        Route.post("/api/lookagain", Action.LOOK_AGAIN, this::lookAgain));
  }

  private Response list(Request request) {
    Parameters parameters = request.query();
    ExamPage page =
        engine.exams(ExamFilters.query(parameters, pageSize, request.may(Action.SEARCH_PERSONS)));
    boolean extra = isExtra(parameters);
    ObjectNode json = Json.object();
    ArrayNode exams = json.putArray("exams");
    page.exams().forEach(view -> exams.add(exam(view, request, extra)));
    page.exams().forEach(view -> request.listed(view.exam().uid()));
    json.put("total", page.total()).put("pages", page.pages());
    json.set("filters", ExamFilters.echo(parameters));
    return Response.json(json);
  }

  private Response one(Request request) {
    boolean extra = isExtra(request.query());
    ObjectNode json = exam(find(request.path("uid")), request, extra);
    request.viewed(request.path("uid"), "exam");
    return Response.json(json);
  }

  private Response journal(Request request) {
    ExamView view = find(request.path("uid"));
    ObjectNode json = Json.object().put("uid", view.exam().uid());
    ArrayNode rows = json.putArray("journal");
    for (ExamEvent event : engine.journal(view.exam().uid())) {
      ObjectNode row = rows.addObject();
      row.put("seq", event.seq()).put("at", event.at().toString()).put("kind", event.kind());
      ObjectNode payload = row.putObject("payload");
      event
          .payload()
          .forEach((name, value) -> payload.put(name, request.masking().text(value, view.exam())));
    }
    request.viewed(view.exam().uid(), "journal");
    return Response.json(json);
  }

  private Response lookAgain(Request request) {
    String uid = Json.string(request.json(), "uid");
    if (!engine.requeue(find(uid).exam().uid())) {
      throw new HttpException(409, "The exam's picture is not made yet; try again in a moment.");
    }
    request.audit("requeue", uid, "");
    return Response.success("The exam will be read again.");
  }

  private ExamView find(String uid) {
    if (!Uids.isValid(uid)) {
      throw HttpException.badParameter("uid", "1 to 64 digits and dots are expected");
    }
    return engine.exam(uid).orElseThrow(() -> new HttpException(404, "There is no such exam."));
  }

  private ObjectNode exam(ExamView view, Request request, boolean extra) {
    ObjectNode json = examJson.of(view, request.masking());
    if (extra) {
      json.set("extra", examJson.extra(view, request.masking()));
    }
    return json;
  }

  private static boolean isExtra(Parameters parameters) {
    return Boolean.TRUE.equals(parameters.yesNo("extra"));
  }
}
