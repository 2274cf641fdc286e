/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.retrieve.PacsStatus;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.retrieve.QueryProgress;
import org.xrayvision.server.retrieve.Retrieval;

/** Asking PACS for studies, and what came of it. */
final class QueryRoutes {
  private static final int MOST_HOURS = 168;
  private static final int MOST_FAILURES = 1000;

  private final Queries queries;

  QueryRoutes(Queries queries) {
    this.queries = queries;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/dicomquery", Action.QUERY_PACS, this::ask),
        Route.post("/api/trigger_query", Action.QUERY_PACS, this::ask),
        Route.get("/api/retrievals", Action.QUERY_PACS, this::retrievals));
  }

  private Response ask(Request request) {
    ObjectNode body = request.json();
    int hours = hours(body.get("hours"));
    String pacs = body.hasNonNull("pacs") ? Json.string(body, "pacs") : null;
    String whyNot = queries.whyNot();
    if (whyNot != null) {
      throw new HttpException(409, whyNot);
    }
    if (pacs != null && !queries.names().contains(pacs)) {
      throw HttpException.badParameter(
          "pacs", "there is no PACS of this name; there is " + String.join(", ", queries.names()));
    }
    Map<String, Long> asked = queries.ask(hours, pacs);
    String names = String.join(", ", asked.keySet());
    request.audit("query", names, "last " + hours + " hours");
    String message = "Asking " + names + " for the studies of the last " + hours + " hours.";
    ObjectNode json = Json.object().put("status", "success").put("message", message);
    ObjectNode runs = json.putObject("runs");
    asked.forEach(runs::put);
    return Response.json(json);
  }

  private static int hours(@Nullable JsonNode value) {
    if (value == null
        || !value.canConvertToExactIntegral()
        || value.longValue() < 1
        || value.longValue() > MOST_HOURS) {
      throw HttpException.badParameter("hours", "a whole number in 1 to 168 is required");
    }
    return value.intValue();
  }

  private Response retrievals(Request request) {
    int limit = (int) request.query().number("limit", 1, MOST_FAILURES, 100);
    ObjectNode json =
        Json.object()
            .put("enabled", queries.whyNot() == null)
            .put("message", queries.whyNot())
            .put("next_query", queries.nextQuery());
    ArrayNode pacs = json.putArray("pacs");
    queries.status().forEach(one -> pacs.add(pacs(one)));
    ArrayNode failures = json.putArray("failures");
    queries.troubled(limit).forEach(one -> failures.add(failure(one)));
    return Response.json(json);
  }

  private static ObjectNode pacs(PacsStatus status) {
    ObjectNode json =
        Json.object()
            .put("name", status.settings().name())
            .put("address", status.settings().address())
            .put("method", status.settings().method().words())
            .put("root", status.settings().root().name())
            .put("state", status.activity().code())
            .put("next", status.next().toString())
            .put("waits_for", status.waitsFor())
            .put("trouble", status.trouble())
            .put("trouble_since", Json.instant(status.troubleSince()))
            .put("answered_until", Json.instant(status.answered()))
            .put("wanted", status.wanted())
            .put("failed", status.failed());
    PacsStatus.Run run = status.run();
    json.set("run", run == null ? null : run(run));
    return json;
  }

  private static ObjectNode run(PacsStatus.Run run) {
    QueryProgress progress = run.progress();
    return Json.object()
        .put("id", run.id())
        .put("begun", run.begun().toString())
        .put("ended", Json.instant(run.ended()))
        .put("state", progress.state().code())
        .put("found", progress.found())
        .put("fetched", progress.fetched())
        .put("failed", progress.failed())
        .put("skipped", progress.skipped())
        .put("message", progress.message());
  }

  private static ObjectNode failure(Retrieval retrieval) {
    boolean again = retrieval.status() == Retrieval.Status.WANTED;
    ObjectNode json =
        Json.object()
            .put("pacs", retrieval.pacs())
            .put("study", retrieval.studyUid())
            .put("status", again ? "waiting" : "failed")
            .put("attempts", retrieval.attempts())
            .put("fetched", retrieval.fetched())
            .put("refused", retrieval.refused())
            .put("updated", retrieval.updated().toString())
            .put("again", again ? retrieval.notBefore().toString() : null)
            .put("error", retrieval.error());
    if (retrieval.objects().isPresent()) {
      json.put("objects", retrieval.objects().getAsInt());
    } else {
      json.putNull("objects");
    }
    return json;
  }
}
