/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AlertView;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.OpenAlerts;
import org.xrayvision.core.alert.AlertPolicy;

/** The alerts themselves: raising, escalation, acknowledgement. Immutable. */
final class Alerts {
  /** The columns of {@link #view}, of a row {@code l} of alerts. */
  static final String COLUMNS =
      """
      l.id AS l_id, l.uid AS l_uid, l.severity AS l_severity, l.region AS l_region, l.at AS l_at,
      l.sent AS l_sent, l.acknowledged_by AS l_acknowledged_by,
      l.acknowledged_at AS l_acknowledged_at, l.escalates_at AS l_escalates_at,
      l.escalated AS l_escalated,
      (SELECT max(d.problem) FROM alert_deliveries d WHERE d.alert = l.id
        AND d.state IN ('waiting', 'failed')) AS l_problem
      """;

  /** A page of those that nobody has acknowledged, the most severe first. */
  static final String OPEN =
      "SELECT "
          + COLUMNS
          + " FROM alerts l WHERE l.acknowledged_at IS NULL"
          + " ORDER BY l.severity DESC, l.at, l.id LIMIT :size OFFSET :from";

  private static final String OF_READING =
      "(reading = :reading OR uid IN (SELECT uid FROM exam_state WHERE reading = :reading))";

  private final AlertPolicy policy;
  private final int threshold;

  /**
   * @param threshold the site's
   */
  Alerts(AlertPolicy policy, int threshold) {
    this.policy = policy;
    this.threshold = threshold;
  }

