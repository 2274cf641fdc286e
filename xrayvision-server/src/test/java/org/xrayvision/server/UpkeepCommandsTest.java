/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.config.ConfigurationLoader;
import org.xrayvision.server.config.ConfigurationSources;
import org.xrayvision.server.config.ConfigurationSources.Option;

/** {@code backup}, {@code restore}, {@code migrate}, {@code patient} and {@code audit}. */
@Timeout(60)
final class UpkeepCommandsTest {
  private static final String ID = "1580412400014";
  private static final String NAME = "Vasilescu^Gheorghe";
  private static final Map<String, String> NO_MODEL =
      Map.of(
          "XRAYVISION_OPENAI_URL_PRIMARY", "http://127.0.0.1:1/v1/chat/completions",
          "XRAYVISION_OPENAI_URL_SECONDARY", "http://127.0.0.1:2/v1/chat/completions");
  private static final String PYTHON =
      """
      CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT, sex TEXT);
      CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP,
        protocol TEXT, region TEXT, type TEXT, status TEXT, study TEXT, series TEXT);
      CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP, updated TIMESTAMP,
        text TEXT, positive INTEGER, confidence INTEGER, severity INTEGER, summary TEXT,
        model TEXT, latency REAL);
      CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT, created TIMESTAMP,
        updated TIMESTAMP, text TEXT, text_en TEXT, positive INTEGER, severity INTEGER,
        summary TEXT, type TEXT, radiologist TEXT, justification TEXT, model TEXT, latency REAL);
      INSERT INTO patients VALUES ('1580412400014', 'H1', 'Vasilescu^Gheorghe', '1958-04-12', 'M'),
        ('other', NULL, 'Ionescu', NULL, NULL);
      INSERT INTO exams VALUES
        ('1.1','1580412400014',NULL,'2024-01-01 00:00:00','Torace','chest','CR','done','s1','e1'),
        ('1.2','other',NULL,'2024-01-02 00:00:00','Torace altfel','Torace altfel','CR','ignore',
          's2','e2');
      INSERT INTO ai_reports VALUES ('1.1','2024-01-01 00:00:00','2024-01-01 00:01:00','Seen.',1,
        90,7,'fracture','m',3);
      INSERT INTO rad_reports (uid, positive, severity, radiologist, updated) VALUES
        ('1.1', 1, -1, 'Dr. Marin', '2024-01-03 00:00:00');
      """;

  @TempDir private Path temp;
  private Path data;
  private String said = "";

  @BeforeEach
  void aFolderOfThePythonProgram() throws IOException {
    data = Files.createDirectories(temp.resolve("data"));
    script(database(), PYTHON);
    Files.createDirectories(data.resolve("images"));
    Files.writeString(data.resolve("images/1.1.png"), "picture");
    Files.writeString(data.resolve("images/7.7.png"), "picture of nobody");
  }

  private Path database() {
    return data.resolve("xrayvision.db");
  }

