/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;

/** How far each notifier has come with each alert. Stateless. */
final class Deliveries {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** More alerts than this do not become one message. */
  private static final int MOST_TOGETHER = 500;

  private static final String DUE =
      """
      SELECT d.message, max(d.attempts) AS attempts, count(*) AS findings,
        max(a.severity) AS severity, min(a.at) AS at,
        CASE WHEN count(*) = 1 THEN max(a.id) END AS alert,
        CASE WHEN count(*) = 1 THEN max(a.uid) END AS uid,
        CASE WHEN min(a.region) = max(a.region) THEN max(a.region) ELSE '' END AS region,
        n.escalation
      FROM alert_deliveries d JOIN alerts a ON a.id = d.alert
      JOIN alert_notifiers n ON n.name = d.notifier
      WHERE d.notifier = :notifier AND d.state = 'waiting' AND d.not_before <= :now
      GROUP BY d.message ORDER BY severity DESC, at, d.message LIMIT 1
      """;

  private Deliveries() {}

  /**
   * From now on the notifiers of this part have the alert to deliver. One that has it already, from
   * before the configuration made it one of the others, is not told twice. An escalation that has
   * nobody to go to waits for those who were to be told before the configuration forgot them.
   */
  static void begin(Handle handle, String alert, boolean escalation, Instant notBefore) {
    String part = " FROM alert_notifiers WHERE escalation = :escalation AND configured = ";
    handle
        .createUpdate(
            """
            INSERT INTO alert_deliveries (alert, notifier, message, not_before, problem)
            SELECT :alert, name, :alert, :notBefore, NULL
            """
                + part
                + "1 UNION ALL SELECT :alert, name, :alert, :notBefore, :gone"
                + part
                + "0 AND :escalation AND NOT EXISTS (SELECT 1"
                + part
                + "1) ON CONFLICT (alert, notifier) DO NOTHING")
        .bind("alert", alert)
        .bind("notBefore", notBefore.toEpochMilli())
        .bind("escalation", escalation)
        .bind("gone", NotifierNames.GONE)
        .execute();
  }

