/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AlertView;
import org.xrayvision.api.ExamView;
import org.xrayvision.core.OpenAlerts;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Masking;

/** Alerts: those that wait for an acknowledgement, acknowledging, and the way from a message. */
final class AlertRoutes {
  private static final String ID = "[A-Za-z0-9_-]{1,64}";

  private final XRayVision engine;

  AlertRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/alerts", Action.SEE_EXAMS, this::open),
        Route.get("/alerts/{id}", Action.SEE_EXAMS, this::show),
        Route.post("/api/ack", Action.ACKNOWLEDGE, this::acknowledge));
  }

  private Response open(Request request) {
    int page = (int) request.query().number("page", 1, 1_000_000_000, 1);
    OpenAlerts open = engine.openAlerts(page);
    ObjectNode json = counts(open).put("pages", open.pages());
    ArrayNode alerts = json.putArray("alerts");
    open.alerts()
        .forEach(
            alert -> {
              Masking masking = request.masking();
              String problem = problem(alert, masking);
              ObjectNode one = alerts.addObject().put("uid", alert.uid());
              one.put("region", alert.region()).setAll(members(alert, problem, masking));
            });
    return Response.json(json);
  }

  private @Nullable String problem(AlertView alert, Masking masking) {
    String problem = alert.problem();
    return problem == null || !masking.masked()
        ? problem
        : engine.exam(alert.uid()).map(view -> masking.text(problem, view.exam())).orElse(null);
  }

  /** What a message's link leads to: it names no exam. */
  private Response show(Request request) {
    return Response.redirect("/?search=" + find(request.path("id")).uid());
  }

  private Response acknowledge(Request request) {
    ObjectNode body = request.json();
    String uid = body.has("alert") ? find(Json.string(body, "alert")).uid() : uid(body);
    if (!engine.acknowledge(uid, request.principal().name())) {
      throw new HttpException(409, "Nothing was told of this exam: there is no alert.");
    }
    request.audit("acknowledge", uid, "");
    return Response.success("The alert is acknowledged.");
  }

  private AlertView find(String id) {
    if (!id.matches(ID)) {
      throw HttpException.badParameter("alert", "the id of an alert is expected");
    }
    return engine.alert(id).orElseThrow(() -> new HttpException(404, "There is no such alert."));
  }

  private String uid(ObjectNode body) {
    return ExamRoutes.find(engine, Json.string(body, "uid")).exam().uid();
  }

  /** How many wait, since when, and when the next is escalated. */
  static ObjectNode counts(OpenAlerts open) {
    return Json.object()
        .put("open", open.count())
        .put("oldest", Json.instant(open.oldest()))
        .put("escalates_at", Json.instant(open.nextEscalation()));
  }

  /** The alert of an exam's reading, or null. */
  static @Nullable ObjectNode json(ExamView view, Masking masking) {
    AlertView alert = view.alert();
    return alert == null
        ? null
        : members(alert, masking.text(alert.problem(), view.exam()), masking);
  }

  /**
   * @param problem the words of a plugin, as far as the reader may see them
   */
  private static ObjectNode members(AlertView alert, @Nullable String problem, Masking masking) {
    Instant acknowledged = alert.acknowledgedAt();
    ObjectNode json =
        Json.object()
            .put("id", alert.id())
            .put("severity", alert.severity())
            .put("at", alert.at().toString())
            .put("sent", Json.instant(alert.sent()));
    json.set(
        "acknowledged",
        acknowledged == null
            ? null
            : Json.object()
                .put("by", masking.name(alert.acknowledgedBy()))
                .put("at", acknowledged.toString()));
    return json.put("escalates_at", Json.instant(alert.escalatesAt()))
        .put("escalated", Json.instant(alert.escalatedAt()))
        .put("problem", problem);
  }
}
