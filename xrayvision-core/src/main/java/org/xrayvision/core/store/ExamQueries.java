/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.api.ReadingPage;

/** What readers ask. Each is called inside one read transaction, so that its parts agree. */
final class ExamQueries {
  private static final Duration WEEK = Duration.ofDays(7);

  /** The values that one statement is given; SQLite takes more. */
  private static final int MOST_STUDIES = 5_000;

  /** A page within this part of what is found is met early on a walk through the list. */
  private static final int SOON = 10;

  private ExamQueries() {}

  static Optional<ExamView> view(Handle handle, String uid) {
    return handle
        .createQuery(ExamMapper.SELECT + "WHERE s.uid = :uid")
        .bind("uid", uid)
        .map((row, context) -> ExamMapper.view(row))
        .findOne();
  }

  static ExamPage page(Handle handle, ExamQuery query, SearchMemory memory) {
    return SearchPages.exams(handle, query, memory).orElseGet(() -> page(handle, query));
  }

  private static ExamPage page(Handle handle, ExamQuery query) {
    PageFilter filter = PageFilter.of(query, Search.of(handle, query.search()));
    long total = total(handle, totalSql(filter), filter);
    List<String> uids = uids(handle, "exam_state", filter, query, total);
    return new ExamPage(views(handle, uids), total, pages(total, query));
  }

  static ReadingPage readings(Handle handle, ExamQuery query, SearchMemory memory) {
    return SearchPages.readings(handle, query, memory).orElseGet(() -> readings(handle, query));
  }

  private static ReadingPage readings(Handle handle, ExamQuery query) {
    PageFilter filter = PageFilter.ofReadings(query, Search.of(handle, query.search()));
    long total = readings(handle, filter);
    List<String> uids = uids(handle, "readings", filter, query, total);
    return new ReadingPage(ReadingQueries.of(handle, uids), total, pages(total, query));
  }

  private static long readings(Handle handle, PageFilter filter) {
    return total(handle, totalSql("readings", "reading_counts", filter), filter);
  }

  /** A sum of some rows; empty where the readings themselves would have to be gone through. */
  static OptionalLong readingCount(Handle handle, ExamQuery query) {
    PageFilter filter = PageFilter.ofReadings(query);
    return filter.counted() ? OptionalLong.of(readings(handle, filter)) : OptionalLong.empty();
  }

  static int pages(long total, ExamQuery query) {
    return Math.toIntExact(Math.max(1, (total + query.pageSize() - 1) / query.pageSize()));
  }

  // The rows passed over are walked in the index alone; only the page's own are joined.
  private static List<String> uids(
      Handle handle, String table, PageFilter filter, ExamQuery query, long total) {
    String after = query.after();
    long offset = after == null ? (query.page() - 1L) * query.pageSize() : 0;
    if (offset >= total) {
      return List.of();
    }
    boolean soon = (offset + query.pageSize()) * SOON <= total;
    String page = pageSql(table, filter, after != null, soon);
    Query sql = handle.createQuery(page).bindMap(filter.values());
    if (after != null) {
      Optional<String> created = created(handle, after);
      if (created.isEmpty()) {
        return List.of();
      }
      sql.bind("afterCreated", created.get()).bind("afterUid", after);
    }
    return sql.bind("limit", query.pageSize()).bind("offset", offset).mapTo(String.class).list();
  }

  static Optional<String> created(Handle handle, String uid) {
    return handle
        .createQuery("SELECT created FROM exam_state WHERE uid = :uid")
        .bind("uid", uid)
        .mapTo(String.class)
        .findOne();
  }

  static List<ExamView> views(Handle handle, List<String> uids) {
    if (uids.isEmpty()) {
      return List.of();
    }
    Map<String, ExamView> byUid = new HashMap<>();
    handle
        .createQuery(ExamMapper.SELECT + "WHERE s.uid IN (<uids>)")
        .bindList("uids", uids)
        .map((row, context) -> ExamMapper.view(row))
        .forEach(view -> byUid.put(view.exam().uid(), view));
    return uids.stream().map(byUid::get).filter(Objects::nonNull).toList();
  }

  static String pageSql(PageFilter filter) {
    return pageSql("exam_state", filter, false);
  }

  /**
   * A page of exams or of readings.
   *
   * @param after whether it begins behind an exam, and not at an offset
   */
  static String pageSql(String table, PageFilter filter, boolean after) {
    return pageSql(table, filter, after, false);
  }