  static boolean isDue(Handle handle, String notifier, Instant now) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM alert_deliveries
              WHERE notifier = :notifier AND state = 'waiting' AND not_before <= :now)
            """)
        .bind("notifier", notifier)
        .bind("now", now.toEpochMilli())
        .mapTo(Boolean.class)
        .one();
  }

  static Optional<AlertMessage> next(Handle handle, String notifier, Instant now, int perMinute) {
    int left = perMinute - toldWithinAMinute(handle, notifier, now);
    if (left <= 0) {
      return Optional.empty();
    }
    if (left == 1) {
      putTogether(handle, notifier, now);
    }
    Optional<AlertMessage> next =
        handle
            .createQuery(DUE)
            .bind("notifier", notifier)
            .bind("now", now.toEpochMilli())
            .map((row, context) -> message(notifier, row))
            .findOne();
    next.ifPresent(
        message ->
            handle.execute(
                "UPDATE alert_deliveries SET attempts = attempts + 1"
                    + " WHERE notifier = ? AND message = ? AND state = 'waiting'",
                notifier,
                message.id()));
    return next;
  }

  private static AlertMessage message(String notifier, ResultSet row) throws SQLException {
    return new AlertMessage(
        notifier,
        row.getString("message"),
        row.getInt("attempts"),
        row.getInt("findings"),
        row.getInt("severity"),
        row.getString("region"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getString("alert"),
        row.getString("uid"),
        row.getBoolean("escalation"));
  }

  private static int toldWithinAMinute(Handle handle, String notifier, Instant now) {
    return handle
        .createQuery(
            """
            SELECT count(DISTINCT message) FROM alert_deliveries
            WHERE notifier = :notifier AND sent > :since
            """)
        .bind("notifier", notifier)
        .bind("since", now.minus(MINUTE).toEpochMilli())
        .mapTo(Integer.class)
        .one();
  }

  /** What was tried may have arrived under its own id: it keeps it. */
  private static void putTogether(Handle handle, String notifier, Instant now) {
    List<String> alerts =
        handle
            .createQuery(
                """
                SELECT alert FROM alert_deliveries WHERE notifier = :notifier
                  AND state = 'waiting' AND not_before <= :now AND attempts = 0
                ORDER BY not_before, alert LIMIT :max
                """)
            .bind("notifier", notifier)
            .bind("now", now.toEpochMilli())
            .bind("max", MOST_TOGETHER)
            .mapTo(String.class)
            .list();
    if (alerts.size() > 1) {
      handle
          .createUpdate(
              """
              UPDATE alert_deliveries SET message = :message
              WHERE notifier = :notifier AND alert IN (<alerts>)
              """)
          .bind("message", UUID.randomUUID().toString().replace("-", ""))
          .bind("notifier", notifier)
          .bindList("alerts", alerts)
          .execute();
    }
  }

  static void delivered(Tx tx, AlertMessage message, Instant now) {
    Handle handle = tx.handle();
    for (Map.Entry<String, String> alert : alerts(handle, message).entrySet()) {
      handle.execute(
          "UPDATE alert_deliveries SET state = 'sent', sent = ?, problem = NULL"
              + " WHERE notifier = ? AND alert = ?",
          now.toEpochMilli(),
          message.notifier(),
          alert.getKey());
      handle.execute(
          "UPDATE alerts SET sent = coalesce(sent, ?) WHERE id = ?",
          now.toEpochMilli(),
          alert.getKey());
      event(tx, ExamEvent.ALERTED, message, alert, null, now);
    }
  }

  static void failed(Tx tx, AlertMessage message, String problem, Instant now) {
    for (Map.Entry<String, String> alert : alerts(tx.handle(), message).entrySet()) {
      tx.handle()
          .execute(
              "UPDATE alert_deliveries SET state = 'failed', problem = ?"
                  + " WHERE notifier = ? AND alert = ?",
              problem,
              message.notifier(),
              alert.getKey());
      event(tx, ExamEvent.ALERT_FAILED, message, alert, problem, now);
    }
  }

  static void postponed(Handle handle, AlertMessage message, String problem, Instant notBefore) {
    handle.execute(
        "UPDATE alert_deliveries SET not_before = ?, problem = ?"
            + " WHERE notifier = ? AND message = ? AND state = 'waiting'",
        notBefore.toEpochMilli(),
        problem,
        message.notifier(),
        message.id());
  }

  /** Somebody has seen it: what waits to be sent of it need not be. */
  static void settle(Handle handle, String alert) {
    handle.execute(
        "UPDATE alert_deliveries SET state = 'settled' WHERE alert = ? AND state = 'waiting'",
        alert);
  }

  /** The alerts of a message that was tried, each with its exam; acknowledged meanwhile or not. */
  private static Map<String, String> alerts(Handle handle, AlertMessage message) {
    Map<String, String> alerts = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT a.id, a.uid FROM alert_deliveries d JOIN alerts a ON a.id = d.alert
            WHERE d.notifier = :notifier AND d.message = :message
              AND d.state IN ('waiting', 'settled') AND d.attempts > 0
            """)
        .bind("notifier", message.notifier())
        .bind("message", message.id())
        .map((row, context) -> Map.entry(row.getString("id"), row.getString("uid")))
        .forEach(alert -> alerts.put(alert.getKey(), alert.getValue()));
    return alerts;
  }

  private static void event(
      Tx tx,
      String kind,
      AlertMessage message,
      Map.Entry<String, String> alert,
      @Nullable String reason,
      Instant now) {
    tx.event(
        now,
        kind,
        alert.getValue(),
        ExamMoves.payload(
            "alert", alert.getKey(), "notifier", message.notifier(), "reason", reason));
  }
}
