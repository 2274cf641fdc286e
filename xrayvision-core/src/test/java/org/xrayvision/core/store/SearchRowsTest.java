/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.core.store.StoreSamples.Query;

/** What is kept for searches: of whom, through backups, and that it is forgotten. */
class SearchRowsTest {
  private static final String RAW = "SELECT count(*) FROM search_uids_data WHERE hex(block) LIKE ";

  /** 9.5 in hexadecimal: of the UID 1.2.999.5 alone. */
  private static final String RAREST = "'%392E35%'";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void fill() {
    file = folder.resolve("xrayvision.db");
    open(file).close();
    Database.script(
        file,
        """
        INSERT INTO patients (cnp, id, name) VALUES
          ('1700131400019', 'HIS-4711', 'Țurcanu Ștefan'), ('other', NULL, 'Other');
        INSERT INTO exams (uid, cnp, created, status, study)
        WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i LIMIT 600)
        SELECT '1.2.' || replace(n, '9', '8') || '.' || replace(2000 + n, '9', '3') || '.1.'
            || (n / 100) || replace(n % 100, '9', '77'), 'other',
          datetime('2026-03-01', '+' || n || ' minutes'), 'done', 's' || n FROM i;
        INSERT INTO exams (uid, cnp, created, status, study)
        VALUES ('1.2.999.5', '1700131400019', '2026-03-01 00:00:01', 'done', 's');
        """);
  }

  private SqliteExamStore open(Path database) {
    return SqliteExamStore.open(database, StoreOptions.defaults(folder.resolve("backup")));
  }

  private String one(String sql) {
    return Database.rows(file, sql).get(0);
  }

  @Test
  void nothingOfAnErasedPatientIsLeftInWhatIsSearched() throws IOException {
    try (SqliteExamStore store = open(file)) {
      assertThat(store.page(Query.all().search("999.5 stef").build()).total()).isEqualTo(1);
      assertThat(one(RAW + RAREST)).isNotEqualTo("0");

      assertThat(store.upkeep().erase("1700131400019", uid -> List.of(), NOON)).isPresent();

      assertThat(store.page(Query.all().search("999.5").build()).total()).isZero();
      assertThat(store.records().patients("stef", 1, 10).total()).isZero();
    }
    assertThat(one(RAW + RAREST)).isEqualTo("0");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(each, StandardCharsets.ISO_8859_1))
            .as(each.toString())
            .doesNotContain("turcanu")
            .doesNotContain("stefan")
            .doesNotContain("his-4711")
            .doesNotContain("1700131400019");
      }
    }
  }

  /** Places in a copy may be others: only SQLite's own primary keys of whole numbers are kept. */
  @Test
  void aCopyOfTheDatabaseIsSearchedAlike() {
    open(file).close();
    Database.script(file, "DELETE FROM exams WHERE rowid % 7 = 3");
    open(file).close();
    Path copy = folder.resolve("copy.db");
    Database.script(file, "VACUUM INTO '" + copy + "'");

    try (SqliteExamStore before = open(file);
        SqliteExamStore after = open(copy)) {
      for (String search : List.of("2.17", "2144", "1.577", "999", "other 2.1", "7")) {
        assertThat(after.page(Query.all().search(search).build()).exams())
            .as(search)
            .isNotEmpty()
            .usingRecursiveComparison()
            .isEqualTo(before.page(Query.all().search(search).build()).exams());
      }
    }
  }

  /** Who is in no table any more is not found by another table's rest. */
  @Test
  void personsOfWhomOnlyAnExamTellsAreSearchedForAmongExamsAlone() {
    Database.script(
        file,
        "DELETE FROM patients WHERE cnp = '1700131400019';"
            + "INSERT INTO patients (cnp, name) VALUES ('nobody', 'Without exams');");
    try (SqliteExamStore store = open(file)) {
      assertThat(store.page(Query.all().search("1400019").build()).total()).isEqualTo(1);
      assertThat(store.records().patients("1400019", 1, 10).total()).isZero();
      assertThat(store.records().patients("without", 1, 10).total()).isEqualTo(1);
      assertThat(store.page(Query.all().search("without").build()).total()).isZero();
    }
    Database.script(file, "DELETE FROM exams WHERE uid = '1.2.999.5'");
    open(file).close();
    assertThat(Database.rows(file, "SELECT patient FROM search_patients ORDER BY patient"))
        .containsExactly("nobody", "other");
  }

  /** Patients were noted by their keys before, and such notes may wait for the program. */
  @Test
  void aDatabaseOfTheFormBeforeIsSearchedAlikeAndForgetsAsWell() throws IOException {
    Path older = folder.resolve("older.db");
    List<String> steps = Database.rows(file, "SELECT name FROM schema_history WHERE version < 20");
    Database.script(
        older,
        "CREATE TABLE schema_history (version INTEGER PRIMARY KEY,"
            + " name TEXT NOT NULL, applied INTEGER NOT NULL)");
    for (String step : steps) {
      try (InputStream sql = SearchRows.class.getResourceAsStream("migrations/" + step + ".sql")) {
        Database.script(older, new String(sql.readAllBytes(), StandardCharsets.UTF_8));
      }
      Database.execute(
          older,
          "INSERT INTO schema_history VALUES (?, ?, 0)",
          Integer.parseInt(step.substring(0, 4)),
          step);
    }
    Database.script(
        older,
        """
        INSERT INTO patients (cnp, id, name) VALUES
          ('1700131400019', 'HIS-4711', 'Țurcanu Ștefan'), ('other', NULL, 'Other');
        INSERT INTO exams (uid, cnp, created, status, study) VALUES
          ('1.2.1', 'other', '2026-03-01 00:00:01', 'done', 's'),
          ('1.2.2', 'unlisted', '2026-03-01 00:00:02', 'done', 's'),
          ('1.2.3', '1700131400019', '2026-03-01 00:00:03', 'done', 't');
        """);
    assertThat(Database.rows(older, "SELECT patient FROM search_changes")).hasSize(2);
    try (SqliteExamStore store = open(older)) {
      for (String search : List.of("turcanu", "his-47", "other", "unlisted", "2.3")) {
        assertThat(store.page(Query.all().search(search).build()).total()).as(search).isEqualTo(1);
      }
      assertThat(store.records().patients("t", 1, 10).patients())
          .extracting(one -> one.patient().key())
          .containsExactly("1700131400019", "other");
      assertThat(store.upkeep().erase("1700131400019", uid -> List.of(), NOON)).isPresent();
      assertThat(store.page(Query.all().search("turcanu").build()).total()).isZero();
    }
    assertThat(Files.readString(older, StandardCharsets.ISO_8859_1))
        .doesNotContain("turcanu")
        .doesNotContain("1700131400019");
  }

  /** Notes of who is to be searched anew hold nothing that an erasure would have to overwrite. */
  @Test
  void whatIsNotedOfAPatientIsANumber() {
    Database.script(file, "UPDATE patients SET name = 'New' WHERE cnp = 'other'");
    assertThat(Database.rows(file, "SELECT typeof(id) FROM search_changed"))
        .isNotEmpty()
        .containsOnly("integer");
    assertThat(one("SELECT count(*) FROM sqlite_schema WHERE name = 'search_changes'"))
        .isEqualTo("0");
  }
}
