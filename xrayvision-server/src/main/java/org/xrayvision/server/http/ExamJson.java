/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AiReport;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;
import org.xrayvision.api.Reading;
import org.xrayvision.api.ReadingView;
import org.xrayvision.api.Review;
import org.xrayvision.server.auth.Masking;

/** The exam object of the API. Immutable. */
final class ExamJson {
  private static final DateTimeFormatter DATE_TIME = format("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DATE = format("uuuuMMdd");
  private static final DateTimeFormatter TIME = format("HHmmss");
  private static final int UNKNOWN = -1;

  private final int severityThreshold;

  ExamJson(int severityThreshold) {
    this.severityThreshold = severityThreshold;
  }

  ObjectNode of(ExamView view, Masking masking) {
    Exam exam = view.exam();
    ObjectNode json = Json.object();
    json.put("uid", exam.uid());
    json.set("patient", patient(exam, masking));
    json.set("exam", exam(exam, masking));
    ObjectNode report = json.putObject("report");
    report.set("ai", ai(exam, masking));
    report.set("rad", rad(exam, masking));
    Boolean correct = view.correct();
    report.put("correct", correct == null ? UNKNOWN : correct ? 1 : 0);
    report.put("reviewed", view.reviewed() ? 1 : 0);
    return json;
  }

  /** What the compatible object has no place for. */
  ObjectNode extra(ExamView view, Masking masking) {
    Exam exam = view.exam();
    Instant received = exam.received();
    ObjectNode json = Json.object();
    json.set("reading", reading(view, masking));
    return json.put("projection", exam.projection())
        .put("received", Json.instant(received))
        .put("conflict", exam.conflict())
        .put("attempts", exam.attempts())
        .put("detail", masking.text(exam.detail(), exam))
        .put("retracted", view.report().retracted())
        .put("report_problem", masking.text(view.report().problem(), exam))
        .<ObjectNode>set("review", review(view.report().review(), masking))
        .set("alert", AlertRoutes.json(view, masking));
  }

  private static @Nullable ObjectNode review(@Nullable Review review, Masking masking) {
    return review == null
        ? null
        : Json.object()
            .put("normal", !review.abnormal())
            .put("by", masking.name(review.reviewer()))
            .put("at", review.at().toString());
  }

  /** What holds for all exams of the reading, whichever of them a page shows. */
  private static ObjectNode reading(ExamView view, Masking masking) {
    ReadingView reading = view.reading();
    return Json.object()
        .put("key", masking.reading(reading.key()))
        .put("severity", reading.severity())
        .put("positive", reading.positive())
        .put("outcome", outcome(view));
  }

  /** A reading without its exams. */
  ObjectNode reading(Reading reading, Masking masking) {
    ExamView newest = reading.exams().get(reading.exams().size() - 1);
    ObjectNode json =
        Json.object()
            .put("key", masking.reading(reading.view().key()))
            .put("uid", reading.uid())
            .put("created", DATE_TIME.format(reading.created()))
            .put("severity", reading.view().severity())
            .put("positive", reading.view().positive())
            .put("rad_severity", reading.radSeverity())
            .put("reviewed", reading.reviewed())
            .put("correct", reading.correct())
            .put("outcome", outcome(reading.view().positive(), reading.correct()));
    json.set("review", review(newest.report().review(), masking));
    ArrayNode statuses = json.putArray("statuses");
    reading.exams().stream()
        .map(view -> view.exam().status().code())
        .distinct()
        .forEach(statuses::add);
    return json;
  }

  private static @Nullable String outcome(ExamView view) {
    return outcome(view.reading().positive(), view.correct());
  }

  private static @Nullable String outcome(@Nullable Boolean positive, @Nullable Boolean correct) {
    if (positive == null || correct == null) {
      return null;
    }
    return (correct ? "t" : "f") + (positive ? "p" : "n");
  }

  private boolean isPositive(int severity) {
    return severity >= severityThreshold;
  }

  private static ObjectNode patient(Exam exam, Masking masking) {
    Patient patient = exam.patient();
    LocalDate birth = masking.birthDate(patient.birthDate());
    return Json.object()
        .put("name", masking.name(patient.name()))
        .put("cnp", masking.patientId(patient))
        .put("id", masking.id(patient.hisId()))
        .put("age", age(exam))
        .put("birthdate", birth == null ? null : birth.toString())
        .put("sex", patient.sex() == null ? null : patient.sex().name());
  }

  /** In whole years at the exam. */
  private static int age(Exam exam) {
    LocalDate birth = exam.patient().birthDate();
    LocalDate then = exam.created().toLocalDate();
    return birth == null || birth.isAfter(then) ? UNKNOWN : Period.between(birth, then).getYears();
  }

  private static ObjectNode exam(Exam exam, Masking masking) {
    return Json.object()
        .put("created", DATE_TIME.format(exam.created()))
        .put("date", DATE.format(exam.created()))
        .put("time", TIME.format(exam.created()))
        .put("protocol", masking.text(exam.protocol(), exam))
        .put("region", exam.region())
        .put("status", exam.status().code())
        .put("type", exam.modality())
        .put("study", exam.studyUid())
        .put("series", exam.seriesUid())
        .put("id", masking.id(exam.serviceRequestId()));
  }

  private ObjectNode ai(Exam exam, Masking masking) {
    AiReport report = exam.aiReport();
    ObjectNode json = Json.object();
    if (report == null) {
      json.putNull("text").putNull("short").putNull("created").putNull("updated");
      json.put("positive", false).put("confidence", UNKNOWN).put("severity", UNKNOWN);
      return json.putNull("summary").putNull("model").put("latency", UNKNOWN);
    }
    return json.put("text", masking.text(report.text(), exam))
        .put("short", report.positive() ? "yes" : "no")
        .put("created", utc(report.created()))
        .put("updated", utc(report.updated()))
        .put("positive", report.positive())
        .put("confidence", report.confidence())
        .put("severity", report.severity())
        .put("summary", masking.text(report.summary(), exam))
        .put("model", report.model())
        .put("latency", report.latencySeconds());
  }

  private ObjectNode rad(Exam exam, Masking masking) {
    RadReport report = exam.radReport();
    ObjectNode json = Json.object();
    if (report == null) {
      json.putNull("text").putNull("text_en").put("positive", false).put("severity", UNKNOWN);
      json.putNull("summary").putNull("created").putNull("updated").putNull("id").putNull("type");
      json.putNull("radiologist").putNull("justification").putNull("model");
      return json.put("latency", UNKNOWN);
    }
    return json.put("text", masking.text(report.text(), exam))
        .put("text_en", masking.text(report.textTranslated(), exam))
        .put("positive", isPositive(report.severity()))
        .put("severity", report.severity())
        .put("summary", masking.text(report.summary(), exam))
        .put("created", utc(report.created()))
        .put("updated", utc(report.updated()))
        .put("id", masking.id(report.id()))
        .put("type", report.type())
        .put("radiologist", masking.name(report.radiologist()))
        .put("justification", masking.text(report.justification(), exam))
        .put("model", report.model())
        .put("latency", report.latencySeconds());
  }

  private static @Nullable String utc(@Nullable Instant instant) {
    return instant == null ? null : DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }
}