  /** The highest severity that a reading has before a result is written, or -1. */
  static int severityBefore(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT coalesce(max(o.severity), -1) FROM exam_state me
            JOIN exam_state o ON o.reading = me.reading WHERE me.uid = :uid
            """)
        .bind("uid", uid)
        .mapTo(Integer.class)
        .one();
  }

  /** A reading as it stands after a result was written. */
  private record Reading(String key, String region, int severity) {}

  /**
   * Raises an alert where the result of an exam is to be told.
   *
   * @param before what {@link #severityBefore} said
   */
  void raise(Tx tx, String uid, int before, Instant now) {
    tx.refresh(); // what the reading says follows from what was just written
    Handle handle = tx.handle();
    Reading reading = reading(handle, uid);
    int known = Math.max(before, told(handle, reading.key()));
    policy
        .plan(reading.severity(), known, reading.region(), threshold, now)
        .ifPresent(plan -> insert(handle, uid, reading, plan, now));
  }

  private static Reading reading(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT s.reading, s.region,
              (SELECT coalesce(max(o.severity), -1) FROM exam_state o
                WHERE o.reading = s.reading AND o.status = 'done') AS severity
            FROM exam_state s WHERE s.uid = :uid
            """)
        .bind("uid", uid)
        .map(
            (row, context) ->
                new Reading(
                    row.getString("reading"), row.getString("region"), row.getInt("severity")))
        .one();
  }

  private static int told(Handle handle, String reading) {
    return handle
        .createQuery("SELECT coalesce(max(severity), -1) FROM alerts WHERE " + OF_READING)
        .bind("reading", reading)
        .mapTo(Integer.class)
        .one();
  }

  private static void insert(
      Handle handle, String uid, Reading reading, AlertPolicy.Plan plan, Instant now) {
    String id = UUID.randomUUID().toString().replace("-", "");
    handle
        .createUpdate(
            """
            INSERT INTO alerts (id, uid, reading, severity, region, at, not_before, escalates_at)
            VALUES (:id, :uid, :reading, :severity, :region, :at, :notBefore, :escalatesAt)
            """)
        .bind("id", id)
        .bind("uid", uid)
        .bind("reading", reading.key())
        .bind("severity", reading.severity())
        .bind("region", reading.region())
        .bind("at", now.toEpochMilli())
        .bind("notBefore", plan.notBefore().toEpochMilli())
        .bind("escalatesAt", millis(plan.escalatesAt()))
        .execute();
    Deliveries.begin(handle, id, false, plan.notBefore());
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : (Long) instant.toEpochMilli();
  }

  /** Whether anything is to be escalated; answered by an index alone. */
  static boolean isEscalationDue(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM alerts WHERE escalates_at IS NOT NULL
              AND escalated IS NULL AND acknowledged_at IS NULL AND escalates_at <= :now)
            """)
        .bind("now", now.toEpochMilli())
        .mapTo(Boolean.class)
        .one();
  }

  static void escalate(Tx tx, Instant now) {
    Handle handle = tx.handle();
    List<AlertView> due =
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM alerts l WHERE escalates_at IS NOT NULL AND escalated IS NULL"
                    + " AND acknowledged_at IS NULL AND escalates_at <= :now")
            .bind("now", now.toEpochMilli())
            .map((row, context) -> view(row))
            .list();
    for (AlertView alert : due) {
      handle.execute(
          "UPDATE alerts SET escalated = ? WHERE id = ?", now.toEpochMilli(), alert.id());
      Deliveries.begin(handle, alert.id(), true, now);
      tx.event(now, ExamEvent.ESCALATED, alert.uid(), ExamMoves.payload("alert", alert.id()));
    }
  }

  static Optional<AlertView> alert(Handle handle, String id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM alerts l WHERE l.id = :id")
        .bind("id", id)
        .map((row, context) -> view(row))
        .findOne();
  }

  /** Each of the three numbers and the page is answered by an index of its own. */
  static OpenAlerts open(Handle handle, int page) {
    List<AlertView> alerts =
        handle
            .createQuery(OPEN)
            .bind("size", OpenAlerts.PAGE_SIZE)
            .bind("from", (page - 1L) * OpenAlerts.PAGE_SIZE)
            .map((row, context) -> view(row))
            .list();
    return handle
        .createQuery(
            """
            SELECT (SELECT count(*) FROM alerts WHERE acknowledged_at IS NULL) AS n,
              (SELECT min(at) FROM alerts WHERE acknowledged_at IS NULL) AS oldest,
              (SELECT min(escalates_at) FROM alerts WHERE escalates_at IS NOT NULL
                AND escalated IS NULL AND acknowledged_at IS NULL) AS next
            """)
        .map(
            (row, context) ->
                new OpenAlerts(row.getInt("n"), at(row, "oldest"), at(row, "next"), alerts))
        .one();
  }

  /** Returns whether the reading has an alert at all. */
  static boolean acknowledge(Tx tx, String uid, String who, Instant now) {
    Handle handle = tx.handle();
    String reading =
        handle
            .createQuery("SELECT reading FROM exam_state WHERE uid = :uid")
            .bind("uid", uid)
            .mapTo(String.class)
            .findOne()
            .orElse("");
    if (reading.isEmpty() || told(handle, reading) < 0) {
      return false;
    }
    List<AlertView> open =
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM alerts l WHERE l.acknowledged_at IS NULL AND "
                    + OF_READING)
            .bind("reading", reading)
            .map((row, context) -> view(row))
            .list();
    for (AlertView alert : open) {
      handle.execute(
          "UPDATE alerts SET acknowledged_by = ?, acknowledged_at = ? WHERE id = ?",
          who,
          now.toEpochMilli(),
          alert.id());
      Deliveries.settle(handle, alert.id());
      tx.event(now, ExamEvent.ACKNOWLEDGED, alert.uid(), ExamMoves.payload("alert", alert.id()));
    }
    return true;
  }

  static AlertView view(ResultSet row) throws SQLException {
    return new AlertView(
        row.getString("l_id"),
        row.getString("l_uid"),
        row.getInt("l_severity"),
        row.getString("l_region"),
        Instant.ofEpochMilli(row.getLong("l_at")),
        at(row, "l_sent"),
        row.getString("l_acknowledged_by"),
        at(row, "l_acknowledged_at"),
        at(row, "l_escalates_at"),
        at(row, "l_escalated"),
        row.getString("l_problem"));
  }

  private static @Nullable Instant at(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