  private static String pageSql(String table, PageFilter filter, boolean after, boolean soon) {
    return "SELECT uid FROM "
        + filter.source(table)
        + " WHERE "
        + (soon ? filter.walkedCondition() : filter.condition())
        + (after ? " AND (created, uid) < (:afterCreated, :afterUid)" : "")
        + " ORDER BY created DESC, uid DESC LIMIT :limit OFFSET :offset";
  }

  static String totalSql(PageFilter filter) {
    return totalSql("exam_state", "exam_counts", filter);
  }

  static String totalSql(String table, String counts, PageFilter filter) {
    String what =
        filter.counted()
            ? "coalesce(sum(n), 0) FROM " + counts
            : "count(*) FROM " + filter.source(table);
    return "SELECT " + what + " WHERE " + filter.condition();
  }

  private static long total(Handle handle, String sql, PageFilter filter) {
    return handle.createQuery(sql).bindMap(filter.values()).mapTo(Long.class).one();
  }

  static List<String> otherViews(Handle handle, String uid, int max) {
    return handle
        .createQuery(
            """
            SELECT o.uid FROM exam_state me
            JOIN exam_state o ON o.reading = me.reading AND o.uid <> me.uid
            WHERE me.uid = :uid AND o.pixel_sha256 IS NOT NULL AND o.sender IS me.sender
              AND o.status NOT IN ('none', 'error', 'ignore')
            ORDER BY o.created, o.uid LIMIT :max
            """)
        .bind("uid", uid)
        .bind("max", max)
        .mapTo(String.class)
        .list();
  }

  /** How many exams are in each status; those without any are left out. */
  static Map<ExamStatus, Long> byStatus(Handle handle) {
    Map<ExamStatus, Long> byStatus = new EnumMap<>(ExamStatus.class);
    handle
        .createQuery("SELECT status, sum(n) AS n FROM exam_counts GROUP BY status")
        .map((row, context) -> Map.entry(row.getString("status"), row.getLong("n")))
        .forEach(
            entry ->
                ExamStatus.ofCode(entry.getKey())
                    .ifPresent(status -> byStatus.put(status, entry.getValue())));
    return byStatus;
  }

  static QueueCounts counts(Handle handle, Instant now) {
    Map<ExamStatus, Long> byStatus = byStatus(handle);
    return new QueueCounts(
        of(byStatus, ExamStatus.NONE)
            + of(byStatus, ExamStatus.QUEUED)
            + of(byStatus, ExamStatus.REQUEUE),
        of(byStatus, ExamStatus.CHECK),
        of(byStatus, ExamStatus.PROCESSING),
        doneSince(handle, now.minus(WEEK)),
        of(byStatus, ExamStatus.ERROR),
        of(byStatus, ExamStatus.IGNORE),
        oldestWaiting(handle));
  }

  private static long of(Map<ExamStatus, Long> byStatus, ExamStatus status) {
    return byStatus.getOrDefault(status, 0L);
  }

  private static long doneSince(Handle handle, Instant since) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM exam_state
            WHERE done_at >= :since AND +status IN ('done', 'check')
            """)
        .bind("since", since.toEpochMilli())
        .mapTo(Long.class)
        .one();
  }

  private static @Nullable Instant oldestWaiting(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT min(received) FROM (
              SELECT min(received) AS received FROM exam_state
                INDEXED BY exam_state_unprepared WHERE status = 'none'
              UNION ALL SELECT min(received) FROM exam_state
                INDEXED BY exam_state_queued_oldest WHERE status = 'queued'
              UNION ALL SELECT min(received) FROM exam_state
                INDEXED BY exam_state_requeued WHERE status = 'requeue')
            """)
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  /** One pass over all exams for many studies at once: the Python program's table has no index. */
  static Map<String, Integer> ofStudies(Handle handle, List<String> studies) {
    Map<String, Integer> counts = new HashMap<>();
    for (int from = 0; from < studies.size(); from += MOST_STUDIES) {
      handle
          .createQuery(
              "SELECT study, count(*) AS n FROM exams WHERE study IN (<studies>) GROUP BY study")
          .bindList("studies", studies.subList(from, Math.min(studies.size(), from + MOST_STUDIES)))
          .map((row, context) -> Map.entry(row.getString("study"), row.getInt("n")))
          .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    }
    return counts;
  }

  static Optional<Double> averageLatencySeconds(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT avg(a.latency) FROM (
              SELECT uid FROM exam_state WHERE done_at IS NOT NULL AND +status = 'done'
              ORDER BY done_at DESC LIMIT 100) AS latest
            JOIN ai_reports a ON a.uid = latest.uid
            WHERE a.latency >= 0
            """)
        .mapTo(Double.class)
        .findOne();
  }
}
