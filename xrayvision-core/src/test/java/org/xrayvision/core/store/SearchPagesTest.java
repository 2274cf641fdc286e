/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.exam;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamQuery.SeverityOrder;
import org.xrayvision.api.ExamQuery.SeverityRange;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.ReadingPage;

/**
 * That a search together with other filters shows, on each page and behind each exam, what a look
 * at every row shows: by way of copies in memory and without them, and with copies whose rows were
 * changed, deleted or moved since they were made.
 */
class SearchPagesTest {
  private static final int QUERIES = 30;

  private static final List<Set<ExamStatus>> STATUSES =
      List.of(
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(ExamStatus.DONE),
          Set.of(ExamStatus.QUEUED, ExamStatus.ERROR));
  private static final Map<SeverityOrder, Integer> ORDERS =
      Map.of(SeverityOrder.EQUAL, 0, SeverityOrder.LOWER, -1, SeverityOrder.HIGHER, 1);
  private static final List<String> TEXTS =
      List.of(
          "1", "7", "77", ".", "1.2.840", "113619", "o", "popescu", "ion", "stefan", "h1", "p1",
          "zzyzx", "straße", "2.8 p", "e n 1 0");
  private static final String EXAM_ROWS =
      """
      SELECT s.*, coalesce(e.uid, '') || char(10) || coalesce(e.cnp, '') || char(10)
        || coalesce(p.id, '') || char(10) || coalesce(p.name, '') AS text
      FROM exam_state s JOIN exams e ON e.uid = s.uid LEFT JOIN patients p ON p.cnp = e.cnp
      ORDER BY s.created DESC, s.uid DESC
      """;

  @TempDir private Path folder;
  private final Random random = new Random(20261126);
  private Path file;
  private SqliteExamStore store;
  private SearchMemory memory;
  private SearchMemory none;

  @BeforeEach
  void fill() {
    file = folder.resolve("xrayvision.db");
    open().close();
    Database.script(
        file,
        """
        BEGIN;
        CREATE TABLE numbers AS
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 6000)
        SELECT i, abs(random()) AS r FROM n;
        INSERT INTO patients SELECT 'p' || i, iif(i % 3, NULL, 'H' || i),
          iif(i % 2, 'Popescu', 'ȘTEFAN') || ' Ion ' || (i * 7), NULL, NULL
        FROM numbers WHERE i <= 1500;
        INSERT INTO exams SELECT
          iif(i % 499, '1.2.840.113619.' || (1000 + i) || '.' || (r % 977), 'straße-' || i),
          iif(i % 40, 'p' || (1 + r % 1600), NULL), NULL,
          CASE WHEN i % 701 = 0 THEN '' WHEN i % 703 = 0 THEN '2024-03-0x'
            WHEN i % 709 = 0 THEN '2024-03-05T10:00' WHEN i % 5 = 0 THEN '2024-03-05 10:00:00'
            ELSE datetime('2024-03-01', '+' || (r % 14400) || ' minutes') END,
          'Torace', iif(i % 3, 'chest', 'hand'), 'CR',
          CASE WHEN i % 31 = 0 THEN 'queued' WHEN i % 17 = 0 THEN 'error' ELSE 'done' END,
          's' || (i / 2), 'e'
        FROM numbers;
        INSERT INTO ai_reports SELECT uid, created, created, 'x', 0, 90,
          iif(rowid % 13, rowid % 11, -1), 'x', iif(rowid % 4, 'medgemma', 'other'), 3 FROM exams;
        INSERT INTO rad_reports (uid, text, severity, summary, radiologist)
        SELECT uid, 'x', rowid * 7 % 11, iif(rowid % 2, 'fracture', 'nothing'),
          'Dr ' || (rowid % 3) FROM exams WHERE rowid % 3;
        DROP TABLE numbers;
        COMMIT;
        """);
    open().close();
    Database.script(
        file,
        """
        UPDATE exam_state SET projection = iif(rowid % 2, 'frontal', 'lateral');
        INSERT INTO exam_changes SELECT uid FROM exams;
        """);
    store = open();
    memory = new SearchMemory(store::read, Long.MAX_VALUE);
    none = new SearchMemory(store::read, 0);
  }

  private SqliteExamStore open() {
    return SqliteExamStore.open(file, StoreOptions.defaults(folder.resolve("backup")));
  }

  @AfterEach
  void close() {
    memory.close();
    none.close();
    store.close();
  }

  /** An exam, or a reading, as its row says it; null is no entry. */
  private record Row(Map<String, String> columns) {
    String of(String column) {
      return columns.getOrDefault(column, "");
    }

    boolean is(String column, @Nullable Object wanted) {
      return wanted == null || of(column).equals(wanted.toString());
    }

    boolean lists(String column, @Nullable String wanted) {
      return wanted == null || List.of(of(column).split(",")).contains(wanted);
    }

