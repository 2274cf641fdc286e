/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** Exams: lists, one, and asking for another look. */
final class ExamRoutes {
  private final XRayVision engine;
  private final ExamObjects objects;
  private final int pageSize;

  ExamRoutes(XRayVision engine, ExamObjects objects, int pageSize) {
    this.engine = engine;
    this.objects = objects;
    this.pageSize = pageSize;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/exams", Action.SEE_EXAMS, this::list),
        Route.get("/api/exams/{uid}", Action.SEE_EXAMS, this::one),
        Route.post("/api/requeue", Action.LOOK_AGAIN, this::lookAgain),
        Route.post("/api/lookagain", Action.LOOK_AGAIN, this::lookAgain));
  }

  private Response list(Request request) {
    Parameters parameters = request.query();
    ExamQuery query = ExamFilters.query(request, pageSize, engine);
    checkAfter(engine, query);
    ExamPage page = engine.exams(query);
    ObjectNode json = Json.object();
    json.putArray("exams").addAll(objects.of(page.exams(), request.masking(), isExtra(parameters)));
    page.exams().forEach(view -> request.listed(view.exam().uid()));
    json.put("total", page.total()).put("pages", page.pages());
    json.set("filters", ExamFilters.echo(parameters));
    int last = page.exams().size() - 1;
    boolean more = last >= 0 && isMore(query, last + 1, page.pages());
    json.put("next", more ? page.exams().get(last).exam().uid() : null);
    return Response.tagged(request, json);
  }

  /** Whether something follows; behind another exam that is not known before a page is not full. */
  static boolean isMore(ExamQuery query, int shown, int pages) {
    return query.after() == null ? query.page() < pages : shown == query.pageSize();
  }

  static void checkAfter(XRayVision engine, ExamQuery query) {
    String after = query.after();
    if (after != null && engine.exam(after).isEmpty()) {
      throw HttpException.badParameter("after", "there is no such exam any more");
    }
  }

  private Response one(Request request) {
    boolean extra = isExtra(request.query());
    ExamView view = find(engine, request.path("uid"));
    request.viewed(view.exam().uid(), "exam");
    return Response.tagged(request, objects.of(List.of(view), request.masking(), extra).get(0));
  }

  private Response lookAgain(Request request) {
    String uid = Json.string(request.json(), "uid");
    if (!engine.requeue(find(engine, uid).exam().uid())) {
      throw new HttpException(409, "The exam's picture is not made yet; try again in a moment.");
    }
    request.audit("requeue", uid, "");
    return Response.success("The exam will be read again.");
  }

  /** The exam of a UID that somebody gave. */
  static ExamView find(XRayVision engine, String uid) {
    if (!Uids.isValid(uid)) {
      throw HttpException.badParameter("uid", "1 to 64 digits and dots are expected");
    }
    return engine.exam(uid).orElseThrow(() -> new HttpException(404, "There is no such exam."));
  }

  private static boolean isExtra(Parameters parameters) {
    return Boolean.TRUE.equals(parameters.yesNo("extra"));
  }
}
