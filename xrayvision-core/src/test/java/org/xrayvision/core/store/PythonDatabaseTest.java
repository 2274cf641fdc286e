/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Sex;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.XRayVision;
import org.xrayvision.core.store.StoreSamples.Query;
import org.xrayvision.spi.PatientIdentity;
import org.xrayvision.spi.VisionAnswer;
import org.xrayvision.spi.VisionModel;

/**
 * Files that the Python program left, in its newest form and in older ones, and steps back to it.
 */
class PythonDatabaseTest {
  private static final String NEWEST =
      """
      CREATE TABLE patients (cnp TEXT PRIMARY KEY, id TEXT, name TEXT, birthdate TEXT,
        sex TEXT CHECK(sex IN ('M','F','O')));
      CREATE TABLE exams (uid TEXT PRIMARY KEY, cnp TEXT, id TEXT, created TIMESTAMP,
        protocol TEXT, region TEXT, type TEXT, status TEXT DEFAULT 'none', study TEXT, series TEXT,
        FOREIGN KEY (cnp) REFERENCES patients(cnp));
      CREATE TABLE ai_reports (uid TEXT PRIMARY KEY, created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP, text TEXT,
        positive INTEGER DEFAULT -1 CHECK(positive IN (-1, 0, 1)),
        confidence INTEGER DEFAULT -1, severity INTEGER DEFAULT -1, summary TEXT, model TEXT,
        latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
      CREATE TABLE rad_reports (uid TEXT PRIMARY KEY, id TEXT,
        created TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        text TEXT, text_en TEXT, positive INTEGER DEFAULT -1, severity INTEGER DEFAULT -1,
        summary TEXT, type TEXT, radiologist TEXT, justification TEXT, model TEXT,
        latency INTEGER DEFAULT -1, FOREIGN KEY (uid) REFERENCES exams(uid));
      CREATE INDEX idx_exams_created ON exams(created);
      """;
  private static final String ROWS =
      """
      INSERT INTO patients (cnp, id, name, sex) VALUES ('1700131400019', '77', 'Popescu Ion', 'M');
      INSERT INTO exams VALUES
        ('1.1','1700131400019','900','2024-05-06 07:08:09','Torace PA','chest','CR','done','s1','e1'),
        ('1.2','1700131400019',NULL,'2024-05-06 07:09:00','Torace L','chest','CR','check','s2','e2'),
        ('1.3','1700131400019',NULL,'2024-05-07 10:00:00','cap special','cap special','CR',
          'processing','s3','e3'),
        ('1.4','1700131400019',NULL,'2024-05-08 10:00:00','Mana','hand','CR','queued','s4','e4');
      INSERT INTO ai_reports (uid, created, updated, text, positive, confidence)
        VALUES ('1.1','2024-05-06 05:00:00','2024-05-06 06:00:00','IMPRESSION: x',1,90),
               ('1.2','2024-05-06 05:00:00','2024-05-06 06:00:00','IMPRESSION: y',0,90);
      INSERT INTO rad_reports (uid, id, text, positive, radiologist, updated)
        VALUES ('1.1',NULL,NULL,1,'Dr. House','2024-05-07 00:00:00'),
               ('1.2','R2','Fara leziuni',-1,'Dr. B','2024-05-07 00:00:00');
      """;

  @TempDir private Path folder;
  private Path file;
  private Path backups;

  @BeforeEach
  void names() {
    file = folder.resolve("xrayvision.db");
    backups = folder.resolve("backup");
  }

  private SqliteExamStore open() {
    return SqliteExamStore.open(file, StoreOptions.defaults(backups));
  }