  private static void script(Path file, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(Path file, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> audit() {
    return rows(
        data.resolve("server.db"),
        "SELECT who || ' ' || action || ' ' || object FROM audit_log ORDER BY seq");
  }

  private Server server() {
    List<Option> options =
        List.of(
            new Option("--http-port", "DASHBOARD_PORT", "0"),
            new Option("--dicom-port", "AE_PORT", "0"));
    return Server.start(
        ConfigurationLoader.load(new ConfigurationSources(data, null, false, NO_MODEL, options)),
        "correct horse battery",
        null);
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    StringWriter out = new StringWriter();
    int code =
        Main.run(NO_MODEL, new PrintWriter(out), new PrintWriter(out), all.toArray(String[]::new));
    said = out.toString();
    return code;
  }

  private Path copy(String database) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("backup"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(database + "-hand-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void bothDatabasesAreCopiedWhileTheServerRunsAndRestoredWhenItDoesNot() throws IOException {
    try (Server server = server()) {
      assertThat(run("backup")).as(said).isZero();

      assertThat(said).contains("xrayvision.db-hand-", "server.db-hand-", "checked");
      assertThat(audit()).anyMatch(row -> row.startsWith("command line backup server.db-hand-"));
      assertThat(run("restore", copy("xrayvision.db").toString())).isEqualTo(Main.FAILURE);
      assertThat(said).contains("pid " + ProcessHandle.current().pid());
      assertThat(server.dicomPort()).isPositive();
    }
    script(database(), "DELETE FROM ai_reports");
    script(
        data.resolve("server.db"),
        "INSERT INTO retrievals (pacs, study, status, whole, taken, updated)"
            + " VALUES ('default', '1.2', 'done', 1, 0, 0)");

    assertThat(run("restore", copy("xrayvision.db").toString())).as(said).isZero();

    assertThat(said).contains("restored " + database(), "xrayvision.db.before-");
    assertThat(rows(database(), "SELECT text FROM ai_reports")).containsExactly("Seen.");
    assertThat(audit()).contains("command line restore xrayvision.db");
    assertThat(rows(data.resolve("server.db"), "SELECT study FROM retrievals"))
        .as("a query finds it anew")
        .isEmpty();
    assertThat(run("audit", "verify")).as(said).isZero();
    assertThat(run("restore", copy("server.db").toString())).as(said).isZero();
    assertThat(rows(data.resolve("server.db"), "SELECT count(*) FROM sessions"))
        .containsExactly("0");
    server().close();
  }

  @Test
  void aKeyThatWasRevokedSinceDoesNotComeBackWithAnOlderCopy() throws IOException {
    server().close();
    assertThat(run("key", "add", "leaked", "--allow", "see_exams")).as(said).isZero();
    assertThat(run("backup")).as(said).isZero();
    Path serverDb = data.resolve("server.db");
    script(
        serverDb,
        "INSERT INTO sessions VALUES ('x', 'admin', 0, 0, '');"
            + " UPDATE api_keys SET revoked = 1");
    Path copy = copy("server.db");
    script(copy, "INSERT INTO sessions VALUES ('y', 'admin', 0, 0, '')");

    assertThat(run("restore", copy.toString())).as(said).isZero();

    assertThat(said)
        .contains("sessions that were ended: 1", "API keys that stay revoked: 1")
        .contains("server.db.before-");
    assertThat(rows(serverDb, "SELECT count(*) FROM api_keys WHERE revoked IS NULL"))
        .containsExactly("0");
    assertThat(rows(serverDb, "SELECT count(*) FROM sessions")).containsExactly("0");
    assertThat(rows(copy, "SELECT count(*) FROM api_keys WHERE revoked IS NULL"))
        .as("the copy stays what it was")
        .containsExactly("1");

    Files.writeString(serverDb, "damaged, and longer than the header of a database would be");
    assertThat(run("restore", copy.toString())).as(said).isZero();
    assertThat(said).contains("all API keys are revoked (1)", "change passwords");
    server().close();
  }

  @Test
  void whatIsNoCopyOfOursIsNotRestored() throws IOException {
    Path text = Files.writeString(temp.resolve("text"), "no database, but long enough for one");
    assertThat(run("restore", text.toString())).isEqualTo(Main.FAILURE);
    assertThat(run("restore", temp.resolve("nothing").toString())).isEqualTo(Main.FAILURE);
    assertThat(said).contains("there is no file");
    Path other = temp.resolve("other.db");
    script(other, "CREATE TABLE songs (title TEXT)");
    assertThat(run("restore", other.toString())).isEqualTo(Main.FAILURE);
    assertThat(said).contains("is no database of XRayVision");
    Path newer = temp.resolve("newer.db");
    script(newer, "CREATE TABLE users (name TEXT); PRAGMA user_version = 99");
    assertThat(run("restore", newer.toString())).isEqualTo(Main.FAILURE);
    assertThat(said).contains("newer XRayVision (form 99");
    assertThat(rows(database(), "SELECT uid FROM exams")).hasSize(2);
  }

  @Test
  void aDryRunSaysWhatAMigrationWouldChangeAndChangesNothing() throws IOException {
    byte[] before = Files.readAllBytes(database());

    assertThat(run("migrate", "--dry-run")).as(said).isZero();

    assertThat(said)
        .contains("the Python program's -> form", "nothing was changed")
        .containsPattern("reviews +0 +1  \\*")
        .containsPattern("exams with a region +2 +1  \\*")
        .containsPattern("exams +2 +2\n")
        .containsPattern("pictures without an exam +1  put aside at night");
    assertThat(Files.readAllBytes(database())).isEqualTo(before);
    assertThat(data.resolve("backup")).doesNotExist();
  }

  @Test
  void aMigrationComesAfterABackupAndNotWhileTheServerRuns() throws IOException {
    assertThat(run("migrate")).as(said).isZero();

    assertThat(said).contains("Done. What was there before is in " + data.resolve("backup"));
    assertThat(rows(database(), "SELECT reviewer FROM reviews")).containsExactly("Dr. Marin");
    try (Stream<Path> copies = Files.list(data.resolve("backup"))) {
      assertThat(copies.map(copy -> copy.getFileName().toString()).toList())
          .hasSize(1)
          .allMatch(name -> name.startsWith("xrayvision.db-form0-"));
    }
    assertThat(run("migrate")).as(said).isZero();
    assertThat(said).contains("It was up to date.");
    try (Server server = server()) {
      assertThat(run("migrate")).isEqualTo(Main.FAILURE);
      assertThat(said).contains("in use", "pid " + ProcessHandle.current().pid());
      assertThat(server.dicomPort()).isPositive();
    }
    script(database(), "INSERT INTO schema_history VALUES (9999, 'future', 0)");
    assertThat(run("migrate", "--dry-run")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("newer XRayVision");
  }

  @Test
  void aPatientIsExportedThroughTheServerAndErasedWithoutOne() throws IOException {
    Path folder = temp.resolve("export");
    try (Server server = server()) {
      assertThat(run("patient", "export", ID, "--to", folder.toString())).as(said).isZero();
      assertThat(server.dicomPort()).isPositive();
    }
    assertThat(said).contains("1 exams and 1 files");
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    JsonNode patient = new ObjectMapper().readTree(folder.resolve("patient.json").toFile());
    assertThat(patient.path("patient").path("name").asText()).isEqualTo(NAME);
    JsonNode exam = new ObjectMapper().readTree(folder.resolve("exams/1.1.json").toFile());
    assertThat(exam.path("tables").path("reviews").path(0).path("reviewer").asText())
        .isEqualTo("Dr. Marin");
    assertThat(folder.resolve("images/1.1.png")).hasContent("picture");
    assertThat(run("patient", "export", ID, "--to", folder.toString())).isEqualTo(Main.FAILURE);
    assertThat(said).contains("is not empty");

    script(database(), "INSERT INTO patients (cnp, id) VALUES ('H1', NULL)");
    assertThat(run("patient", "erase", "H1", "--yes")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("2 patients", "one by the id in the hospital's system (1 exams)");
    assertThat(run("patient", "erase", "H1", "--as", "name", "--yes")).isNotZero();
    script(database(), "DELETE FROM patients WHERE cnp = 'H1'");
    Path byHisId = temp.resolve("by-his-id");
    assertThat(run("patient", "export", "H1", "--as", "his-id", "--to", byHisId.toString()))
        .as(said)
        .isZero();
    assertThat(said).contains("1 exams and 1 files");

    assertThat(run("patient", "erase", ID)).as("nobody can be asked").isNotZero();
    assertThat(rows(database(), "SELECT uid FROM exams")).hasSize(2);
    assertThat(run("patient", "erase", ID, "--yes")).as(said).isZero();

    assertThat(said)
        .contains("Forgotten: 1 exams, 1 files.")
        .containsPattern("still in a backup: .*xrayvision.db-form0-");
    assertThat(rows(database(), "SELECT uid FROM exams")).containsExactly("1.2");
    assertThat(data.resolve("images/1.1.png")).doesNotExist();
    assertThat(audit())
        .anyMatch(row -> row.startsWith("command line patient_export p-"))
        .anyMatch(row -> row.startsWith("command line patient_erase p-"))
        .noneMatch(row -> row.contains(ID));
    assertThat(run("patient", "erase", ID, "--yes")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("Nobody is known by this id");
  }

  @Test
  void aChangedMissingOrCutOffRowOfTheAuditLogIsFound() {
    server().close();
    Path file = data.resolve("server.db");
    for (int n = 0; n < 3; n++) {
      assertThat(run("backup")).isZero();
    }
    assertThat(run("audit", "verify")).as(said).isZero();
    assertThat(said).contains("whole: 6 rows").containsPattern("last hash: [0-9a-f]{64}");

    script(
        file,
        "DROP TRIGGER audit_log_is_kept; DROP TRIGGER audit_log_is_not_changed;"
            + " CREATE TABLE aside AS SELECT * FROM audit_log;"
            + " UPDATE audit_log SET who = 'nobody' WHERE seq = 4");
    assertThat(run("audit", "verify")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("row 4 is the first");
    script(file, "DELETE FROM audit_log WHERE seq = 4");
    assertThat(run("audit", "verify")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("row 5 is the first");
    script(file, "DELETE FROM audit_log; INSERT INTO audit_log SELECT * FROM aside WHERE seq < 6");
    assertThat(run("audit", "verify")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("rows at its end are missing");
  }

  @Test
  void theAuditLogIsCheckedWhileTheServerRunsAndNothingIsMadeWhereThereIsNone() {
    assertThat(run("audit", "verify")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("there is no such file");
    assertThat(data.resolve("server.db")).doesNotExist();
    try (Server server = server()) {
      assertThat(run("audit", "verify")).as(said).isZero();
      assertThat(server.dicomPort()).isPositive();
    }
  }

  @Test
  void withoutADataDirectoryNothingIsMade() {
    data = temp.resolve("nowhere");
    assertThat(run("backup")).isEqualTo(Main.FAILURE);
    assertThat(run("migrate", "--dry-run")).isEqualTo(Main.FAILURE);
    assertThat(run("patient", "erase", ID, "--yes")).isEqualTo(Main.FAILURE);
    assertThat(said).contains("name the data directory with --data");
    assertThat(data).doesNotExist();
  }
}
