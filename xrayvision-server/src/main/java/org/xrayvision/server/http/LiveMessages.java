/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EngineLoad;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Masking;
import org.xrayvision.server.retrieve.PacsStatus;
import org.xrayvision.server.retrieve.Queries;
import org.xrayvision.server.retrieve.QueryProgress;

/**
 * What a WebSocket client is told. No message holds a patient's data, for no role: names are
 * initials. Safe for threads.
 */
final class LiveMessages {
  private static final double MILLIS = 1000;
  private static final long MB = 1_000_000;

  private final XRayVision engine;
  private final Queries queries;
  private final Supplier<List<String>> failedUpkeep;
  private final ExamJson examJson;
  private final Masking masking;

  /**
   * @param failedUpkeep the steps that failed last night
   * @param masking of those who see least
   */
  LiveMessages(
      XRayVision engine,
      Queries queries,
      Supplier<List<String>> failedUpkeep,
      ExamJson examJson,
      Masking masking) {
    this.engine = engine;
    this.queries = queries;
    this.failedUpkeep = failedUpkeep;
    this.examJson = examJson;
    this.masking = masking;
  }

  /**
   * The engine's state: {@code dashboard}, {@code openai}, {@code timings}, {@code next_query},
   * {@code pacs}, {@code storage}, {@code alerts}, {@code maintenance}.
   */
  ObjectNode state() {
    EngineStatus status = engine.status();
    ObjectNode json = Json.object();
    json.set("dashboard", counters(status));
    json.set("openai", endpoints(status));
    json.putObject("timings")
        .put("total", millis(status.lastLatencySeconds()))
        .put("average", millis(status.averageLatencySeconds()));
    json.set("storage", storage(status.load()));
    ArrayNode failed = json.putObject("maintenance").putArray("failed");
    failedUpkeep.get().forEach(failed::add);
    json.set("alerts", alerts(status));
    json.put(
        "suspended_since",
        engine.operations().suspendedSince().map(Instant::toString).orElse(null));
    json.put("next_query", queries.nextQuery());
    json.set("pacs", pacs());
    return json;
  }

  private ObjectNode counters(EngineStatus status) {
    QueueCounts counts = status.counts();
    return Json.object()
        .put("queue_size", counts.waiting())
        .put("check_queue_size", counts.check())
        .put("processing", processing(status))
        .put("success_count", counts.doneThisWeek())
        .put("error_count", counts.errors())
        .put("ignore_count", counts.ignored());
  }

  private ArrayNode pacs() {
    ArrayNode pacs = Json.array();
    for (PacsStatus one : queries.status()) {
      Instant since = one.troubleSince();
      pacs.addObject()
          .put("name", one.settings().name())
          .put("state", one.activity().code())
          .put("next", one.next().toString())
          .put("trouble", one.trouble())
          .put("since", Json.instant(since))
          .put("failed", one.failed());
    }
    return pacs;
  }

  /** How a query goes on. It is in no list of events: it has the number of the last one. */
  ObjectNode query(QueryProgress progress, long seq, Instant now) {
    ObjectNode payload =
        Json.object()
            .put("pacs", progress.pacs())
            .put("state", progress.state().code())
            .put("found", progress.found())
            .put("fetched", progress.fetched())
            .put("failed", progress.failed())
            .put("skipped", progress.skipped())
            .put("message", progress.message());
    return event(seq, now, "query", payload);
  }

  /** The free disk counts only when it is low: it would make a new state each time else. */
  private static ObjectNode storage(EngineLoad load) {
    return Json.object()
        .put("low", load.diskLow())
        .put("free_mb", load.diskLow() ? (Long) (load.freeBytes() / MB) : null)
        .put("min_free_mb", load.minFreeBytes() / MB);
  }

  /** An event, for those who may see exams and for those who may not. */
  record Told(ObjectNode whole, ObjectNode brief) {}

  /**
   * An event of the store, under the name that clients know. That an exam was reviewed comes with
   * the exam object; who may not see exams is told its uid and the verdict.
   */
  Told event(ExamEvent event) {
    ObjectNode brief = brief(event);
    String uid = event.uid();
    if (!event.kind().equals(ExamEvent.REVIEWED) || uid == null) {
      return new Told(brief, brief);
    }
    ObjectNode whole = brief.deepCopy();
    ObjectNode payload = (ObjectNode) whole.get("payload");
    // The exam object, as anybody who may see exams may see it: one message goes to all of them.
    engine.exam(uid).ifPresent(view -> payload.setAll(examJson.of(view, masking)));
    return new Told(whole, brief);
  }

