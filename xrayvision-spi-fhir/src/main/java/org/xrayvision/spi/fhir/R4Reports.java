/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.SourceReport;

/**
 * Finds the DiagnosticReport of an exam: by its request, else by patient and time, where the study
 * is compared here since R4 cannot search by it. Safe for threads.
 */
final class R4Reports {
  private static final String REPORT = "DiagnosticReport";

  /** Clocks differ, and some exams are sent late. */
  private static final Duration BEFORE = Duration.ofHours(1);

  private final FhirOptions options;
  private final FhirClient client;
  private final Forms forms;

  R4Reports(FhirOptions options, FhirClient client, Forms forms) {
    this.options = options;
    this.client = client;
    this.forms = forms;
  }

  /**
   * The report, or empty if there is none yet.
   *
   * @throws PermanentBackendException if several fit
   */
  Optional<SourceReport> find(ReportQuery query, R4Order order, Capabilities able) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    if (able.has(REPORT, "based-on")) {
      for (String id : order.requestIds()) {
        Query search = Query.of("/" + REPORT).and("based-on", "ServiceRequest/" + id);
        collect(client.search(REPORT, search, query.deadline()), order, found);
      }
    }
    if (found.isEmpty()) {
      byPatient(query, order, able).forEach(r -> found.put(r.path("id").asText(), r));
    }
    return chosen(List.copyOf(found.values()), query, order);
  }

  private static void collect(List<JsonNode> reports, R4Order order, Map<String, JsonNode> found) {
    for (JsonNode report : reports) {
      String subject = Reports.referred(report.path("subject"), "Patient");
      boolean sameRequest =
          !Collections.disjoint(references(report, "basedOn"), order.requestIds());
      if (sameRequest && (subject == null || subject.equals(order.patientId()))) {
        found.put(report.path("id").asText(), report);
      }
    }
  }

  private List<JsonNode> byPatient(ReportQuery query, R4Order order, Capabilities able) {
    boolean byPatient = able.has(REPORT, "patient");
    if (!able.has(REPORT, "issued") || !(byPatient || able.has(REPORT, "subject"))) {
      return List.of();
    }
    var from = query.taken().minus(BEFORE);
    var to = query.taken().plus(options.reportTime());
    Query search =
        Query.of("/" + REPORT)
            .and(byPatient ? "patient" : "subject", "Patient/" + order.patientId())
            .and("issued", Times.parameter("ge", from, options.zone()))
            .and("issued", Times.parameter("le", to, options.zone()));
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode report : client.search(REPORT, search, query.deadline())) {
      String subject = Reports.referred(report.path("subject"), "Patient");
      if (subject != null && subject.equals(order.patientId()) && belongs(report, query, order)) {
        found.add(report);
      }
    }
    return found;
  }

  /** By what the report refers to; by what it is about only where it refers to nothing known. */
  private boolean belongs(JsonNode report, ReportQuery query, R4Order order) {
    Set<String> studies = references(report, "imagingStudy");
    Set<String> requests = references(report, "basedOn");
    if (!studies.isEmpty() && !order.studyIds().isEmpty()) {
      return !Collections.disjoint(studies, order.studyIds());
    }
    if (!requests.isEmpty() && !order.requestIds().isEmpty()) {
      return !Collections.disjoint(requests, order.requestIds());
    }
    String code = report.at("/code/text").asText() + " " + report.at("/code/coding/0/display");
    boolean near =
        Times.near(
                report.path("effectiveDateTime").asText(),
                query.taken(),
                options.window(),
                options.zone())
            .orElse(true);
    return near
        && !Modalities.contradicts(query.modality(), code)
        && fit(report, query) == Regions.Fit.YES;
  }

  private Regions.Fit fit(JsonNode report, ReportQuery query) {
    return options.regions().fit(query.region(), List.of(report.path("code")));
  }

  private static Set<String> references(JsonNode report, String element) {
    Set<String> ids = new LinkedHashSet<>();
    String type = element.equals("basedOn") ? "ServiceRequest" : "ImagingStudy";
    for (JsonNode reference : report.path(element)) {
      String id = Reports.referred(reference, type);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private Optional<SourceReport> chosen(List<JsonNode> found, ReportQuery query, R4Order order) {
    List<JsonNode> valid = standing(found, Reports.Standing.VALID);
    if (!valid.isEmpty()) {
      return taken(only(valid, query), query, order);
    }
    List<JsonNode> retracted = standing(found, Reports.Standing.RETRACTED);
    for (JsonNode report : retracted) {
      if (report.path("id").asText().equals(query.knownReportId())) {
        return Optional.of(retracted(report, order));
      }
    }
    if (retracted.size() == 1 && found.size() == 1) {
      return Optional.of(retracted(retracted.get(0), order));
    }
    return found.isEmpty() ? byId(query, order) : Optional.empty();
  }

  private static List<JsonNode> standing(List<JsonNode> found, Reports.Standing standing) {
    return found.stream().filter(report -> Reports.standing(report) == standing).toList();
  }

  private JsonNode only(List<JsonNode> valid, ReportQuery query) {
    List<JsonNode> fitting = valid;
    if (fitting.size() > 1) {
      fitting = valid.stream().filter(r -> fit(r, query) == Regions.Fit.YES).toList();
    }
    if (fitting.isEmpty()) {
      fitting = valid.stream().filter(r -> fit(r, query) != Regions.Fit.NO).toList();
    }
    if (fitting.size() != 1) {
      throw new PermanentBackendException(
          options.displayName()
              + ": "
              + valid.size()
              + " DiagnosticReports answer this exam, and none or several of them its region; none"
              + " was chosen");
    }
    return fitting.get(0);
  }

  /** The report that was found before may have lost what it was found by. */
  private Optional<SourceReport> byId(ReportQuery query, R4Order order) {
    String id = query.knownReportId();
    if (id == null) {
      return Optional.empty();
    }
    FhirClient.Read read =
        client.read(Query.of("/" + REPORT + "/" + Query.segment(id)), false, query.deadline());
    JsonNode report = read.resource();
    if (report == null || !FhirAnswer.isA(report, REPORT)) {
      return read.gone() ? Optional.of(Reports.gone(id)) : Optional.empty();
    }
    return Reports.standing(report) == Reports.Standing.RETRACTED
        ? Optional.of(retracted(report, order))
        : Optional.empty();
  }

  private static SourceReport retracted(JsonNode report, R4Order order) {
    return Reports.retracted(report, report.path("id").asText(), requestId(report, order));
  }

  private Optional<SourceReport> taken(JsonNode report, ReportQuery query, R4Order order) {
    String text = forms.text(report, options.displayName(), query.deadline());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String requestId = requestId(report, order);
    return Optional.of(
        Reports.valid(
            report,
            report.path("id").asText(),
            requestId,
            text,
            radiologist(report, query),
            justification(requestId, query, order)));
  }

  private static @Nullable String requestId(JsonNode report, R4Order order) {
    Set<String> named = references(report, "basedOn");
    return order.requestIds().stream()
        .filter(named::contains)
        .findFirst()
        .or(() -> order.requestIds().stream().findFirst())
        .or(() -> named.stream().findFirst())
        .orElse(null);
  }

  private @Nullable String justification(
      @Nullable String requestId, ReportQuery query, R4Order order) {
    if (requestId == null) {
      return null;
    }
    return Optional.ofNullable(order.requests().get(requestId))
        .or(() -> client.referred("ServiceRequest/" + Query.segment(requestId), query.deadline()))
        .map(Reports::justification)
        .orElse(null);
  }

  private @Nullable String radiologist(JsonNode report, ReportQuery query) {
    for (String element : new String[] {"resultsInterpreter", "performer"}) {
      String display = Reports.first(report.path(element), "/display");
      if (display != null) {
        return display;
      }
      String id = Reports.referred(report.path(element).path(0), "Practitioner");
      if (id != null) {
        return client
            .referred("Practitioner/" + Query.segment(id), query.deadline())
            .map(practitioner -> Person.of(practitioner).name())
            .orElse(null);
      }
    }
    return null;
  }
}
