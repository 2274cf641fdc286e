/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.spi.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportQuery;

/**
 * Finds the ServiceRequest and the ImagingStudy of an exam: by the study's UID, by the accession
 * number, else by patient, time and body site. Safe for threads.
 */
final class R4Requests {
  private static final String REQUEST = "ServiceRequest";
  private static final String STUDY = "ImagingStudy";

  /** PS3.18 and FHIR write a DICOM UID so. */
  private static final String UID_SYSTEM = "urn:dicom:uid";

  private static final Set<String> IMAGING = Set.of("363679005", "rad", "imaging", "394914008");

  private final FhirOptions options;
  private final FhirClient client;

  R4Requests(FhirOptions options, FhirClient client) {
    this.options = options;
    this.client = client;
  }

  /**
   * What is known of the exam; nothing of it is a guess.
   *
   * @param patientId of the Patient who was found, or null
   * @throws PermanentBackendException if several requests fit, or the study is somebody else's
   */
  R4Order find(ReportQuery query, @Nullable String patientId, Capabilities able) {
    R4Order order = byStudy(query, patientId, able);
    if (order.requestIds().isEmpty() && order.patientId() != null) {
      order = byAccession(query, order, able);
    }
    return order.isEmpty() && patientId != null ? byTime(query, patientId, able) : order;
  }

  private R4Order byStudy(ReportQuery query, @Nullable String patientId, Capabilities able) {
    if (query.studyUid().isEmpty()) {
      return order(patientId, List.of(), List.of());
    }
    String value = "urn:oid:" + query.studyUid();
    String token = UID_SYSTEM + "|" + value;
    Set<String> values = Set.of(value, query.studyUid());
    List<JsonNode> studies = identified(STUDY, token, values, able, query.deadline());
    List<JsonNode> requests = identified(REQUEST, token, values, able, query.deadline());
    String patient = patientId;
    for (JsonNode resource : concat(studies, requests)) {
      String subject = Reports.referred(resource.path("subject"), "Patient");
      if (patient == null) {
        patient = subject;
      } else if (subject != null && !subject.equals(patient)) {
        throw new PermanentBackendException(
            options.displayName()
                + " has this study under another patient than the exam's; nothing was chosen");
      }
    }
    return order(patient, requests, studies);
  }

  private R4Order byAccession(ReportQuery query, R4Order before, Capabilities able) {
    String number = query.accessionNumber();
    String patientId = before.patientId();
    if (number.isEmpty() || patientId == null) {
      return before;
    }
    String system = options.accessionSystem();
    String token = system.isEmpty() ? number : system + "|" + number;
    Set<String> values = Set.of(number);
    List<JsonNode> requests = identified(REQUEST, token, values, able, query.deadline());
    List<JsonNode> studies = identified(STUDY, token, values, able, query.deadline());
    // Two houses may count alike: without the patient a number says nothing.
    requests.removeIf(request -> !isOf(request, patientId));
    studies.removeIf(study -> !isOf(study, patientId));
    R4Order found = order(patientId, requests, studies);
    Set<String> studyIds = new LinkedHashSet<>(before.studyIds());
    studyIds.addAll(found.studyIds());
    return new R4Order(patientId, found.requestIds(), studyIds, found.requests());
  }

  private List<JsonNode> identified(
      String type, String token, Set<String> values, Capabilities able, Deadline deadline) {
    List<JsonNode> found = new ArrayList<>();
    if (able.has(type, "identifier")) {
      Query query = Query.of("/" + type).and("identifier", token);
      for (JsonNode resource : client.search(type, query, deadline)) {
        boolean has = false;
        for (JsonNode identifier : resource.path("identifier")) {
          has |= values.contains(identifier.path("value").asText().strip());
        }
        if (has && isValid(resource)) {
          found.add(resource);
        }
      }
    }
    return found;
  }

  private R4Order byTime(ReportQuery query, String patientId, Capabilities able) {
    JsonNode study = only(STUDY, near(STUDY, "started", query, patientId, able), query);
    List<JsonNode> requests = near(REQUEST, "occurrence", query, patientId, able);
    if (requests.isEmpty()) {
      requests = near(REQUEST, "authored", query, patientId, able);
    }
    R4Order order = order(patientId, List.of(), study == null ? List.of() : List.of(study));
    if (!order.requestIds().isEmpty()) {
      return order;
    }
    JsonNode request = only(REQUEST, requests, query);
    return order(
        patientId,
        request == null ? List.of() : List.of(request),
        study == null ? List.of() : List.of(study));
  }

