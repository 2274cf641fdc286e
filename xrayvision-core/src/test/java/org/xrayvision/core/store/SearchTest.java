/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.exam;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.Patient;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.ReadingPage;
import org.xrayvision.core.store.StoreSamples.Query;

/**
 * That a search finds what a look at every row finds, in all three lists, however the rows came:
 * with the Python program's database, one by one, changed by another program, after a deletion.
 */
class SearchTest {
  private static final int EXAMS = 8_000;
  private static final int PATIENTS = 2_500;
  private static final int PAGE = 60;
  private static final String[] PARTS = {
    "Popescu",
    "Ion",
    "ȘTEFĂNESCU",
    "Țuțea",
    "o'Brien\"",
    "*",
    "-",
    "%",
    "_",
    "a*b",
    "NOT",
    "NEAR(x",
    "AND",
    "\u0000",
    "nul\u0000l",
    "\uD83E\uDE7B",
    "👩🏽‍⚕️",
    "שלום",
    "\u202Eمرحبا",
    "\"\"",
    "{}[]",
    "^=",
    "ﬁ",
    "ß",
    "İstanbul",
    "ΣΟΦΟΣ",
    "777",
    "7",
    "12.5",
    ".",
    "..",
    "१२३",
    "a\nb",
    "\\",
    "::"
  };

  @TempDir private Path folder;
  private final Random random = new Random(20260301);
  private Path file;
  private SqliteExamStore store;

  private static final List<String> FIXED =
      List.of(
          "popescu",
          "POPESCU ion",
          "zzyzx",
          "1.2.840",
          "113619",
          "1",
          "77",
          "ion 7",
          "777",
          "ion 777",
          "nul",
          "%",
          "* -",
          "\"",
          "near(x",
          "\" OR text:*",
          "unknown 1.2",
          "unknown",
          "straße",
          "x 1.2.840",
          "ns:",
          " \t ",
          "🩻",
          "⚕",
          "fi",
          "ss",
          "123",
          "0.1",
          "a b",
          "d 9");

  private static final String NAIVE_EXAMS =
      """
      SELECT %s, e.uid, e.cnp, p.id, p.name FROM exams e LEFT JOIN patients p ON p.cnp = e.cnp
      JOIN exam_state s ON s.uid = e.uid JOIN readings r ON r.reading = s.reading
      """;
  private static final String NAIVE_PATIENTS =
      """
      SELECT p.cnp, p.cnp, p.id, p.name FROM patients p
      LEFT JOIN search_patients s ON s.patient = p.cnp ORDER BY s.id
      """;

  /** Keys in their order, and of how many in all. */
  private record Page(List<String> keys, long total) {}

  /** A row as a naive search reads it. */
  private record Row(String key, String text) {
    boolean holds(List<String> words) {
      return words.stream().allMatch(text::contains);
    }
  }

  @BeforeEach
  void takeOver() throws SQLException {
    file = folder.resolve("xrayvision.db");
    fill();
    store = open();
  }