  @Test
  void aFileInTheNewestFormIsTakenOverAfterABackup() throws IOException {
    Database.script(file, NEWEST + ROWS);
    List<String> tables = ddl(file);
    List<String> exams = Database.rows(file, "SELECT * FROM exams WHERE uid <> '1.3'");

    try (SqliteExamStore store = open()) {
      Exam exam = store.exam("1.1").orElseThrow();
      assertThat(exam.created()).isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8, 9));
      assertThat(exam.patient().hisId()).isEqualTo("77");
      assertThat(exam.patient().sex()).isEqualTo(Sex.M);
      assertThat(exam.serviceRequestId()).isEqualTo("900");
      assertThat(exam.received()).isNull();
      assertThat(exam.aiReport().created()).isEqualTo(Instant.parse("2024-05-06T05:00:00Z"));
      assertThat(exam.aiReport().severity()).isEqualTo(-1);
      assertThat(store.instance("1.1"))
          .contains(new StoredInstance("1.1", ExamStatus.DONE, null, -1, false));
    }

    assertThat(ddl(file)).isEqualTo(tables);
    assertThat(Database.rows(file, "SELECT * FROM exams WHERE uid <> '1.3'")).isEqualTo(exams);
    try (Stream<Path> copies = Files.list(backups)) {
      Path copy = copies.toList().get(0);
      assertThat(copy.getFileName().toString()).startsWith("xrayvision.db-form0-").endsWith(".db");
      assertThat(Database.rows(copy, "SELECT status FROM exams WHERE uid = '1.3'"))
          .containsExactly("processing");
      assertThat(Database.rows(copy, "SELECT name FROM sqlite_schema WHERE name = 'exam_state'"))
          .isEmpty();
    }
  }

  private static List<String> ddl(Path file) {
    return Database.rows(
        file,
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name IN"
            + " ('patients', 'exams', 'ai_reports', 'rad_reports') ORDER BY name");
  }

  @Test
  void whatWasBeingReadWaitsAgainAndWhatWasBeingCheckedStays() {
    Database.script(file, NEWEST + ROWS);

    try (SqliteExamStore store = open()) {
      assertThat(StoreSamples.status(store, "1.3")).isEqualTo(ExamStatus.QUEUED);
      assertThat(StoreSamples.status(store, "1.2")).isEqualTo(ExamStatus.CHECK);
      Claim claim = store.claimNext("o", Instant.now(), Duration.ofMinutes(1)).orElseThrow();
      assertThat(claim.uid()).isEqualTo("1.4");
      assertThat(claim.from()).isEqualTo(ExamStatus.QUEUED);
      assertThat(store.complete(claim, StoreSamples.run(3))).isEqualTo(ClaimEnd.WRITTEN);
    }
  }

  @Test
  void aProtocolThatStandsInForARegionBecomesNone() {
    Database.script(file, NEWEST + ROWS);

    try (SqliteExamStore store = open()) {
      assertThat(store.exam("1.3").orElseThrow().region()).isEmpty();
      assertThat(store.exam("1.3").orElseThrow().protocol()).isEqualTo("cap special");
      assertThat(store.exam("1.4").orElseThrow().region()).isEqualTo("hand");
    }
    assertThat(Database.rows(file, "SELECT region FROM exams WHERE uid = '1.3'"))
        .containsExactly("");
  }

  @Test
  void aRegionThatTheSiteConfiguredIsKept() {
    Database.script(file, NEWEST + ROWS);
    RegionOptions site =
        new RegionOptions(
            Map.of("cap special", List.of("special"), "hand", List.of("mana")), Map.of(), Set.of());
    VisionModel model = request -> VisionAnswer.of("x");

    try (XRayVision engine =
        XRayVision.builder()
            .dataDirectory(folder)
            .databaseFile(file)
            .visionModel(model)
            .regionOptions(site)
            .build()) {
      assertThat(engine.exam("1.3").orElseThrow().exam().region()).isEqualTo("cap special");
      assertThat(engine.exam("1.1").orElseThrow().exam().region()).as("no rule of it").isEmpty();
    }
  }

  @Test
  void aPositiveWithoutSeverityIsTheModelsVerdictAndTheRadiologistsReview() {
    Database.script(file, NEWEST + ROWS);

    try (SqliteExamStore store = open()) {
      assertThat(uids(store, Query.all().positive(true))).containsExactly("1.1");
      assertThat(uids(store, Query.all().positive(false))).containsExactly("1.2");
      assertThat(store.exam("1.1").orElseThrow().aiReport().positive()).isTrue();
      assertThat(store.exam("1.2").orElseThrow().aiReport().positive()).isFalse();
      assertThat(store.view("1.1").orElseThrow().reviewed()).isTrue();
      assertThat(store.view("1.1").orElseThrow().correct()).isTrue();
      assertThat(store.view("1.1").orElseThrow().reading().positive()).isTrue();
      assertThat(store.view("1.1").orElseThrow().reading().severity()).isEqualTo(-1);
      assertThat(store.view("1.2").orElseThrow().reading().positive())
          .as("an exam under check is in no reading's verdict")
          .isNull();
      assertThat(store.view("1.2").orElseThrow().reviewed()).isFalse();
    }
    open().close();
    assertThat(Database.rows(file, "SELECT uid, reviewer, abnormal FROM reviews"))
        .containsExactly("1.1|Dr. House|1");
  }

  private static List<String> uids(ExamStore store, Query query) {
    ExamQuery built = query.build();
    return store.page(built).exams().stream().map(view -> view.exam().uid()).toList();
  }

  @Test
  void reportsOfAnOlderFormWithoutSeverityAreTakenOver() {
    Database.script(
        file,
        NEWEST
                .replace(
                    "confidence INTEGER DEFAULT -1, severity INTEGER DEFAULT -1, summary TEXT,",
                    "confidence INTEGER DEFAULT -1,")
                .replace("text TEXT, text_en TEXT,", "text TEXT,")
            + ROWS);
    assertThat(Database.rows(file, "SELECT name FROM pragma_table_info('ai_reports')"))
        .doesNotContain("severity", "summary");

    try (SqliteExamStore store = open()) {
      assertThat(store.exam("1.1").orElseThrow().aiReport().severity()).isEqualTo(-1);
      assertThat(store.exam("1.2").orElseThrow().radReport().text()).isEqualTo("Fara leziuni");
      assertThat(uids(store, Query.all().positive(true))).containsExactly("1.1");
      assertThat(store.view("1.1").orElseThrow().correct()).isTrue();
    }
    assertThat(Database.rows(file, "SELECT name FROM pragma_table_info('ai_reports')"))
        .contains("severity", "summary");
    assertThat(Database.rows(file, "SELECT name FROM pragma_table_info('rad_reports')"))
        .contains("text_en");
    assertThat(Database.rows(file, "SELECT name FROM sqlite_schema WHERE name LIKE 'python_old%'"))
        .isEmpty();
    assertThat(Database.rows(file, "PRAGMA foreign_key_check")).isEmpty();
  }

  @Test
  void anAgeIsKeptBesideTheBirthDateThatAValidIdTells() {
    Database.script(
        file,
        NEWEST.replace("birthdate TEXT", "age INTEGER NOT NULL")
            + "INSERT INTO patients VALUES ('1700131400019', NULL, 'A', 54, 'M'),"
            + " ('x', NULL, 'B', 7, NULL);"
            + "INSERT INTO exams (uid, cnp, created, status) VALUES"
            + " ('1.1', '1700131400019', '2024-01-01 00:00:00', 'done'),"
            + " ('1.2', 'x', '2024-01-01 00:00:00', 'done');");
    StoreOptions options =
        StoreOptions.defaults(backups)
            .withPatientIds(
                id ->
                    id.length() == 13
                        ? Optional.of(new PatientIdentity(LocalDate.of(1970, 1, 31), Sex.M, null))
                        : Optional.empty());

    try (SqliteExamStore store = SqliteExamStore.open(file, options)) {
      assertThat(store.exam("1.1").orElseThrow().patient().birthDate())
          .isEqualTo(LocalDate.of(1970, 1, 31));
      assertThat(store.exam("1.2").orElseThrow().patient().birthDate()).isNull();
      assertThat(store.add(StoreSamples.exam("1.3"))).isTrue();
    }
    assertThat(Database.rows(file, "SELECT cnp, age FROM patients WHERE cnp <> 'k' ORDER BY name"))
        .contains("1700131400019|54", "x|7");
  }

  @Test
  void valuesThatTheNewestFormForbidsAreCleaned() {
    Database.script(
        file,
        """
        CREATE TABLE patients (cnp TEXT, name TEXT, age INTEGER, sex TEXT);
        CREATE TABLE exams (uid TEXT, cnp TEXT, created TEXT, protocol TEXT, region TEXT,
          type TEXT, status TEXT CHECK (status IN ('pending', 'done')), study TEXT, series TEXT);
        CREATE TABLE ai_reports (uid TEXT, created TEXT, updated TEXT, text TEXT, positive,
          confidence, severity, summary TEXT, model TEXT, latency);
        INSERT INTO patients VALUES ('p', 'N', 3, '?'), (NULL, 'nobody', 1, 'M');
        INSERT INTO exams VALUES ('1.1', 'p', 'yesterday', 'x', 'hand', 'CR', 'pending', 's', 'e'),
          ('1.2', NULL, NULL, NULL, NULL, NULL, 'done', NULL, NULL),
          (NULL, 'p', NULL, NULL, NULL, NULL, 'done', NULL, NULL);
        INSERT INTO ai_reports VALUES ('1.2', NULL, NULL, NULL, 'yes', 9000, 15, NULL, NULL, NULL);
        """);

    try (SqliteExamStore store = open()) {
      assertThat(StoreSamples.status(store, "1.1")).isEqualTo(ExamStatus.NONE);
      assertThat(store.exam("1.1").orElseThrow().patient().sex()).isNull();
      Exam bare = store.exam("1.2").orElseThrow();
      assertThat(bare.patient().patientId()).isNull();
      assertThat(bare.aiReport().severity()).isEqualTo(-1);
      assertThat(bare.aiReport().confidence()).isEqualTo(-1);
      assertThat(store.page(ExamQuery.all(1, 10)).total()).isEqualTo(2);
      assertThat(store.prepared("1.1", new PictureOutcome(ExamStatus.IGNORE, "x", null, 1)))
          .isTrue();
    }
  }

  @Test
  void whatThePythonProgramWroteAfterAStepBackIsTakenOver() {
    Database.script(file, NEWEST + ROWS);
    open().close();

    Database.script(
        file,
        """
        PRAGMA foreign_keys = OFF;
        INSERT OR REPLACE INTO patients VALUES ('1700131400019', '77', 'Alt Nume', NULL, 'M');
        INSERT OR REPLACE INTO exams VALUES ('1.9','1700131400019',NULL,'2024-06-01 00:00:00',
          'Genunchi','knee','CR','queued','s9','e9');
        UPDATE exams SET status = 'done' WHERE uid = '1.4';
        INSERT OR REPLACE INTO ai_reports (uid, text, positive, severity) VALUES ('1.4','z',1,8);
        INSERT OR REPLACE INTO rad_reports (uid, positive, radiologist) VALUES ('1.4',0,'Dr. X');
        DELETE FROM exams WHERE uid = '1.3';
        """);

    try (SqliteExamStore store = open()) {
      assertThat(store.page(ExamQuery.all(1, 10)).exams())
          .extracting(view -> view.exam().uid())
          .containsExactly("1.9", "1.4", "1.2", "1.1");
      assertThat(store.page(ExamQuery.all(1, 10)).total()).isEqualTo(4);
      assertThat(store.view("1.4").orElseThrow().correct()).isFalse();
      assertThat(uids(store, Query.all().search("alt nume"))).hasSize(4);
      assertThat(store.counts(Instant.now()).waiting()).isEqualTo(1);
    }
  }

  @Test
  void thePythonProgramCanWriteAllItsStatesIntoAFileOfOurs() {
    open().close();
    for (ExamStatus status : ExamStatus.values()) {
      Database.execute(
          file,
          "INSERT OR REPLACE INTO exams (uid, cnp, created, protocol, region, type, status, study,"
              + " series) VALUES (?, NULL, '2024-06-01 00:00:00', 'p', 'hand', 'CR', ?, 's', 'e')",
          "uid of " + status,
          status.code());
    }

    try (SqliteExamStore store = open()) {
      assertThat(store.page(ExamQuery.all(1, 10)).total()).isEqualTo(8);
    }
  }

  @Test
  void anotherThresholdJudgesAnew() {
    try (SqliteExamStore store = open()) {
      StoreSamples.addDone(store, StoreSamples.exam("1.1"), 5);
      assertThat(uids(store, Query.all().positive(true))).containsExactly("1.1");
    }
    try (SqliteExamStore store =
        SqliteExamStore.open(file, StoreOptions.defaults(backups).withSeverityThreshold(6))) {
      assertThat(uids(store, Query.all().positive(true))).isEmpty();
      assertThat(uids(store, Query.all().positive(false))).containsExactly("1.1");
    }
  }
}