  private List<JsonNode> near(
      String type, String parameter, ReportQuery query, String patientId, Capabilities able) {
    boolean byPatient = able.has(type, "patient");
    if (!able.has(type, parameter) || !(byPatient || able.has(type, "subject"))) {
      return List.of();
    }
    LocalDateTime taken = query.taken();
    Query search =
        Query.of("/" + type)
            .and(byPatient ? "patient" : "subject", "Patient/" + patientId)
            .and(parameter, Times.parameter("ge", taken.minus(options.window()), options.zone()))
            .and(parameter, Times.parameter("le", taken.plus(options.window()), options.zone()));
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode resource : client.search(type, search, query.deadline())) {
      if (isValid(resource)
          && isOf(resource, patientId)
          && isNear(resource, taken)
          && isOfModality(resource, query.modality())) {
        found.add(resource);
      }
    }
    return found;
  }

  /** Servers that do not know a parameter ignore it: what it should have done is done again. */
  private boolean isNear(JsonNode resource, LocalDateTime taken) {
    for (String element :
        new String[] {
          "/started", "/occurrenceDateTime", "/occurrencePeriod/start", "/authoredOn"
        }) {
      Optional<Boolean> near =
          Times.near(resource.at(element).asText(), taken, options.window(), options.zone());
      if (near.isPresent()) {
        return near.get();
      }
    }
    return false;
  }

  private static boolean isOfModality(JsonNode resource, String modality) {
    boolean named = false;
    for (JsonNode coding : resource.path("modality")) {
      if (Modalities.same(modality, coding.path("code").asText())) {
        return true;
      }
      named = true;
    }
    String code = resource.at("/code/text").asText() + " " + resource.at("/code/coding/0/display");
    return !named && !Modalities.contradicts(modality, code);
  }

  /** The one of the exam's region; one that names no region only if nothing else does. */
  private @Nullable JsonNode only(String type, List<JsonNode> found, ReportQuery query) {
    Map<String, JsonNode> fitting = new LinkedHashMap<>();
    Map<String, JsonNode> silent = new LinkedHashMap<>();
    for (JsonNode resource : found) {
      switch (options.regions().fit(query.region(), concepts(resource))) {
        case YES -> fitting.put(resource.path("id").asText(), resource);
        case UNKNOWN -> {
          if (type.equals(STUDY) || isImaging(resource)) {
            silent.put(resource.path("id").asText(), resource);
          }
        }
        default -> {}
      }
    }
    Map<String, JsonNode> chosen = fitting.isEmpty() ? silent : fitting;
    if (chosen.size() > 1) {
      throw new PermanentBackendException(
          options.displayName()
              + ": "
              + chosen.size()
              + " "
              + type
              + " resources fit the exam's patient, time and body site; none was chosen");
    }
    return chosen.values().stream().findFirst().orElse(null);
  }

  private static boolean isImaging(JsonNode request) {
    for (JsonNode category : request.path("category")) {
      for (JsonNode coding : category.path("coding")) {
        if (IMAGING.contains(coding.path("code").asText().toLowerCase(Locale.ROOT))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<JsonNode> concepts(JsonNode resource) {
    List<JsonNode> concepts = new ArrayList<>(List.of(resource.path("code")));
    resource.path("bodySite").forEach(concepts::add);
    resource.path("procedureCode").forEach(concepts::add);
    resource.path("series").forEach(series -> concepts.add(series.path("bodySite")));
    return concepts;
  }

  private static boolean isValid(JsonNode resource) {
    String status = Reports.status(resource);
    return !status.equals("entered-in-error") && !status.equals("cancelled");
  }

  private static boolean isOf(JsonNode resource, String patientId) {
    return patientId.equals(Reports.referred(resource.path("subject"), "Patient"));
  }

  private static R4Order order(
      @Nullable String patientId, List<JsonNode> requests, List<JsonNode> studies) {
    Map<String, JsonNode> read = new LinkedHashMap<>();
    requests.forEach(request -> read.put(request.path("id").asText(), request));
    Set<String> requestIds = new LinkedHashSet<>(read.keySet());
    Set<String> studyIds = new LinkedHashSet<>();
    for (JsonNode study : studies) {
      studyIds.add(study.path("id").asText());
      for (JsonNode basis : study.path("basedOn")) {
        String id = Reports.referred(basis, REQUEST);
        if (id != null) {
          requestIds.add(id);
        }
      }
    }
    return new R4Order(patientId, requestIds, studyIds, read);
  }

  private static List<JsonNode> concat(List<JsonNode> some, List<JsonNode> others) {
    List<JsonNode> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
