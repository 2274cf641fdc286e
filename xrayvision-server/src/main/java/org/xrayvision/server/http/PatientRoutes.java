/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.PatientSummary;
import org.xrayvision.api.Sex;
import org.xrayvision.core.ExamRecords;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.auth.Masking;

/**
 * Patients. Who may not look for persons finds one by the whole pseudonym only. Safe for threads.
 */
final class PatientRoutes {
  private static final int MOST_EXAMS = 1000;
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private final ExamRecords records;
  private final int pageSize;
  private final Pseudonyms pseudonyms;

  PatientRoutes(XRayVision engine, int pageSize) {
    this.records = engine.records();
    this.pageSize = pageSize;
    this.pseudonyms = new Pseudonyms(records);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/patients", Action.SEE_EXAMS, this::list),
        Route.get("/api/patients/{id}", Action.SEE_EXAMS, this::one));
  }

  /** Somebody was erased: who he was is not to be known here either. */
  void forget() {
    pseudonyms.forget();
  }

  private Response list(Request request) {
    Parameters parameters = request.query();
    int page = (int) parameters.number("page", 1, 1_000_000_000, 1);
    String search = parameters.text("search");
    boolean mayName = search == null || request.may(Action.SEARCH_PERSONS);
    PatientPage found =
        mayName ? records.patients(search, page, pageSize) : byPseudonym(search, request.masking());
    if (search != null) {
      request.searchedPatients();
    }
    ObjectNode json = Json.object();
    ArrayNode patients = json.putArray("patients");
    for (PatientSummary summary : found.patients()) {
      request.sawPatient("list", summary.patient().patientId());
      String last = summary.last() == null ? null : DATE_TIME.format(summary.last());
      patients.add(
          patient(summary.patient(), request.masking())
              .put("exams", summary.exams())
              .put("last", last));
    }
    json.put("total", found.total()).put("pages", found.pages());
    ObjectNode filters = json.putObject("filters");
    if (search != null) {
      filters.put("search", search);
    }
    return Response.tagged(request, json);
  }

  private PatientPage byPseudonym(String search, Masking masking) {
    if (!Pseudonyms.isOne(search)) {
      throw HttpException.badParameter("search", "your role may search by a whole pseudonym only");
    }
    List<PatientSummary> found =
        pseudonyms.key(search, masking).flatMap(records::patient).stream().toList();
    return new PatientPage(found, found.size(), 1);
  }

  private Response one(Request request) {
    String id = request.path("id");
    Masking masking = request.masking();
    Optional<String> key = masking.masked() ? pseudonyms.key(id, masking) : Optional.of(id);
    PatientSummary found =
        key.flatMap(records::patient)
            .orElseThrow(() -> new HttpException(404, "There is no such patient."));
    ObjectNode json = patient(found.patient(), masking).put("count", found.exams());
    request.sawPatient("view", found.patient().patientId());
    ArrayNode exams = json.putArray("exams");
    for (String uid : records.examsOf(found.patient().key(), MOST_EXAMS)) {
      exams.add(uid);
      request.listed(uid);
    }
    return Response.tagged(request, json);
  }

  private static ObjectNode patient(Patient patient, Masking masking) {
    LocalDate birth = masking.birthDate(patient.birthDate());
    @Nullable Sex sex = patient.sex();
    return Json.object()
        .put("name", masking.name(patient.name()))
        .put("cnp", masking.patientId(patient))
        .put("id", masking.id(patient.hisId()))
        .put("birthdate", birth == null ? null : birth.toString())
        .put("sex", sex == null ? null : sex.name());
  }
}
