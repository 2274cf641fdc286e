/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xrayvision.core.Databases;
import org.xrayvision.core.Upkeep;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.AuditFile;
import org.xrayvision.server.auth.UserStore;

/**
 * Hands out all that is kept of one patient, and has it forgotten. The audit log notes both under a
 * word that stands for the patient, never under the id. Safe for threads.
 */
public final class PatientFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Upkeep upkeep;
  private final UserStore users;
  private final Path database;
  private final BackupFolder backups;

  /** Where it is noted what was done to whom. */
  public interface Note {
    /**
     * Notes it in the audit log.
     *
     * @param object a word that stands for the patient
     */
    void of(String action, String object, String detail);
  }

  /** For an engine, running or not, and the accounts beside it. */
  public PatientFiles(XRayVision engine, UserStore users, Path database, BackupFolder backups) {
    this.upkeep = engine.upkeep();
    this.users = users;
    this.database = database;
    this.backups = backups;
  }

  /**
   * What is kept of a patient beside exams: his columns, the UIDs of his exams, and what people did
   * to them; noted as an export. Empty if nobody is known by this id.
   *
   * @throws AmbiguousPatientException if more than one patient is; this and the others
   */
  public Optional<ObjectNode> export(PatientId id, Note note) {
    return id.key(upkeep)
        .flatMap(key -> upkeep.patient(key).map(patient -> export(key, patient, note)));
  }

  private ObjectNode export(String key, Upkeep.PatientData patient, Note note) {
    String word = users.pseudonym(key);
    int exams = patient.exams().size();
    note.of("patient_export", word, exams + " exams");
    List<String> objects = new ArrayList<>(patient.exams());
    objects.add(word);
    ObjectNode json = JSON.createObjectNode();
    json.set("patient", JSON.valueToTree(patient.columns()));
    json.set("exams", JSON.valueToTree(patient.exams()));
    json.set("audit", JSON.valueToTree(AuditFile.about(users, objects)));
    return json;
  }

  /** What is kept of one exam of a patient; empty if it is not his. */
  public Optional<ObjectNode> exam(PatientId id, String uid) {
    boolean his =
        id.key(upkeep)
            .flatMap(upkeep::patient)
            .filter(found -> found.exams().contains(uid))
            .isPresent();
    return (his ? upkeep.exam(uid) : Optional.<Upkeep.ExamData>empty())
        .map(
            exam -> {
              ObjectNode json = JSON.createObjectNode().put("uid", uid);
              json.set("tables", JSON.valueToTree(exam.tables()));
              json.set("files", JSON.valueToTree(exam.files()));
              return json;
            });
  }

  /**
   * Forgets a patient, and says what of him is left elsewhere. Empty if nobody is known so. It is
   * noted before: what cannot be noted is not done.
   */
  public Optional<ObjectNode> erase(PatientId id, Note note) {
    Optional<String> key = id.key(upkeep);
    Optional<Upkeep.PatientData> patient = key.flatMap(upkeep::patient);
    if (patient.isEmpty()) {
      return Optional.empty();
    }
    String word = users.pseudonym(key.orElseThrow());
    note.of("patient_erase", word, patient.get().exams().size() + " exams");
    try {
      return upkeep.erase(key.get()).map(erased -> erased(key.get(), erased));
    } catch (RuntimeException e) {
      note.of("patient_erase", word, "failed: " + e.getClass().getSimpleName());
      throw e;
    }
  }

  private ObjectNode erased(String key, Upkeep.Erased erased) {
    List<String> copies = new ArrayList<>();
    List<Path> files = backups.list().stream().map(BackupFolder.Copy::file).toList();
    for (Path file : Databases.stillHolding(database, engineCopies(files), key)) {
      copies.add(file.toString());
    }
    ObjectNode json =
        JSON.createObjectNode()
            .put("status", "success")
            .put(
                "message",
                "Forgotten: " + erased.exams().size() + " exams, " + erased.files() + " files.")
            .put("exams", erased.exams().size())
            .put("files", erased.files());
    json.set("left", JSON.valueToTree(erased.left()));
    json.set("backups", JSON.valueToTree(copies));
    return json;
  }

  private List<Path> engineCopies(List<Path> files) {
    String name = database.getFileName() + "-";
    return files.stream().filter(file -> file.getFileName().toString().startsWith(name)).toList();
  }
}