  private SqliteExamStore open() {
    return SqliteExamStore.open(file, StoreOptions.defaults(folder.resolve("backup")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fill() throws SQLException {
    try (SqliteExamStore empty = open()) {
      assertThat(empty.lastSeq()).isZero();
    }
    try (Connection connection = Database.connect(file)) {
      connection.setAutoCommit(false);
      insert(
          connection, "INSERT INTO patients (cnp, id, name) VALUES (?, ?, ?)", PATIENTS, this::man);
      insert(
          connection,
          "INSERT INTO exams (uid, cnp, created, region, status, study) VALUES (?, ?, ?, ?, ?, ?)",
          EXAMS,
          this::made);
      connection.commit();
    }
  }

  private static void insert(
      Connection connection, String sql, int rows, IntFunction<@Nullable Object[]> row)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < rows; i++) {
        @Nullable Object[] values = row.apply(i);
        for (int column = 0; column < values.length; column++) {
          statement.setObject(column + 1, values[column]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private @Nullable Object[] man(int i) {
    String his = random.nextInt(3) == 0 ? null : "H" + random.nextInt(100_000);
    return new @Nullable Object[] {key(i), his, random.nextInt(20) == 0 ? null : text()};
  }

  private static String key(int i) {
    return i % 7 == 0 ? "ns:ȘX" + i : "1" + (700_131_400_019L + 7_919L * i);
  }

  /** Some are of nobody, of one whom no table knows, of several in one study, of a strange UID. */
  private @Nullable Object[] made(int i) {
    String patient =
        i % 50 == 1 ? null : i % 61 == 2 ? "unknown" + i : key(random.nextInt(PATIENTS));
    String uid = "1.2.840.113619." + (1_000_000 + i * 37L) + "." + random.nextInt(1_000);
    return new @Nullable Object[] {
      i % 997 == 5 ? "straße-" + i + PARTS[i % PARTS.length] : uid,
      patient,
      "2026-01-" + (10 + random.nextInt(20)) + " 10:00:00",
      "chest",
      i % 9 == 0 ? "error" : "done",
      i % 11 == 0 ? "shared" + i / 200 : "s" + i / 2
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      text.append(PARTS[random.nextInt(2) == 0 ? 0 : random.nextInt(PARTS.length)])
          .append(random.nextInt(4) == 0 ? "" : " ");
    }
    return text.toString();
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = Database.connect(file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  /** The rows of a query whose first column is the key and whose others are what is searched. */
  private List<Row> naive(String sql) throws SQLException {
    try (Connection connection = Database.connect(file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Row> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder text = new StringBuilder();
        for (int i = 2; i <= result.getMetaData().getColumnCount(); i++) {
          String part = result.getString(i);
          text.append(part == null ? "" : Folding.fold(part)).append('\n');
        }
        rows.add(new Row(result.getString(1), text.toString()));
      }
      return rows;
    }
  }

  /** Some words are common and some are rare, as the two ways of a search need it. */
  private void assertFindsWhatALookAtEveryRowFinds(int pieces) throws SQLException {
    List<Row> exams = naive(NAIVE_EXAMS.formatted("e.uid") + "ORDER BY e.created DESC, e.uid DESC");
    List<Row> readings =
        naive(NAIVE_EXAMS.formatted("r.reading") + "ORDER BY r.created DESC, r.uid DESC");
    List<Row> patients = naive(NAIVE_PATIENTS);
    assertThat(exams).hasSizeGreaterThan(EXAMS - 200);
    for (String search : searches(exams, pieces)) {
      List<String> words = Folding.words(search);
      assertPages(search, found(exams, words), number -> exams(search, number));
      assertPages(search, found(readings, words), number -> readings(search, number));
      assertPages(search, found(patients, words), number -> patients(search, number));
    }
  }

  private static List<String> found(List<Row> rows, List<String> words) {
    return rows.stream().filter(row -> row.holds(words)).map(Row::key).distinct().toList();
  }

  /** The first page, one in the middle, the last one, and one behind it. */
  private static void assertPages(String search, List<String> expected, IntFunction<Page> pages) {
    int last = Math.max(1, (expected.size() + PAGE - 1) / PAGE);
    for (int number : new TreeSet<>(List.of(1, last / 2 + 1, last, last + 1))) {
      Page page = pages.apply(number);
      String what = "«" + search + "», page " + number;
      int from = Math.min(expected.size(), (number - 1) * PAGE);
      assertThat(page.keys)
          .as(what)
          .isEqualTo(expected.subList(from, Math.min(expected.size(), from + PAGE)));
      assertThat(page.total).as(what).isEqualTo(expected.size());
    }
  }

  private List<String> searches(List<Row> exams, int pieces) {
    List<String> searches = new ArrayList<>(FIXED);
    searches.addAll(List.of(PARTS));
    for (int i = 0; i < pieces; i++) {
      String text = exams.get(random.nextInt(exams.size())).text();
      searches.add(piece(text) + " " + (random.nextBoolean() ? piece(text) : ""));
    }
    return searches;
  }

  private String piece(String text) {
    int from = random.nextInt(text.length());
    return text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(12)));
  }

  private Page exams(String search, int number) {
    ExamPage page = store.page(Query.all().search(search).page(number, PAGE).build());
    return new Page(page.exams().stream().map(view -> view.exam().uid()).toList(), page.total());
  }

  private Page readings(String search, int number) {
    ReadingPage page =
        store.records().readings(Query.all().search(search).page(number, PAGE).build());
    return new Page(
        page.readings().stream().map(reading -> reading.view().key()).toList(), page.total());
  }

  private Page patients(String search, int number) {
    PatientPage page = store.records().patients(search, number, PAGE);
    return new Page(
        page.patients().stream().map(one -> one.patient().key()).toList(), page.total());
  }

  @Test
  void aDatabaseThatIsTakenOver() throws SQLException {
    assertFindsWhatALookAtEveryRowFinds(60);
    assertThat(rows("SELECT patient FROM search_patients WHERE listed ORDER BY id"))
        .isEqualTo(rows("SELECT cnp FROM patients ORDER BY rowid"));
  }

  @Test
  void arrivalsDeletionsAndWhatAnotherProgramChanges() throws SQLException {
    for (int i = 0; i < SearchRows.NEW_UIDS + 60; i++) {
      Patient patient = new Patient(key(PATIENTS - 20 + i % 30), "H" + i, text(), null, null);
      store.add(exam("1.2.840.777." + i, patient, "new" + i / 2, "chest", NOON.plusSeconds(i)));
    }
    for (int i = 0; i < 30; i++) {
      store.upkeep().erase(key(7 * i), uid -> List.of(), NOON);
    }
    store.close();
    Database.script(
        file,
        """
        DELETE FROM exams WHERE rowid % 401 = 3;
        UPDATE patients SET name = 'Schimbată ' || name WHERE rowid % 13 = 2;
        INSERT OR REPLACE INTO patients SELECT cnp, id, 'Înlocuit', NULL, NULL FROM patients
        WHERE rowid % 17 = 3;
        UPDATE OR REPLACE exams SET cnp = 'unknown' WHERE rowid % 211 = 4;
        """);
    store = open();

    assertFindsWhatALookAtEveryRowFinds(30);
    for (String search : List.of("schimbata", "inlocuit 7", "unknown 1.2", "777.55")) {
      assertThat(store.page(Query.all().search(search).build()).total()).isPositive();
    }
  }

  /** A restored backup is such a file. */
  @Test
  void aFileWhoseRowsHaveOtherPlacesNow() throws SQLException {
    store.close();
    Database.script(
        file,
        """
        CREATE TABLE moved AS SELECT * FROM exam_state ORDER BY uid DESC;
        DROP TRIGGER exam_state_delete_searched;
        DELETE FROM exam_state;
        INSERT INTO exam_state SELECT * FROM moved;
        """);
    store = open();

    assertFindsWhatALookAtEveryRowFinds(10);
  }
}
