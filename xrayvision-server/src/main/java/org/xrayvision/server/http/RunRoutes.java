/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ModelRun;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Masking;

/** What models were asked about an exam, and what they answered. Immutable. */
final class RunRoutes {
  private static final int MOST = 50;
  private static final int LONGEST_RAW = 20_000;

  private final XRayVision engine;

  RunRoutes(XRayVision engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/exams/{uid}/runs", Action.SEE_RUNS, this::runs));
  }

  private Response runs(Request request) {
    String uid = request.path("uid");
    Exam exam = ExamRoutes.find(engine, uid).exam();
    ObjectNode json = Json.object().put("uid", uid);
    ArrayNode rows = json.putArray("runs");
    engine.runs(uid, MOST).forEach(run -> rows.add(run(run, exam, request.masking())));
    request.viewed(uid, "runs");
    return Response.json(json);
  }

  /** What a model says may quote whom it speaks of. */
  private static ObjectNode run(ModelRun run, Exam exam, Masking masking) {
    String raw = run.rawAnswer();
    String assessment = run.rawAssessment();
    return Json.object()
        .put("kind", run.kind().name().toLowerCase(Locale.ROOT))
        .put("started", run.started().toString())
        .put("prompt_version", run.promptVersion())
        .put("model", run.model())
        .put("endpoint", run.endpoint())
        .put("latency", run.latencySeconds())
        .put("prompt_tokens", known(run.promptTokens()))
        .put("completion_tokens", known(run.completionTokens()))
        .put("severity", run.severity())
        .put("confidence", run.confidence())
        .put("summary", masking.text(run.summary(), exam))
        .put("text", masking.text(run.text(), exam))
        .put("raw_answer", cut(masking.text(raw, exam)))
        .put("raw_assessment", cut(masking.text(assessment, exam)))
        .put("cut", isLong(raw) || isLong(assessment))
        .put("error", masking.text(run.error(), exam));
  }

  private static @Nullable Integer known(int tokens) {
    return tokens < 0 ? null : (Integer) tokens;
  }

  private static boolean isLong(@Nullable String text) {
    return text != null && text.length() > LONGEST_RAW;
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST_RAW ? text : text.substring(0, LONGEST_RAW);
  }
}
