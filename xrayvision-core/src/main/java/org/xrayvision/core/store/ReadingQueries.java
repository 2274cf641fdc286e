/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Reading;

/** Readings with all their exams. Each is called inside one read transaction. */
final class ReadingQueries {
  /** Of one reading; a study of more views is shown by its newest ones. */
  static final int MOST_VIEWS = 50;

  /** Earlier readings of the patient and region, by their newest exams. */
  static final String PRIORS =
      """
      SELECT max(o.created) AS newest, o.reading FROM exam_state me
      JOIN exam_state o ON o.patient = me.patient AND o.region = me.region
        AND o.created < me.created
      WHERE me.uid = :uid AND o.reading <> me.reading
      GROUP BY o.reading ORDER BY newest DESC, o.reading LIMIT :max
      """;

  private static final String VIEWS =
      """
      SELECT uid FROM (
        SELECT o.uid, o.created, r.created AS at, r.uid AS lead,
          row_number() OVER (PARTITION BY o.reading ORDER BY o.created DESC, o.uid DESC) AS n
        FROM readings r JOIN exam_state o ON o.reading = r.reading
        WHERE r.reading IN (<keys>))
      WHERE n <= :views ORDER BY at DESC, lead DESC, created, uid
      """;

  private ReadingQueries() {}

  /** The readings of these newest exams, in the order of the list. */
  static List<Reading> of(Handle handle, List<String> uids) {
    return uids.isEmpty()
        ? List.of()
        : ofKeys(
            handle,
            handle
                .createQuery("SELECT DISTINCT reading FROM exam_state WHERE uid IN (<uids>)")
                .bindList("uids", uids)
                .mapTo(String.class)
                .list());
  }

  /** What was read of the patient's region before, newest first. */
  static List<Reading> priors(Handle handle, String uid, int max) {
    return ofKeys(
        handle,
        handle
            .createQuery(PRIORS)
            .bind("uid", uid)
            .bind("max", max)
            .map((row, context) -> row.getString("reading"))
            .list());
  }

  private static List<Reading> ofKeys(Handle handle, List<String> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<String> uids =
        handle
            .createQuery(VIEWS)
            .bindList("keys", keys)
            .bind("views", MOST_VIEWS)
            .mapTo(String.class)
            .list();
    Map<String, Integer> severities = new HashMap<>();
    handle
        .createQuery("SELECT reading, rad_severity FROM readings WHERE reading IN (<keys>)")
        .bindList("keys", keys)
        .map((row, context) -> Map.entry(row.getString("reading"), row.getInt("rad_severity")))
        .forEach(entry -> severities.put(entry.getKey(), entry.getValue()));
    Map<String, List<ExamView>> byReading = new LinkedHashMap<>();
    for (ExamView view : ExamQueries.views(handle, uids)) {
      byReading.computeIfAbsent(view.reading().key(), key -> new ArrayList<>()).add(view);
    }
    return byReading.entrySet().stream()
        .map(entry -> reading(entry.getValue(), severities.getOrDefault(entry.getKey(), -1)))
        .toList();
  }

  private static Reading reading(List<ExamView> views, int radSeverity) {
    ExamView newest = views.get(views.size() - 1);
    return new Reading(
        newest.reading(),
        newest.exam().uid(),
        newest.exam().created(),
        radSeverity,
        newest.reviewed(),
        newest.correct(),
        views);
  }
}
