/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.store.StoreSamples.Query;

/** That what is asked all day walks an index and sorts nothing. */
class QueryPlanTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void createDatabase() {
    file = folder.resolve("xrayvision.db");
    try (SqliteExamStore store =
        SqliteExamStore.open(file, StoreOptions.defaults(folder.resolve("backup")))) {
      prepare(store, file);
    }
  }

  /** What has happened to the database before plans are made. */
  void prepare(SqliteExamStore store, Path database) {}

  private String plan(String sql) {
    String literal = sql.replaceAll(":\\w+", "1");
    return String.join(
        "\n", Database.rows(file, "EXPLAIN QUERY PLAN " + literal).stream().toList());
  }

  private void assertWalks(String sql, String index) {
    assertThat(plan(sql)).contains(index).doesNotContain("TEMP B-TREE");
  }

  @Test
  void aPageWalksTheListsIndex() {
    for (Query query :
        List.of(
            Query.all(),
            Query.all().positive(true),
            Query.all().reviewed(true).correct(false).region("chest").severity(3, 6),
            Query.all().statuses(ExamStatus.QUEUED, ExamStatus.REQUEUE))) {
      String sql = ExamQueries.pageSql(PageFilter.of(query.build()));
      assertWalks(sql, "COVERING INDEX exam_state_newest");
    }
  }

  @Test
  void aPageOfOpenAlertsWalksAnIndexHoweverManyThereAre() {
    assertWalks(Alerts.OPEN, "INDEX alerts_listed");
  }

  @Test
  void aPageOfOneStatusRadiologistOrDiagnosisWalksAnIndexOfItsOwn() {
    assertWalks(page(Query.all().statuses(ExamStatus.ERROR)), "exam_state_status (status=?)");
    assertWalks(page(Query.all().radiologist("Dr")), "exam_state_radiologist (radiologist=?)");
    assertWalks(page(Query.all().diagnostic("x")), "exam_state_diagnostic (diagnostic=?)");
  }

  private static String page(Query query) {
    return ExamQueries.pageSql(PageFilter.of(query.build()));
  }

  @Test
  void aTotalIsReadFromTheCountsAndNotFromTheExams() {
    for (ExamQuery query :
        List.of(
            ExamQuery.all(1, 10),
            Query.all().positive(true).region("chest").correct(true).build(),
            Query.all().statuses(ExamStatus.QUEUED, ExamStatus.DONE).build())) {
      assertThat(plan(ExamQueries.totalSql(PageFilter.of(query))))
          .contains("exam_counts")
          .doesNotContain("exam_state");
    }
  }

  @Test
  void aPageOfReadingsWalksItsIndexAloneAndItsTotalIsReadFromTheCounts() {
    for (ExamQuery query :
        List.of(
            ExamQuery.all(1, 10),
            Query.all().positive(true).reviewed(false).build(),
            Query.all().region("chest").severity(3, 6).correct(false).build(),
            Query.all().statuses(ExamStatus.QUEUED, ExamStatus.REQUEUE).build(),
            Query.all().order(ExamQuery.SeverityOrder.LOWER).build())) {
      PageFilter filter = PageFilter.ofReadings(query);
      assertWalks(ExamQueries.pageSql("readings", filter, false), "COVERING INDEX readings_newest");
      assertThat(plan(ExamQueries.totalSql("readings", "reading_counts", filter)))
          .contains("reading_counts")
          .doesNotContain("readings_newest");
    }
  }

  /** However far behind, it costs the rows of one page. */
  @Test
  void whatFollowsAnExamIsSoughtInTheIndex() {
    for (String table : List.of("exam_state", "readings")) {
      PageFilter filter =
          table.equals("readings")
              ? PageFilter.ofReadings(ExamQuery.all(1, 10))
              : PageFilter.of(ExamQuery.all(1, 10));
      assertThat(plan(ExamQueries.pageSql(table, filter, true)))
          .contains("SEARCH " + table + " USING COVERING INDEX " + table + "_newest")
          .contains("(created,uid)<")
          .doesNotContain("TEMP B-TREE");
    }
  }

  @Test
  void daysProjectionsAndModelsHaveAnIndex() {
    LocalDate day = LocalDate.of(2026, 3, 2);
    ExamQuery days = ExamQuery.all(1, 10).taken(day, day, null, null);
    assertWalks(ExamQueries.pageSql(PageFilter.of(days)), "exam_state_newest (created>");
    assertWalks(
        ExamQueries.pageSql("readings", PageFilter.ofReadings(days), false),
        "readings_newest (created>");
    ExamQuery frontal = ExamQuery.all(1, 10).taken(null, null, "frontal", null);
    assertWalks(ExamQueries.pageSql(PageFilter.of(frontal)), "COVERING INDEX exam_state_newest");
    ExamQuery both = ExamQuery.all(1, 10).taken(null, null, "frontal", "m");
    assertWalks(
        ExamQueries.pageSql("readings", PageFilter.ofReadings(both), false),
        "COVERING INDEX readings_newest");
    assertWalks(
        ExamQueries.totalSql("readings", "reading_counts", PageFilter.ofReadings(both)),
        "COVERING INDEX readings_newest");
    ExamQuery model = ExamQuery.all(1, 10).taken(null, null, null, "m");
    assertWalks(ExamQueries.pageSql(PageFilter.of(model)), "exam_state_model (model=?)");
  }

  @Test
  void priorsAreSoughtByPatientAndRegion() {
    assertThat(plan(ReadingQueries.PRIORS)).contains("exam_state_patient (patient=? AND region=?");
  }

  @Test
  void aPlaceInTheQueueIsCountedInTheQueuesIndexes() {
    assertWalks(Details.BEFORE_REQUEUED, "COVERING INDEX exam_state_requeued");
    assertWalks(Details.BEFORE_QUEUED, "COVERING INDEX exam_state_queued_newest");
  }

  @Test
  void aClaimWalksTheQueuesIndexes() {
    assertWalks(Claims.NEXT_REQUEUED, "COVERING INDEX exam_state_requeued");
    assertWalks(Claims.NEXT_NEWEST, "COVERING INDEX exam_state_queued_newest");
    assertWalks(Claims.NEXT_OLDEST, "COVERING INDEX exam_state_queued_oldest");
  }

  @Test
  void aClaimThatWaitsForStudiesWalksTheSameIndexes() {
    for (String sql : List.of(Claims.NEXT_NEWEST_QUIET, Claims.NEXT_OLDEST_QUIET)) {
      assertThat(plan(sql))
          .contains("COVERING INDEX exam_state_queued")
          .contains("SEARCH e USING INDEX")
          .contains("open_studies")
          .doesNotContain("TEMP B-TREE")
          .doesNotContain("SCAN e ");
    }
  }

  @Test
  void aShadowsClaimWalksWhatWaitsForIt() {
    assertWalks(ShadowRuns.NEXT, "shadow_waits_next (shadow=?)");
  }
}
