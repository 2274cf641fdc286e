/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.Operations;
import org.xrayvision.core.QueueOverview;
import org.xrayvision.core.RetryResult;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;

/** The queue: how it stands, suspending and resuming its work, trying errors again. */
final class QueueRoutes {
  private static final int MOST_ERRORS = 1000;
  private static final int REFUSALS = 1000;
  private static final int MOST_REASONS = 20;
  private static final Duration DAY = Duration.ofDays(1);

  private final XRayVision engine;

  QueueRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/queue", Action.MANAGE_QUEUE, this::queue),
        Route.post("/api/queue", Action.MANAGE_QUEUE, this::act));
  }

  private Response queue(Request request) {
    int max = (int) request.query().number("errors", 0, MOST_ERRORS, 50);
    Operations operations = engine.operations();
    QueueOverview queue = operations.queue(max);
    ObjectNode json =
        Json.object()
            .put("suspended_since", Json.instant(operations.suspendedSince().orElse(null)));
    ArrayNode states = json.putArray("states");
    for (QueueOverview.State state : queue.states()) {
      states
          .addObject()
          .put("state", state.status().code())
          .put("exams", state.exams())
          .put("since", Json.instant(state.since()));
    }
    ArrayNode work = json.putArray("in_work");
    queue
        .inWork()
        .forEach(
            one -> work.addObject().put("uid", one.uid()).put("since", Json.instant(one.since())));
    json.set("errors", errors(queue));
    json.set("refusals", refusals(engine.refusals(REFUSALS), Instant.now().minus(DAY)));
    return Response.json(json);
  }

  private static ObjectNode errors(QueueOverview queue) {
    long total =
        queue.states().stream()
            .filter(state -> state.status() == ExamStatus.ERROR)
            .mapToLong(QueueOverview.State::exams)
            .sum();
    ObjectNode json = Json.object().put("total", total);
    ArrayNode reasons = json.putArray("reasons");
    for (QueueOverview.Reason reason : queue.reasons()) {
      reasons.addObject().put("reason", reason.reason()).put("exams", reason.exams());
    }
    ArrayNode exams = json.putArray("exams");
    for (QueueOverview.GivenUp exam : queue.errors()) {
      exams
          .addObject()
          .put("uid", exam.uid())
          .put("created", exam.created().toString().replace('T', ' '))
          .put("protocol", exam.protocol())
          .put("region", exam.region())
          .put("at", Json.instant(exam.at()))
          .put("attempts", exam.attempts())
          .put("reason", exam.reason())
          .put("has_picture", exam.hasPicture());
    }
    return json;
  }

  /** Of the last day, by why. */
  private static ObjectNode refusals(List<Refusal> latest, Instant from) {
    Map<String, Long> reasons =
        latest.stream()
            .filter(refusal -> !refusal.at().isBefore(from))
            .collect(Collectors.groupingBy(Refusal::reason, Collectors.counting()));
    ObjectNode json =
        Json.object().put("day", reasons.values().stream().mapToLong(Long::longValue).sum());
    ArrayNode rows = json.putArray("reasons");
    reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_REASONS)
        .forEach(
            row -> rows.addObject().put("reason", row.getKey()).put("objects", row.getValue()));
    return json;
  }

  private Response act(Request request) {
    String action = Json.string(request.json(), "action");
    Function<Request, Response> act =
        switch (action) {
          case "suspend" -> this::suspend;
          case "resume" -> this::resume;
          case "retry_errors" -> this::retry;
          default ->
              throw HttpException.badParameter(
                  "action", "one of suspend, resume, retry_errors is expected");
        };
    return act.apply(request);
  }

  private Response suspend(Request request) {
    boolean changed = engine.operations().suspend();
    note(request, "queue_suspend", changed ? "" : "was suspended already");
    return Response.success(
        changed
            ? "Analysis is suspended; what arrives is kept."
            : "Analysis was suspended already.");
  }

  private Response resume(Request request) {
    boolean changed = engine.operations().resume();
    note(request, "queue_resume", changed ? "" : "was not suspended");
    return Response.success(changed ? "Analysis goes on." : "Analysis was not suspended.");
  }

  private Response retry(Request request) {
    RetryResult result = engine.operations().retryErrors();
    int moved = result.queued() + result.prepared();
    note(request, "queue_retry", moved + " exams, " + result.left() + " left");
    String left =
        result.left() == 0
            ? ""
            : " " + result.left() + " stay: their objects are not there any more.";
    return Response.json(
        Json.object()
            .put("status", "success")
            .put("message", moved + " exams are tried again." + left)
            .put("queued", result.queued())
            .put("prepared", result.prepared())
            .put("left", result.left()));
  }

  private void note(Request request, String action, String detail) {
    request.audit(action, "queue", detail);
  }
}
