/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.upkeep.PatientId.Kind;
import org.xrayvision.spi.VisionAnswer;

/** By what a patient may be named, and that an erasure is noted before. */
final class PatientFilesTest {
  private static final PatientId CNP = new PatientId("1580412400014", null);

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private XRayVision engine;
  private UserStore users;
  private PatientFiles patients;

  @BeforeEach
  void open() throws SQLException {
    engine().close(); // makes the database
    fill();
    engine = engine();
    users = UserStore.open(folder.resolve("server.db"), Clock.systemUTC());
    BackupFolder backups = new BackupFolder(folder.resolve("backup"));
    patients = new PatientFiles(engine, users, folder.resolve("xrayvision.db"), backups);
  }

  private XRayVision engine() {
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(request -> VisionAnswer.of("Normal."))
        .build();
  }

  private void fill() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("xrayvision.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO patients (cnp, id, name) VALUES ('1580412400014', 'H-7', 'Popescu Ion'),"
              + " ('ward:12', NULL, 'Ionescu'), ('12', NULL, 'Marin'), ('5', '12', 'Radu')");
      statement.executeUpdate(
          "INSERT INTO exams (uid, cnp, created, status) VALUES"
              + " ('1.2.3', '1580412400014', '2026-01-01 10:00:00', 'ignore')");
    }
  }

  @AfterEach
  void close() {
    users.close();
    engine.close();
  }

  private void note(String action, String object, String detail) {
    notes.add(action + " " + object + " " + detail);
  }

  private String name(PatientId id) {
    return patients.export(id, this::note).orElseThrow().path("patient").path("name").asText();
  }

  @Test
  void aPatientIsNamedByPatientIdWithoutItsNamespaceOrByTheHospitalsId() {
    assertThat(name(CNP)).isEqualTo("Popescu Ion");
    assertThat(name(new PatientId("H-7", null))).isEqualTo("Popescu Ion");
    assertThat(name(new PatientId("ward:12", null))).isEqualTo("Ionescu");
    assertThat(patients.exam(new PatientId("H-7", null), "1.2.3")).isPresent();
    assertThat(patients.export(new PatientId("H-7", Kind.PATIENT_ID), this::note)).isEmpty();
  }

  @Test
  void anIdThatFitsSeveralDoesNothingAndSaysHowItFits() {
    PatientId several = new PatientId("12", null);

    assertThatThrownBy(() -> patients.erase(several, this::note))
        .isInstanceOf(AmbiguousPatientException.class)
        .hasMessageContaining("3 patients")
        .hasMessageContaining("one by PatientID (0 exams)")
        .hasMessageContaining("in the namespace ward (0 exams)")
        .hasMessageContaining("the id in the hospital's system (0 exams)")
        .hasMessageNotContaining("Marin");
    assertThatThrownBy(() -> patients.export(several, this::note))
        .isInstanceOf(AmbiguousPatientException.class);
    assertThat(notes).isEmpty();

    assertThat(name(new PatientId("12", Kind.PATIENT_ID))).isEqualTo("Marin");
    assertThat(name(new PatientId("12", Kind.HIS_ID))).isEqualTo("Radu");
  }

  @Test
  void anErasureIsNotedWhileThePatientIsStillThereAndNamesHimNot() {
    List<Boolean> there = new ArrayList<>();
    PatientFiles.Note note =
        (action, object, detail) -> {
          there.add(engine.upkeep().patient(CNP.text()).isPresent());
          note(action, object, detail);
        };

    assertThat(patients.erase(CNP, note)).isPresent();

    assertThat(there).containsExactly(true);
    assertThat(engine.upkeep().patient(CNP.text())).isEmpty();
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("patient_erase p-")
        .endsWith(" 1 exams")
        .doesNotContain(CNP.text(), "Popescu", "H-7", "1.2.3");
  }

  @Test
  void whatCannotBeNotedIsNotErased() {
    assertThatThrownBy(
            () ->
                patients.erase(
                    CNP,
                    (action, object, detail) -> {
                      throw new IllegalStateException("the disk is full");
                    }))
        .hasMessage("the disk is full");

    assertThat(engine.upkeep().patient(CNP.text())).isPresent();
  }
}
