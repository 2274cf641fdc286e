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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.QueueCounts;

/** What readers ask. Each is called inside one read transaction, so that its parts agree. */
final class ExamQueries {
  private static final Duration WEEK = Duration.ofDays(7);

  /** The values that one statement is given; SQLite takes more. */
  private static final int MOST_STUDIES = 5_000;

  private ExamQueries() {}

  static Optional<ExamView> view(Handle handle, String uid) {
    return handle
        .createQuery(ExamMapper.SELECT + "WHERE s.uid = :uid")
        .bind("uid", uid)
        .map((row, context) -> ExamMapper.view(row))
        .findOne();
  }

  static ExamPage page(Handle handle, ExamQuery query) {
    PageFilter filter = PageFilter.of(query);
    long total = total(handle, filter);
    long offset = (query.page() - 1L) * query.pageSize();
    List<ExamView> exams = offset >= total ? List.of() : exams(handle, filter, query, offset);
    long pages = Math.max(1, (total + query.pageSize() - 1) / query.pageSize());
    return new ExamPage(exams, total, Math.toIntExact(pages));
  }

  // The rows passed over are walked in the index alone; only the page's own are joined.
  private static List<ExamView> exams(
      Handle handle, PageFilter filter, ExamQuery query, long offset) {
    List<String> uids =
        handle
            .createQuery(pageSql(filter))
            .bindMap(filter.values())
            .bind("limit", query.pageSize())
            .bind("offset", offset)
            .mapTo(String.class)
            .list();
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
    return "SELECT uid FROM exam_state WHERE "
        + filter.condition()
        + " ORDER BY created DESC, uid DESC LIMIT :limit OFFSET :offset";
  }

  static String totalSql(PageFilter filter) {
    String what =
        filter.counted() ? "coalesce(sum(n), 0) FROM exam_counts" : "count(*) FROM exam_state";
    return "SELECT " + what + " WHERE " + filter.condition();
  }

  private static long total(Handle handle, PageFilter filter) {
    return handle.createQuery(totalSql(filter)).bindMap(filter.values()).mapTo(Long.class).one();
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

  static QueueCounts counts(Handle handle, Instant now) {
    Map<ExamStatus, Long> byStatus = new EnumMap<>(ExamStatus.class);
    handle
        .createQuery("SELECT status, sum(n) AS n FROM exam_counts GROUP BY status")
        .map((row, context) -> Map.entry(row.getString("status"), row.getLong("n")))
        .forEach(
            entry ->
                ExamStatus.ofCode(entry.getKey())
                    .ifPresent(status -> byStatus.put(status, entry.getValue())));
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
