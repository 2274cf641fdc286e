/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamDetail;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.ModelRun;
import org.xrayvision.api.Reading;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Masking;

/** Exam objects and readings as lists show them, with what stands beside exams. Immutable. */
final class ExamObjects {
  private static final double MILLIS = 1000;
  private static final int AT_ONCE = 1000;
  private static final Set<ExamStatus> ON_THE_WAY =
      Set.of(ExamStatus.QUEUED, ExamStatus.REQUEUE, ExamStatus.PROCESSING);

  private final XRayVision engine;
  private final ExamJson examJson;

  ExamObjects(XRayVision engine, ExamJson examJson) {
    this.engine = engine;
    this.examJson = examJson;
  }

  /** The exam objects of these exams, as the reader may see them. */
  List<ObjectNode> of(List<ExamView> views, Masking masking, boolean extra) {
    List<ObjectNode> objects = new ArrayList<>();
    for (int from = 0; from < views.size(); from += AT_ONCE) {
      List<ExamView> some = views.subList(from, Math.min(views.size(), from + AT_ONCE));
      Map<String, ExamDetail> details =
          extra
              ? engine.records().details(some.stream().map(view -> view.exam().uid()).toList())
              : Map.of();
      EngineStatus status =
          extra && some.stream().anyMatch(this::isOnTheWay) ? engine.status() : null;
      for (ExamView view : some) {
        ObjectNode json = examJson.of(view, masking);
        if (extra) {
          ExamDetail detail = details.getOrDefault(view.exam().uid(), ExamDetail.NONE);
          json.set("extra", extra(view, detail, status, masking));
        }
        objects.add(json);
      }
    }
    return objects;
  }

  private boolean isOnTheWay(ExamView view) {
    return ON_THE_WAY.contains(view.exam().status());
  }

  /** Readings with their exam objects. */
  List<ObjectNode> ofReadings(List<Reading> readings, Masking masking) {
    List<ExamView> views = readings.stream().flatMap(one -> one.exams().stream()).toList();
    List<ObjectNode> exams = of(views, masking, true);
    List<ObjectNode> objects = new ArrayList<>();
    int next = 0;
    for (Reading reading : readings) {
      ObjectNode json = examJson.reading(reading, masking);
      ArrayNode own = json.putArray("exams");
      for (int i = 0; i < reading.exams().size(); i++) {
        own.add(exams.get(next++));
      }
      objects.add(json);
    }
    return objects;
  }

  private ObjectNode extra(
      ExamView view, ExamDetail detail, @Nullable EngineStatus status, Masking masking) {
    ObjectNode json = examJson.extra(view, masking);
    json.put("since", Json.instant(detail.since()));
    json.set("queue", queue(detail, status));
    json.set("progress", progress(view, detail, status));
    ArrayNode conflicts = json.putArray("conflicts");
    detail.conflicts().forEach(at -> conflicts.add(at.toString()));
    json.put(
        "prompt",
        detail.runs().stream()
            .filter(run -> run.kind() == ModelRun.Kind.PRIMARY && !run.failed())
            .map(ExamDetail.Run::promptVersion)
            .findFirst()
            .orElse(null));
    ArrayNode runs = json.putArray("runs");
    detail.runs().forEach(run -> runs.add(run(run)));
    String uid = view.exam().uid();
    return json.put("picture", engine.records().hasPicture(uid))
        .put("dicom", engine.dicom(uid).isPresent());
  }

  private static ObjectNode run(ExamDetail.Run run) {
    return Json.object()
        .put("kind", run.kind().name().toLowerCase(Locale.ROOT))
        .put("at", run.started().toString())
        .put("model", run.model())
        .put("prompt", run.promptVersion())
        .put("severity", run.severity())
        .put("confidence", run.confidence())
        .put("latency", run.latencySeconds())
        .put("failed", run.failed());
  }

  private static @Nullable ObjectNode queue(ExamDetail detail, @Nullable EngineStatus status) {
    int place = detail.queuePlace();
    if (place == 0) {
      return null;
    }
    OptionalDouble usual = status == null ? OptionalDouble.empty() : status.averageLatencySeconds();
    ObjectNode json = Json.object().put("place", place < 0 ? null : (Integer) place);
    return json.put(
        "about",
        place < 0 || usual.isEmpty()
            ? null
            : (Double) (Math.round(10 * place * usual.getAsDouble()) / 10.0));
  }

  private static @Nullable ObjectNode progress(
      ExamView view, ExamDetail detail, @Nullable EngineStatus status) {
    Instant since = detail.since();
    if (view.exam().status() != ExamStatus.PROCESSING || status == null || since == null) {
      return null;
    }
    boolean asked = status.processing().contains(view.exam().uid());
    OptionalDouble usual = status.averageLatencySeconds();
    double elapsed = Duration.between(since, Instant.now()).toMillis() / MILLIS;
    return Json.object()
        .put("stage", asked ? "asked" : "claimed")
        .put("elapsed", Math.max(0, elapsed))
        .put("usual", usual.isPresent() ? (Double) usual.getAsDouble() : null)
        .put(
            "endpoint",
            status.endpoints().stream()
                .filter(EndpointStatus::active)
                .map(EndpointStatus::name)
                .findFirst()
                .orElse(null));
  }
}
