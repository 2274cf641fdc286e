/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ReadingPage;

/**
 * Pages of what a search finds by way of {@link SearchMemory}. What a page shows is read from the
 * database and looked at once more; if that does not agree, there is no page of this way. Each is
 * called inside one read transaction.
 */
final class SearchPages {
  /** A row of the list, and whether it comes behind the exam that the page follows. */
  private record Row(String uid, boolean behind) {}

  private SearchPages() {}

  static Optional<ExamPage> exams(Handle handle, ExamQuery query, SearchMemory memory) {
    Optional<SearchHits> found = words(query).flatMap(words -> memory.exams(handle, query, words));
    return found.flatMap(
        hits ->
            uids(handle, "exam_state", PageFilter.of(query), query, hits, memory)
                .map(uids -> ExamQueries.views(handle, uids))
                .map(exams -> new ExamPage(exams, hits.total(), pages(hits, query))));
  }

  static Optional<ReadingPage> readings(Handle handle, ExamQuery query, SearchMemory memory) {
    Optional<SearchHits> found =
        words(query).flatMap(words -> memory.readings(handle, query, words));
    return found.flatMap(
        hits ->
            uids(handle, "readings", PageFilter.ofReadings(query), query, hits, memory)
                .map(uids -> ReadingQueries.of(handle, uids))
                .map(readings -> new ReadingPage(readings, hits.total(), pages(hits, query))));
  }

  private static int pages(SearchHits hits, ExamQuery query) {
    return ExamQueries.pages(hits.total(), query);
  }

  /** Without those that stand in another one; empty if the query is not for this way. */
  private static Optional<List<String>> words(ExamQuery query) {
    List<String> telling = new ArrayList<>();
    if (query.uids().isEmpty()) {
      for (String word : Search.words(query.search())) {
        if (telling.stream().noneMatch(longer -> longer.contains(word))) {
          telling.add(word);
        }
      }
    }
    return telling.isEmpty() ? Optional.empty() : Optional.of(telling);
  }

  private static Optional<List<String>> uids(
      Handle handle,
      String table,
      PageFilter filter,
      ExamQuery query,
      SearchHits hits,
      SearchMemory memory) {
    String after = query.after();
    String created = after == null ? "" : ExamQueries.created(handle, after).orElse(null);
    if (created == null) {
      return Optional.of(List.of());
    }
    SearchHits.Some some =
        after == null
            ? hits.page((query.page() - 1L) * query.pageSize(), query.pageSize())
            : hits.behind(CreatedKey.of(created), query.pageSize());
    Query sql =
        handle
            .createQuery(sql(table, filter))
            .bindMap(filter.values())
            .bind("places", some.places().toString())
            .bind("afterCreated", created)
            .bind("afterUid", after);
    List<Row> rows =
        sql.map((row, context) -> new Row(row.getString("uid"), row.getBoolean("behind"))).list();
    if (rows.size() != some.places().size()) {
      memory.forget();
      return Optional.empty();
    }
    return Optional.of(
        rows.stream()
            .filter(row -> after == null || row.behind)
            .skip(some.skip())
            .limit(query.pageSize())
            .map(Row::uid)
            .toList());
  }

  private static String sql(String table, PageFilter filter) {
    return "SELECT uid, coalesce((created, uid) < (:afterCreated, :afterUid), 0) AS behind FROM"
        + " (SELECT value AS place FROM json_each(:places)) AS f CROSS JOIN "
        + table
        + " ON "
        + table
        + ".rowid = f.place WHERE "
        + filter.walkedCondition()
        + " ORDER BY created DESC, uid DESC";
  }
}
