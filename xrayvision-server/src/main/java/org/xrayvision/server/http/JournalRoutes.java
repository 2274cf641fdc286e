/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamView;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.AuditLog;

/** What happened to an exam: its events as they are kept, and what they mean. Immutable. */
final class JournalRoutes {
  private static final int MOST_RUNS = 200;
  private static final int MOST_ACTS = 200;

  private final XRayVision engine;
  private final AuditLog audit;

  JournalRoutes(XRayVision engine, AuditLog audit) {
    this.engine = engine;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/exams/{uid}/journal", Action.SEE_EXAMS, this::journal));
  }

  private Response journal(Request request) {
    ExamView view = ExamRoutes.find(engine, request.path("uid"));
    String uid = view.exam().uid();
    List<ExamEvent> events = engine.journal(uid);
    ObjectNode json = Json.object().put("uid", uid);
    ArrayNode rows = json.putArray("journal");
    for (ExamEvent event : events) {
      ObjectNode row = rows.addObject();
      row.put("seq", event.seq()).put("at", event.at().toString()).put("kind", event.kind());
      ObjectNode payload = row.putObject("payload");
      event
          .payload()
          .forEach((name, value) -> payload.put(name, request.masking().text(value, view.exam())));
    }
    JournalSteps steps = new JournalSteps(view.exam(), request.masking());
    steps.events(events);
    steps.runs(engine.runs(uid, MOST_RUNS));
    steps.verdicts(engine.records().verdicts(uid));
    steps.acts(audit.rows(new AuditLog.Filter(null, null, uid, null, null, null), MOST_ACTS));
    json.set("steps", steps.json());
    request.viewed(uid, "journal");
    return Response.json(json);
  }
}