    boolean isYesOrNo(String column, @Nullable Boolean wanted) {
      return wanted == null || is(column, wanted ? 1 : 0);
    }

    /** What exams and readings have in common. */
    boolean isCommon(ExamQuery query) {
      SeverityRange range = query.severity();
      int severity = Integer.parseInt(of("severity"));
      return isYesOrNo("reviewed", query.reviewed())
          && isYesOrNo("positive", query.positive())
          && isYesOrNo("correct", query.correct())
          && (range == null || (severity >= range.from() && severity <= range.to()))
          && (query.severityOrder() == null
              || is("severity_order", ORDERS.get(query.severityOrder())))
          && (query.from() == null || of("created").compareTo(query.from().toString()) >= 0)
          && (query.to() == null || of("created").compareTo(query.to().plusDays(1).toString()) < 0);
    }

    boolean isSaid(ExamQuery query) {
      return is("radiologist", query.radiologist())
          && is("diagnostic", query.diagnostic())
          && Folding.words(query.search()).stream().allMatch(of("text")::contains);
    }

    boolean isExam(ExamQuery query) {
      return isCommon(query)
          && isSaid(query)
          && is("region", query.region())
          && is("projection", query.projection())
          && is("model", query.model())
          && (query.statuses().isEmpty()
              || query.statuses().stream().anyMatch(status -> is("status", status.code())));
    }

    boolean isReading(ExamQuery query) {
      return isCommon(query)
          && lists("regions", query.region())
          && lists("projections", query.projection())
          && lists("models", query.model())
          && (query.statuses().isEmpty()
              || (Integer.parseInt(of("statuses")) & ReadingRows.mask(query.statuses())) != 0);
    }
  }

