/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.FetchResult;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Critique;
import org.xrayvision.spi.TransientBackendException;

/** Radiologists' reports: fetching, reviews, and questions about free text. */
final class ReportRoutes {
  private static final int MAX_REPORT = 32 * 1024;

  private final XRayVision engine;
  private final int threshold;

  ReportRoutes(XRayVision engine, int severityThreshold) {
    this.engine = engine;
    this.threshold = severityThreshold;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/getrad", Action.FETCH_REPORTS, this::fetch),
        Route.post("/api/rad_review", Action.REVIEW, this::review),
        Route.post("/api/radreview", Action.REVIEW, this::review),
        Route.post("/api/validate", Action.REVIEW, this::review),
        Route.post("/api/check", Action.ASK_READER, this::check),
        Route.post("/api/analyse", Action.ASK_READER, this::analyse),
        Route.post("/api/translate", Action.ASK_READER, this::translate));
  }

  private Response fetch(Request request) {
    String uid = uid(request.json());
    FetchResult result = engine.fetchReport(uid);
    request.audit("getrad", uid, result.outcome().name());
    String message = result.message();
    return switch (result.outcome()) {
      case FOUND, UNCHANGED, RETRACTED, NONE -> Response.success(message);
      case NOT_READY, REFUSED -> throw new HttpException(409, message);
      case UNAVAILABLE -> throw new HttpException(503, message);
    };
  }

  private Response review(Request request) {
    ObjectNode body = request.json();
    String uid = uid(body);
    Boolean normal = normal(body);
    Boolean abnormal = normal == null ? null : (Boolean) !normal;
    engine.review(uid, request.principal().name(), abnormal);
    String verdict = normal == null ? "withdrawn" : normal ? "normal" : "abnormal";
    request.audit("review", uid, verdict);
    return Response.success(
        normal == null ? "The review is withdrawn." : "Reviewed as " + verdict + ".");
  }

  private static @Nullable Boolean normal(ObjectNode body) {
    JsonNode value = body.get("normal");
    if (value == null || !(value.isNull() || value.isBoolean())) {
      throw HttpException.badParameter("normal", "true, false or null is required in the body");
    }
    return value.isNull() ? null : (Boolean) value.booleanValue();
  }

  private String uid(ObjectNode body) {
    return ExamRoutes.find(engine, Json.string(body, "uid")).exam().uid();
  }

  private Response check(Request request) {
    Assessment made = asked(request, engine::assessText);
    if (made.severity() < 0) {
      throw new HttpException(502, "The report reader gave no severity; try again.");
    }
    return Response.json(
        Json.object()
            .put("pathologic", made.severity() >= threshold ? "yes" : "no")
            .put("severity", made.severity())
            .put("summary", made.summary()));
  }

  private Response analyse(Request request) {
    Critique made = asked(request, engine::critiqueText);
    ObjectNode json = Json.object();
    json.putObject("first_pass")
        .put("topic", made.overview().topic())
        .put("purpose", made.overview().purpose())
        .put("primary_findings", made.overview().primaryFindings());
    ObjectNode second = json.putObject("second_pass");
    fill(second.putArray("main_points"), made.detail().mainPoints());
    fill(second.putArray("supporting_evidence"), made.detail().supportingEvidence());
    second.put("conclusions_valid", made.detail().conclusionsValid());
    ObjectNode third = json.putObject("third_pass");
    fill(third.putArray("assumptions"), made.review().assumptions());
    fill(third.putArray("missing_info"), made.review().missingInformation());
    third.put("critique", made.review().critique());
    return Response.json(json.put("overall_assessment", made.overallAssessment()));
  }

  private static void fill(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private Response translate(Request request) {
    return Response.json(Json.object().put("translation", asked(request, engine::translateText)));
  }

  private static <T> T asked(Request request, Function<String, T> question) {
    String report = Json.string(request.json(), "report");
    if (report.isBlank()) {
      throw HttpException.badParameter("report", "a text is required in the body");
    }
    if (report.getBytes(StandardCharsets.UTF_8).length > MAX_REPORT) {
      throw new HttpException(413, "report: at most 32 KiB of text are taken");
    }
    try {
      return question.apply(report);
    } catch (TransientBackendException e) {
      long wait = e.retryAfter().map(time -> Math.max(1, time.toSeconds())).orElse(10L);
      throw e.isOutage()
          ? new HttpException(
              503,
              "No report reader can be asked now; try again later.",
              Map.of("Retry-After", Long.toString(wait)))
          : new HttpException(502, "The report reader failed; try again.");
    } catch (BackendException e) {
      throw new HttpException(422, "The report reader cannot do this with that text.");
    }
  }
}
