/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.xrayvision.server.auth.Action;
import org.xrayvision.server.upkeep.AmbiguousPatientException;
import org.xrayvision.server.upkeep.BackupFolder;
import org.xrayvision.server.upkeep.Maintenance;
import org.xrayvision.server.upkeep.PatientFiles;
import org.xrayvision.server.upkeep.PatientId;
import org.xrayvision.server.upkeep.RunFile;
import org.xrayvision.server.upkeep.UpkeepDesk;

/** What is done at night; and all of one patient, handed out or forgotten. Safe for threads. */
final class UpkeepRoutes {
  private static final int LONGEST_ID = 256;

  private final Maintenance maintenance;
  private final BackupFolder backups;
  private final PatientFiles patients;

  private final Runnable forget;

  /**
   * @param forget what the pages still know of patients is forgotten by it
   */
  UpkeepRoutes(UpkeepDesk desk, Runnable forget) {
    this.forget = forget;
    this.maintenance = desk.maintenance();
    this.backups = desk.backups();
    this.patients = desk.patients();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/maintenance", Action.MAINTAIN, this::state),
        Route.post("/api/maintenance", Action.MAINTAIN, this::run),
        Route.post("/api/patient/export", Action.EXPORT_PATIENT, this::export),
        Route.post("/api/patient/erase", Action.ERASE_PATIENT, this::erase));
  }

  private Response state(Request request) {
    ObjectNode json =
        Json.object()
            .put("hour", maintenance.hour() < 0 ? null : (Integer) maintenance.hour())
            .put("zone", maintenance.zone().getId())
            .put("next", maintenance.next().map(Object::toString).orElse(null))
            .put("running", maintenance.isRunning());
    json.set("last", maintenance.last().map(RunFile::json).orElse(null));
    ArrayNode copies = json.putArray("backups");
    for (BackupFolder.Copy copy : backups.list()) {
      copies
          .addObject()
          .put("name", copy.file().getFileName().toString())
          .put("kind", copy.kind().name().toLowerCase(Locale.ROOT))
          .put("bytes", copy.bytes())
          .put("made", copy.made().toString());
    }
    return Response.json(json);
  }

  private Response run(Request request) {
    request.json();
    if (!maintenance.runNow()) {
      throw new HttpException(409, "It is being done at this moment.");
    }
    request.audit("maintenance", "", "asked for");
    return Response.success("Begun; GET /api/maintenance says what came of it.");
  }

  /** With a uid one exam of the patient, without it what there is of him besides. */
  private Response export(Request request) {
    ObjectNode body = request.json();
    return Response.json(
        one(
            body,
            id ->
                body.has("uid")
                    ? patients.exam(id, Json.string(body, "uid"))
                    : patients.export(id, request::audit)));
  }

  private Response erase(Request request) {
    try {
      return Response.json(one(request.json(), id -> patients.erase(id, request::audit)));
    } finally {
      forget.run();
    }
  }

  private static ObjectNode one(
      ObjectNode body, Function<PatientId, Optional<ObjectNode>> question) {
    try {
      return question.apply(id(body)).orElseThrow(UpkeepRoutes::nobody);
    } catch (AmbiguousPatientException e) {
      throw new HttpException(409, String.valueOf(e.getMessage()));
    }
  }

  private static PatientId id(ObjectNode body) {
    String id = Json.string(body, "id");
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw HttpException.badParameter("id", "1 to " + LONGEST_ID + " characters are expected");
    }
    if (!body.has("as")) {
      return new PatientId(id, null);
    }
    return new PatientId(
        id,
        PatientId.Kind.ofCode(Json.string(body, "as"))
            .orElseThrow(() -> HttpException.badParameter("as", "patient-id or his-id")));
  }

  private static HttpException nobody() {
    return new HttpException(404, "Nobody is known by this id.");
  }
}