  private ObjectNode brief(ExamEvent event) {
    ObjectNode payload = Json.object();
    event.payload().forEach(payload::put);
    String uid = event.uid();
    if (uid != null) {
      payload.put("uid", uid);
    }
    String reason = event.payload().get("reason");
    if (reason != null && uid != null) {
      // Often the words of a plugin, which may quote what it was asked.
      payload.put(
          "reason", engine.exam(uid).map(view -> masking.text(reason, view.exam())).orElse(null));
    }
    if (event.kind().equals(ExamEvent.DONE) && uid != null) {
      Optional<ExamView> view = engine.exam(uid);
      AiReport report = view.map(found -> found.exam().aiReport()).orElse(null);
      payload.put("positive", report != null && report.positive());
      payload.put("reviewed", view.map(ExamView::reviewed).orElse(false));
    }
    return event(event.seq(), event.at(), name(event.kind()), payload);
  }

  /** The first message: where the client is and how far the sequence has come. */
  ObjectNode connected(String address, long from, long seq, Instant now) {
    return event(from, now, "connected", Json.object().put("address", address).put("seq", seq));
  }

  /** The client has missed more than can be told: it must load anew. */
  ObjectNode resync(long seq, Instant now) {
    return event(seq, now, "resync", Json.object().put("seq", seq));
  }

  /** A message with an event, or with the state alone. */
  static String message(@Nullable ObjectNode event, ObjectNode state) {
    ObjectNode message = Json.object();
    if (event != null) {
      message.set("event", event);
    }
    message.setAll(state);
    return Json.text(message);
  }

  private static ObjectNode event(long seq, Instant at, String name, ObjectNode payload) {
    ObjectNode json = Json.object().put("seq", seq).put("at", at.toString()).put("name", name);
    json.set("payload", payload);
    return json;
  }

  /** The names of the API; our own kinds keep theirs. */
  private static String name(String kind) {
    return switch (kind) {
      case ExamEvent.DONE -> "new_exam";
      case ExamEvent.CHECK -> "radreport";
      case ExamEvent.CHECKED -> "radcheck";
      case ExamEvent.REVIEWED -> "radreview";
      default -> kind;
    };
  }

  private @Nullable String processing(EngineStatus status) {
    return status.processing().stream()
        .findFirst()
        .flatMap(engine::exam)
        .map(view -> view.exam().patient().name())
        .map(Masking::initials)
        .orElse(null);
  }

  private static ObjectNode endpoints(EngineStatus status) {
    List<EndpointStatus> endpoints = status.endpoints();
    String active =
        endpoints.stream()
            .filter(EndpointStatus::active)
            .map(EndpointStatus::name)
            .findFirst()
            .orElse(null);
    ObjectNode json = Json.object().put("url", active);
    json.putObject("health").put("pri", health(endpoints, 0)).put("sec", health(endpoints, 1));
    json.set("endpoints", list(endpoints));
    json.set("readers", list(status.readerEndpoints()));
    json.set("sources", list(status.sourceEndpoints()));
    json.put("report_trouble", status.reportTrouble());
    return json.put("trouble", status.trouble());
  }

  /** How many wait for an acknowledgement, and how those are who tell of them. */
  private ObjectNode alerts(EngineStatus status) {
    ObjectNode json = AlertRoutes.counts(engine.openAlerts());
    json.set("notifiers", list(status.notifierEndpoints()));
    return json.put("trouble", status.alertTrouble());
  }

  private static ArrayNode list(List<EndpointStatus> endpoints) {
    ArrayNode json = Json.array();
    endpoints.forEach(endpoint -> json.add(endpoint(endpoint)));
    return json;
  }

  private static ObjectNode endpoint(EndpointStatus endpoint) {
    Instant since = endpoint.since();
    return Json.object()
        .put("name", endpoint.name())
        .put("health", endpoint.health().name().toLowerCase(Locale.ROOT))
        .put("active", endpoint.active())
        .put("cause", endpoint.cause())
        .put("since", Json.instant(since));
  }

  private static @Nullable Boolean health(List<EndpointStatus> endpoints, int index) {
    if (index >= endpoints.size()) {
      return null;
    }
    return switch (endpoints.get(index).health()) {
      case UP -> true;
      case DOWN -> false;
      case UNKNOWN -> null;
    };
  }

  private static @Nullable Long millis(OptionalDouble seconds) {
    return seconds.isPresent() ? (Long) Math.round(seconds.getAsDouble() * MILLIS) : null;
  }
}
