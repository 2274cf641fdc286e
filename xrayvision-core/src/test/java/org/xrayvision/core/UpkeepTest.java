/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.spi.VisionAnswer;

/** What is forgotten after a while, what is put aside, and one patient's data. */
final class UpkeepTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String NAME = "Vasilescu^Gheorghe";
  private static final String ID = "1580412400014";
  private static final Path CHEST = Path.of("../testdata/ro/olteanu_torace_1.dcm");
  private static final String TABLES =
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
      INSERT INTO patients VALUES ('1580412400014', 'HIS-4711', 'Vasilescu^Gheorghe', '1958-04-12',
        'M'), ('other', NULL, 'Ionescu', NULL, NULL), ('alone', NULL, 'Marin', NULL, NULL);
      INSERT INTO exams VALUES
        ('1.1','1580412400014',NULL,'2001-01-01 00:00:00','Torace','chest','CR','error','s1','e1'),
        ('1.2','1580412400014',NULL,'2001-01-01 00:00:00','Torace','chest','CR','done','s2','e2'),
        ('1.3','other',NULL,'2001-01-01 00:00:00','Diverse','','CR','ignore','s3','e3'),
        ('1.4','other',NULL,'2001-01-01 00:00:00','Mana','hand','CR','done','s4','e4'),
        ('1.5','alone',NULL,'2001-01-01 00:00:00','Mana','hand','CR','error','s5','e5');
      INSERT INTO ai_reports VALUES
        ('1.2','2001-01-01 00:00:00','2001-01-01 00:01:00','Seen in Vasilescu^Gheorghe.',1,90,7,
          'fracture','m',3),
        ('1.4','2030-01-01 00:00:00','2030-01-01 00:01:00','Normal.',0,90,1,'normal','m',3);
      INSERT INTO rad_reports (uid, text, severity, radiologist) VALUES
        ('1.2', 'Pacientul Vasilescu^Gheorghe: fractura.', 7, 'Marin');
      """;

  private final HandClock clock = new HandClock();
  @TempDir private Path folder;

  @BeforeEach
  void aFolderThatTheOldProgramLeft() throws IOException {
    script(TABLES);
    Files.createDirectories(images());
    for (int n = 1; n <= 5; n++) {
      Files.writeString(images().resolve("1." + n + ".png"), "picture");
      Files.writeString(images().resolve("1." + n + ".dcm"), "object");
    }
  }

  private Path images() {
    return folder.resolve("images");
  }

  private Path database() {
    return folder.resolve("xrayvision.db");
  }

  private XRayVision engine() {
    return XRayVision.builder()
        .dataDirectory(folder)
        .visionModel(request -> VisionAnswer.of("Normal."))
        .clock(clock)
        .build();
  }

  private void script(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> rows(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
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

  private List<String> files(String folderName) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(folderName))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> uids(XRayVision engine) {
    return engine.exams(ExamQuery.all(1, 100)).exams().stream()
        .map(view -> view.exam().uid())
        .sorted()
        .toList();
  }

  @Test
  void whatFailedIsForgottenByWhenItFailedWhateverItsExamDate() throws IOException {
    try (XRayVision engine = engine()) {
      assertThat(engine.upkeep().purgeSetAside(WEEK)).as("known only since now").isZero();
      assertThat(uids(engine)).containsExactly("1.1", "1.2", "1.3", "1.4", "1.5");

      clock.advance(WEEK.plusHours(1));
      assertThat(engine.upkeep().purgeSetAside(WEEK)).isEqualTo(3);

      assertThat(uids(engine)).containsExactly("1.2", "1.4");
      assertThat(files("images")).containsExactly("1.2.dcm", "1.2.png", "1.4.dcm", "1.4.png");
      assertThat(rows("SELECT cnp FROM patients ORDER BY cnp"))
          .as("who has no exam left is forgotten too")
          .containsExactly(ID, "other");
      assertThat(engine.status().counts().errors()).isZero();
      assertThat(engine.upkeep().purgeSetAside(WEEK)).isZero();
    }
  }

  @Test
  void whatFailsAgainBeginsItsTimeAnew() {
    try (XRayVision engine = engine()) {
      clock.advance(WEEK.plusHours(1));
      script("UPDATE set_aside SET since = 0");
      script("UPDATE exam_state SET status = 'queued' WHERE uid = '1.1'");
      script("UPDATE exam_state SET status = 'error' WHERE uid = '1.1'");
      script("UPDATE exam_state SET conflict = 1 WHERE uid = '1.5'");

      assertThat(engine.upkeep().purgeSetAside(WEEK.multipliedBy(2))).isEqualTo(1);

      assertThat(uids(engine))
          .as("1.1 failed just now, 1.5 waits for a person")
          .containsExactly("1.1", "1.2", "1.4", "1.5");
    }
  }

  @Test
  void whatWasEverReadIsNotPurged() {
    try (XRayVision engine = engine()) {
      script("UPDATE exams SET status = 'error' WHERE uid IN ('1.2', '1.4')");
      script("DELETE FROM ai_reports WHERE uid = '1.2'");
      engine.review("1.5", "Marin", false);
      clock.advance(WEEK.plusHours(1));

      assertThat(engine.upkeep().purgeSetAside(WEEK)).isEqualTo(2);

      assertThat(uids(engine))
          .as("1.2 has a radiologist's report, 1.4 a model's, 1.5 a review")
          .containsExactly("1.2", "1.4", "1.5");
    }
  }

  @Test
  void aPictureIsDroppedLongAfterItsExamWasDoneAndWhatIsKnownStays() throws IOException {
    try (XRayVision engine = engine()) {
      assertThat(engine.upkeep().dropPictures(Duration.ofDays(365))).isEqualTo(1);

      assertThat(files("images"))
          .doesNotContain("1.2.png")
          .contains("1.2.dcm", "1.1.png", "1.4.png");
      assertThat(engine.exam("1.2").orElseThrow().exam().aiReport().severity()).isEqualTo(7);
      assertThat(engine.picture("1.2")).isEmpty();
    }
  }

  @Test
  void aPictureThatIsTheOnlyCopyIsNotDropped() throws IOException {
    Files.delete(images().resolve("1.2.dcm"));
    try (XRayVision engine = engine()) {
      assertThat(engine.upkeep().dropPictures(Duration.ofDays(365))).isZero();

      assertThat(files("images")).contains("1.2.png");
    }
  }

  @Test
  void strayFilesArePutAsideAndNeverDicomFilesOrWhatIsNew() throws IOException {
    FileTime before = FileTime.from(clock.instant().minus(Duration.ofDays(2)));
    try (XRayVision engine = engine()) {
      for (String name : List.of("images/9.1.png", "images/9.2.dcm", "images/scan.png")) {
        Files.writeString(folder.resolve(name), "x");
        Files.setLastModifiedTime(folder.resolve(name), before);
      }
      Files.writeString(images().resolve("9.3.png"), "just made");
      Path stale = Files.writeString(folder.resolve("incoming/a.part"), "x");
      Files.setLastModifiedTime(stale, before);
      Files.writeString(folder.resolve("incoming/b.part"), "arriving");
      Files.createDirectories(folder.resolve("orphans"));
      Files.writeString(folder.resolve("orphans/c.part-2"), "put aside by an earlier version");

      assertThat(engine.upkeep().putOrphansAside()).isEqualTo(1);

      assertThat(files("orphans")).containsExactly("9.1.png");
      assertThat(files("images")).contains("9.2.dcm", "9.3.png", "scan.png", "1.1.png");
      assertThat(files("incoming")).containsExactly("b.part");
    }
  }

  @Test
  void nothingOfAnErasedPatientIsLeftReadable() throws IOException {
    try (XRayVision engine = engine()) {
      engine.review("1.2", "Marin", true);
      assertThat(engine.upkeep().erase("nobody")).isEmpty();

      Upkeep.Erased erased = engine.upkeep().erase(ID).orElseThrow();

      assertThat(erased.exams()).containsExactlyInAnyOrder("1.1", "1.2");
      assertThat(erased.files()).isEqualTo(4);
      assertThat(erased.left()).isEmpty();
      assertThat(files("images"))
          .noneMatch(name -> name.startsWith("1.1") || name.startsWith("1.2"));
      assertThat(uids(engine)).containsExactly("1.3", "1.4", "1.5");
      assertThat(engine.upkeep().patient(ID)).isEmpty();
      assertThat(engine.statistics().tally(StatisticsUnit.EXAM).exams()).isEqualTo(3);
      assertNoRowNames("1.2");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(folder.resolve("backup"))) {
          String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(bytes.contains(NAME) || bytes.contains(ID) || bytes.contains("HIS-4711"))
              .as(file.toString())
              .isFalse();
        }
      }
    }
  }

  /** Also in a table that a later version brings. */
  private void assertNoRowNames(String uid) {
    for (String table :
        rows(
            "SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
                + " WHERE t.type = 'table' AND c.name = 'uid' AND t.name <> 'deletions'")) {
      assertThat(rows("SELECT uid FROM \"" + table + "\" WHERE uid = '" + uid + "'"))
          .as(table)
          .isEmpty();
    }
  }

  @Test
  void aCrashBetweenRowsAndFilesBringsNothingBack() throws IOException {
    String uid;
    try (XRayVision engine = engine()) {
      engine.start();
      uid = engine.ingest(CHEST).uid();
    }
    script("DELETE FROM exams WHERE uid = '" + uid + "'");
    script("INSERT INTO deletions VALUES ('" + uid + ".dcm', '" + uid + "', 0)");
    assertThat(images().resolve(uid + ".dcm")).exists();

    try (XRayVision engine = engine()) {
      engine.start();

      assertThat(engine.exam(uid)).isEmpty();
      assertThat(images().resolve(uid + ".dcm")).doesNotExist();
      assertThat(engine.ingest(CHEST).outcome()).isEqualTo(IngestResult.Outcome.STORED);
    }
    try (XRayVision engine = engine()) {
      engine.start();
      assertThat(engine.exam(uid)).as("it was sent again, and is kept").isPresent();
    }
  }

  @Test
  void allThatIsKeptOfAPatientIsHandedOut() {
    try (XRayVision engine = engine()) {
      engine.review("1.2", "Marin", true);

      Upkeep.PatientData patient = engine.upkeep().patient(ID).orElseThrow();
      Upkeep.ExamData exam = engine.upkeep().exam("1.2").orElseThrow();

      assertThat(patient.columns()).containsEntry("name", NAME).containsEntry("id", "HIS-4711");
      assertThat(patient.exams()).containsExactly("1.1", "1.2");
      assertThat(exam.files()).containsExactly("1.2.png", "1.2.dcm");
      assertThat(exam.tables().get("ai_reports").get(0)).containsEntry("severity", 7);
      assertThat(exam.tables().get("reviews").get(0)).containsEntry("reviewer", "Marin");
      assertThat(exam.tables().get("events")).isNotEmpty();
      assertThat(exam.tables())
          .containsKeys(
              "exams", "exam_state", "rad_reports", "ai_runs", "report_state", "conflicts");
      assertThat(engine.upkeep().exam("9.9")).isEmpty();
    }
  }

  @Test
  void aRehearsalOfTheMigrationChangesNothingAndSaysWhatWouldChange() throws IOException {
    byte[] before = Files.readAllBytes(database());

    MigrationReport report = engineBuilder().rehearseMigration();

    assertThat(Files.readAllBytes(database())).isEqualTo(before);
    assertThat(files(".")).containsExactlyInAnyOrder("images", "xrayvision.db");
    assertThat(report.formBefore()).isZero();
    assertThat(report.formAfter()).isEqualTo(Databases.newestForm());
    assertThat(report.before()).containsEntry("exams", 5L).containsEntry("reviews", 0L);
    assertThat(report.after()).containsEntry("exams", 5L);
    assertThat(report.images())
        .containsAllEntriesOf(Map.of("pictures of exams", 5L, "DICOM files without an exam", 0L));

    assertThat(engineBuilder().migrate().after()).isEqualTo(report.after());
    assertThat(engineBuilder().migrate().formBefore()).isEqualTo(Databases.newestForm());
  }

  private XRayVisionBuilder engineBuilder() {
    return XRayVision.builder().dataDirectory(folder);
  }
}
