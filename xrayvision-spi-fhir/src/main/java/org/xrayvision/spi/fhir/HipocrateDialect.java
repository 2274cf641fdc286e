/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.SourceReport;

/**
 * The dialect of Hipocrate: patients by {@code q}, requests by {@code dt}, {@code type} and {@code
 * region}, reports by the request's id, their text not encoded. Safe for threads.
 */
final class HipocrateDialect implements Dialect {
  private static final DateTimeFormatter DT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final FhirOptions options;
  private final FhirClient client;
  private final Forms forms;

  HipocrateDialect(FhirOptions options, FhirClient client, Forms forms) {
    this.options = options;
    this.client = client;
    this.forms = forms;
  }

  @Override
  public void checkHealth(Deadline deadline) {
    client.read(Query.of("/fhir/Metadata"), false, deadline);
  }

  @Override
  public Optional<Person> person(Patient known, Deadline deadline) {
    var asked = options.identifier(known.patientId());
    if (asked.isPresent()) {
      Optional<Person> person =
          Persons.byIdentifier(
              patients(asked.get().value(), deadline),
              new FhirOptions.Identifier("", asked.get().value()),
              known,
              options.displayName());
      if (person.isPresent()) {
        return person;
      }
    }
    String name = known.name() == null ? "" : known.name().replace('^', ' ').strip();
    // Nobody can be told by name alone: no need to ask.
    if (name.isEmpty() || known.birthDate() == null || known.sex() == null) {
      return Optional.empty();
    }
    return Persons.byName(patients(name, deadline), asked, known, options.displayName());
  }

  private List<JsonNode> patients(String q, Deadline deadline) {
    return client.search("Patient", Query.of("/fhir/Patient").and("q", q), deadline);
  }

  @Override
  public Optional<SourceReport> report(ReportQuery query) {
    Optional<JsonNode> request =
        person(query.patient(), query.deadline()).flatMap(person -> request(person, query));
    return request.flatMap(found -> report(found, query));
  }

  private Optional<JsonNode> request(Person person, ReportQuery query) {
    Query search =
        Query.of("/fhir/ServiceRequest")
            .and("patient", person.id())
            .and("dt", DT.format(query.taken()))
            .and("type", Modalities.hipocrateType(query.modality()));
    if (!query.region().isEmpty()) {
      search.and("region", options.regions().sent(query.region()));
    }
    Map<String, JsonNode> fitting = new LinkedHashMap<>();
    for (JsonNode request : client.search("ServiceRequest", search, query.deadline())) {
      String subject = Reports.referred(request.path("subject"), "Patient");
      boolean ofPatient = subject == null || subject.equals(person.id());
      boolean valid = !Reports.status(request).equals("entered-in-error");
      String id = request.path("id").asText();
      if (ofPatient && valid && !id.isEmpty() && isNear(request, query.taken())) {
        fitting.put(id, request);
      }
    }
    if (fitting.size() > 1) {
      throw new PermanentBackendException(
          options.displayName()
              + ": "
              + fitting.size()
              + " ServiceRequests fit the exam's time, type and region; none was chosen");
    }
    return fitting.values().stream().findFirst();
  }

  /** The server has chosen by the time already; what says that it was another day is left out. */
  private boolean isNear(JsonNode request, LocalDateTime taken) {
    return Times.near(
            request.path("occurrenceDateTime").asText(), taken, options.window(), options.zone())
        .orElse(true);
  }

  private Optional<SourceReport> report(JsonNode request, ReportQuery query) {
    String requestId = request.path("id").asText();
    Query path = Query.of("/fhir/DiagnosticReport/" + Query.segment(requestId));
    FhirClient.Read read = client.read(path, true, query.deadline());
    if (read.resource() == null) {
      return read.gone() && query.knownReportId() != null
          ? Optional.of(Reports.gone(query.knownReportId()))
          : Optional.empty();
    }
    List<JsonNode> reports =
        FhirAnswer.resources(read.resource(), "DiagnosticReport", options.displayName());
    if (reports.size() > 1) {
      throw new PermanentBackendException(
          options.displayName() + " has several reports for one request; none was chosen");
    }
    return reports.stream().findFirst().flatMap(report -> taken(report, request, query));
  }

  private Optional<SourceReport> taken(JsonNode report, JsonNode request, ReportQuery query) {
    String requestId = request.path("id").asText();
    String reportId = report.path("id").asText();
    String id = reportId.isEmpty() ? requestId : reportId;
    // Most reports of this dialect have no status: what can be got is signed.
    boolean silent = Reports.status(report).isEmpty();
    switch (silent ? Reports.Standing.VALID : Reports.standing(report)) {
      case PENDING -> {
        return Optional.empty();
      }
      case RETRACTED -> {
        String known = query.knownReportId();
        boolean knownForm = known != null && known.startsWith(id + "#");
        return Optional.of(Reports.retracted(report, knownForm ? known : id, requestId));
      }
      default -> {}
    }
    String type = Modalities.hipocrateType(query.modality());
    String reported = Reports.justification(report);
    return forms
        .form(report, type, query.region(), options.displayName())
        .map(
            form ->
                Reports.valid(
                    report,
                    // One report may be about several exams, and each of them is a reading.
                    report.path("presentedForm").size() > 1 && !form.region().isEmpty()
                        ? id + "#" + form.region()
                        : id,
                    requestId,
                    form.text(),
                    Reports.first(report.path("resultsInterpreter"), "/display"),
                    reported == null ? Reports.justification(request) : reported));
  }
}
