/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.xrayvision.core.store.AlertStore.WaitingFor;

/**
 * Whom the configuration names, and what becomes of that which waits for somebody it does not name
 * any more: nothing is lost, and nobody is told what he has been told. Stateless.
 */
final class NotifierNames {
  /** The problem of what nobody delivers. */
  static final String GONE =
      "nobody delivers it: the notifier that it waits for is not in the configuration any more";

  /**
   * Those of the same part; the others where there are none. Who has an alert takes it not again.
   */
  private static final String TAKEN_OVER =
      """
      WITH taker AS (SELECT g.name AS gone, n.name FROM alert_notifiers g
        JOIN alert_notifiers n ON n.configured = 1 AND (n.escalation = g.escalation
          OR NOT EXISTS (SELECT 1 FROM alert_notifiers s
            WHERE s.configured = 1 AND s.escalation = g.escalation))
        WHERE g.configured = 0)
      SELECT d.alert, t.gone, t.name, a.not_before FROM taker t
      JOIN alert_deliveries d ON d.notifier = t.gone AND d.state = 'waiting'
      JOIN alerts a ON a.id = d.alert
      WHERE NOT EXISTS (SELECT 1 FROM alert_deliveries h
        WHERE h.alert = d.alert AND h.notifier = t.name)
      """;

  /** What is still to be escalated may need a name to wait for. */
  private static final String FORGET =
      """
      DELETE FROM alert_notifiers WHERE configured = 0
        AND NOT EXISTS (SELECT 1 FROM alert_deliveries d
          WHERE d.notifier = alert_notifiers.name AND d.state = 'waiting')
        AND NOT (escalation = 1 AND EXISTS (SELECT 1 FROM alerts WHERE escalates_at IS NOT NULL
          AND escalated IS NULL AND acknowledged_at IS NULL))
      """;

  private NotifierNames() {}

  private record Take(String alert, String gone, String taker, long notBefore) {}

  static void configure(Handle handle, Set<String> notifiers, Set<String> escalation) {
    Set<String> named = new HashSet<>(notifiers);
    named.addAll(escalation);
    handle.execute("UPDATE alert_notifiers SET configured = 0");
    for (String name : named) {
      handle.execute(
          "INSERT INTO alert_notifiers (name, escalation) VALUES (?, ?) ON CONFLICT (name)"
              + " DO UPDATE SET escalation = excluded.escalation, configured = 1",
          name,
          escalation.contains(name));
      handle.execute(
          "UPDATE alert_deliveries SET problem = NULL"
              + " WHERE notifier = ? AND state = 'waiting' AND problem = ?",
          name,
          GONE);
    }
    takeOver(handle);
    handle.execute(
        "UPDATE alert_deliveries SET problem = ? WHERE state = 'waiting'"
            + " AND notifier IN (SELECT name FROM alert_notifiers WHERE configured = 0)",
        GONE);
    handle.execute(FORGET);
  }

  private static void takeOver(Handle handle) {
    List<Take> taken =
        handle
            .createQuery(TAKEN_OVER)
            .map(
                (row, context) ->
                    new Take(
                        row.getString("alert"),
                        row.getString("gone"),
                        row.getString("name"),
                        row.getLong("not_before")))
            .list();
    try (PreparedBatch given =
            handle.prepareBatch(
                "INSERT INTO alert_deliveries (alert, notifier, message, not_before)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (alert, notifier) DO NOTHING");
        PreparedBatch left =
            handle.prepareBatch("DELETE FROM alert_deliveries WHERE alert = ? AND notifier = ?")) {
      for (Take take : taken) {
        given.add(take.alert(), take.taker(), take.alert(), take.notBefore());
        left.add(take.alert(), take.gone());
      }
      given.execute();
      left.execute();
    }
  }

  static List<WaitingFor> waiting(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT n.name, count(*) AS alerts FROM alert_notifiers n
            JOIN alert_deliveries d ON d.notifier = n.name AND d.state = 'waiting'
            WHERE n.configured = 0 GROUP BY n.name ORDER BY n.name
            """)
        .map((row, context) -> new WaitingFor(row.getString("name"), row.getInt("alerts")))
        .list();
  }
}