  private List<Row> rows(String sql) throws SQLException {
    try (Connection connection = Database.connect(file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Row> rows = new ArrayList<>();
      while (result.next()) {
        Map<String, String> columns = new HashMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          String value = result.getString(i);
          if (value != null) {
            columns.put(result.getMetaData().getColumnLabel(i), value);
          }
        }
        columns.computeIfPresent("text", (name, text) -> Folding.fold(text));
        rows.add(new Row(columns));
      }
      return rows;
    }
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private <T> @Nullable T rarely(T value) {
    return random.nextInt(5) == 0 ? value : null;
  }

  private ExamQuery query(List<Row> exams) {
    int from = random.nextInt(11);
    LocalDate day = LocalDate.of(2024, 3, 1 + random.nextInt(10));
    return new ExamQuery(
            1 + random.nextInt(3) * random.nextInt(60),
            1 + random.nextInt(40),
            rarely(random.nextBoolean()),
            rarely(random.nextBoolean()),
            rarely(random.nextBoolean()),
            rarely(any(List.of("chest", "hand", "foot"))),
            any(STATUSES),
            any(TEXTS) + " " + (random.nextBoolean() ? piece(any(exams).of("text")) : any(TEXTS)),
            rarely("fracture"),
            rarely("Dr " + random.nextInt(3)),
            rarely(new SeverityRange(from, from + random.nextInt(11 - from))),
            rarely(any(List.of(SeverityOrder.values()))),
            List.of())
        .taken(
            rarely(day),
            rarely(day.plusDays(random.nextInt(4))),
            rarely(any(List.of("frontal", "lateral"))),
            rarely(any(List.of("medgemma", "other"))));
  }

  private String piece(String text) {
    int from = random.nextInt(text.length());
    return text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(4)));
  }

  private void assertShowsWhatALookAtEveryRowShows() throws SQLException {
    List<Row> exams = rows(EXAM_ROWS);
    List<Row> readings = rows("SELECT * FROM readings ORDER BY created DESC, uid DESC");
    for (int i = 0; i < QUERIES; i++) {
      ExamQuery query = query(exams);
      assertExams(query, exams);
      assertExams(query.following(any(exams).of("uid"), query.pageSize()), exams);
      List<Row> meant = readingsOf(query, exams, readings);
      assertReadings(query, meant);
      assertReadings(query.following(any(exams).of("uid"), query.pageSize()), meant);
    }
  }

  private static List<Row> readingsOf(ExamQuery query, List<Row> exams, List<Row> readings) {
    Set<String> found =
        exams.stream()
            .filter(row -> row.isSaid(query))
            .map(row -> row.of("reading"))
            .collect(Collectors.toSet());
    return readings.stream()
        .filter(row -> row.isReading(query) && found.contains(row.of("reading")))
        .toList();
  }

  private void assertExams(ExamQuery query, List<Row> exams) throws SQLException {
    List<Row> found = exams.stream().filter(row -> row.isExam(query)).toList();
    List<String> expected = page(query, found, "uid");
    Optional<ExamPage> copied = store.read(handle -> SearchPages.exams(handle, query, memory));
    ExamPage plain = store.read(handle -> ExamQueries.page(handle, query, none));
    for (ExamPage page : List.of(copied.orElseThrow(), plain, store.page(query))) {
      assertThat(page.exams().stream().map(view -> view.exam().uid()).toList())
          .as("%s", query)
          .isEqualTo(expected);
      assertThat(page.total()).as("%s", query).isEqualTo(found.size());
    }
  }

  private void assertReadings(ExamQuery query, List<Row> found) throws SQLException {
    List<String> expected = page(query, found, "reading");
    Optional<ReadingPage> copied =
        store.read(handle -> SearchPages.readings(handle, query, memory));
    ReadingPage plain = store.read(handle -> ExamQueries.readings(handle, query, none));
    for (ReadingPage page : List.of(copied.orElseThrow(), plain)) {
      assertThat(page.readings().stream().map(reading -> reading.view().key()).toList())
          .as("%s", query)
          .isEqualTo(expected);
      assertThat(page.total()).as("%s", query).isEqualTo(found.size());
    }
  }

  private List<String> page(ExamQuery query, List<Row> found, String key) throws SQLException {
    Stream<Row> rows = found.stream();
    if (query.after() == null) {
      rows = rows.skip((query.page() - 1L) * query.pageSize());
    } else {
      String after =
          Database.rows(
                  file,
                  "SELECT created || ' ' || uid FROM exam_state WHERE uid = '"
                      + query.after()
                      + "'")
              .get(0);
      rows = rows.filter(row -> place(row).compareTo(after) < 0);
    }
    return rows.limit(query.pageSize()).map(row -> row.of(key)).toList();
  }

  /** No created of these begins with another one and a character below a space. */
  private static String place(Row row) {
    return row.of("created") + " " + row.of("uid");
  }

  @Test
  void ofRowsAsTheyWere() throws SQLException {
    assertShowsWhatALookAtEveryRowShows();
  }

  @Test
  void ofRowsThatWereChangedSinceTheyWereCopied() throws SQLException {
    assertShowsWhatALookAtEveryRowShows();
    for (int i = 0; i < 60; i++) {
      Patient patient = new Patient("p" + i * 30, "H" + i, "Nou " + i, null, null);
      store.add(exam("1.2.840.777." + i, patient, "s" + i * 20, "chest", NOON.plusSeconds(i)));
      String uid = "1.2.840.777." + random.nextInt(i + 1);
      store.prepared(uid, StoreSamples.queued());
      store
          .claimNext("o", NOON, StoreSamples.LEASE)
          .ifPresent(c -> store.complete(c, StoreSamples.run(7)));
    }
    for (int i = 3; i < 40; i++) {
      store.upkeep().erase("p" + i * 31, uid -> List.of(), NOON);
    }
    Database.script(
        file,
        """
        UPDATE exams SET region = 'foot' WHERE rowid % 97 = 3;
        UPDATE exams SET study = 'joined' WHERE rowid % 89 = 3;
        DELETE FROM exams WHERE rowid % 101 = 3;
        UPDATE patients SET name = 'Schimbat' WHERE rowid % 103 = 3;
        """);
    store.add(exam("1.2.840.778", NOON));
    assertShowsWhatALookAtEveryRowShows();
  }

  @Test
  void ofRowsThatWereMovedSinceTheyWereCopied() throws SQLException {
    assertShowsWhatALookAtEveryRowShows();
    Database.script(
        file,
        """
        BEGIN;
        CREATE TEMP TABLE moved AS SELECT * FROM exam_state ORDER BY uid DESC;
        CREATE TEMP TABLE moved_readings AS SELECT * FROM readings ORDER BY uid DESC;
        DELETE FROM exam_state;
        DELETE FROM readings;
        INSERT INTO exam_state SELECT * FROM moved;
        INSERT INTO readings SELECT * FROM moved_readings;
        COMMIT;
        """);
    assertShowsWhatALookAtEveryRowShows();
  }

  /** If ever a change is not counted: what is shown is no other row. */
  @Test
  void aCopyThatDoesNotAgreeWithItsRowsIsForgotten() {
    ExamQuery query = StoreSamples.Query.all().search("popescu").region("hand").build();
    Optional<ExamPage> copied = store.read(handle -> SearchPages.exams(handle, query, memory));
    assertThat(copied).isPresent();
    Database.script(
        file,
        """
        BEGIN;
        CREATE TEMP TABLE kept AS SELECT * FROM search_blocks;
        UPDATE exam_state SET region = 'foot' WHERE region = 'hand' AND rowid % 5 = 0;
        DELETE FROM search_blocks;
        INSERT INTO search_blocks SELECT * FROM kept;
        COMMIT;
        """);
    ExamPage shown = store.read(handle -> ExamQueries.page(handle, query, memory));
    ExamPage plain = store.read(handle -> ExamQueries.page(handle, query, none));
    assertThat(shown).usingRecursiveComparison().isEqualTo(plain);
  }
}
