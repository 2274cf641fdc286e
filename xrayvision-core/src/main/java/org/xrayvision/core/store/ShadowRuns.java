/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Which shadow models have yet to look at which exams. */
final class ShadowRuns {
  static final String NEXT =
      "SELECT w.uid, w.attempts FROM shadow_waits w INDEXED BY shadow_waits_next"
          + " JOIN exam_state s ON s.uid = w.uid"
          + " WHERE w.shadow = :shadow AND w.not_before <= :now AND s.status = 'done'"
          + " ORDER BY w.id LIMIT 1";

  private ShadowRuns() {}

  /** Those that are not named any more are forgotten, with what waits for them. */
  static void configure(Handle handle, Set<String> names) {
    Set<String> known =
        new HashSet<>(
            handle.createQuery("SELECT name FROM shadow_models").mapTo(String.class).list());
    for (String name : known) {
      if (!names.contains(name)) {
        handle.execute("DELETE FROM shadow_waits WHERE shadow = ?", name);
        handle.execute("DELETE FROM shadow_models WHERE name = ?", name);
      }
    }
    for (String name : names) {
      if (!known.contains(name)) {
        handle.execute("INSERT INTO shadow_models (name) VALUES (?)", name);
      }
    }
  }

  /** The exam is done: each shadow that has no answer about it is to look at it. */
  static void expect(Handle handle, String uid) {
    handle
        .createUpdate(
            """
            INSERT OR IGNORE INTO shadow_waits (shadow, uid)
            SELECT m.name, :uid FROM shadow_models m
            WHERE NOT EXISTS (SELECT 1 FROM ai_runs r WHERE r.uid = :uid AND r.kind = 'shadow'
              AND r.endpoint = m.name AND r.text IS NOT NULL)
            """)
        .bind("uid", uid)
        .execute();
  }

  static Optional<ShadowClaim> claim(Handle handle, String shadow, Instant now) {
    Optional<ShadowClaim> claim =
        handle
            .createQuery(NEXT)
            .bind("shadow", shadow)
            .bind("now", now.toEpochMilli())
            .map((row, c) -> new ShadowClaim(shadow, row.getString("uid"), row.getInt("attempts")))
            .findOne();
    claim.ifPresent(
        one ->
            handle.execute(
                "UPDATE shadow_waits SET attempts = attempts + 1 WHERE shadow = ? AND uid = ?",
                shadow,
                one.uid()));
    return claim;
  }

  static void end(Handle handle, ShadowClaim claim, ShadowEnd end) {
    if (end.run() != null && ExamMoves.status(handle, claim.uid()).isPresent()) {
      RunRows.shadow(handle, claim.uid(), end.run());
    }
    if (end.again() == null) {
      handle.execute(
          "DELETE FROM shadow_waits WHERE shadow = ? AND uid = ?", claim.shadow(), claim.uid());
      return;
    }
    handle.execute(
        "UPDATE shadow_waits SET attempts = ?, not_before = ? WHERE shadow = ? AND uid = ?",
        claim.attempts() + (end.run() == null ? 0 : 1),
        end.again().toEpochMilli(),
        claim.shadow(),
        claim.uid());
  }

  static boolean isExpected(Handle handle, String uid) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM shadow_waits WHERE uid = :uid)")
        .bind("uid", uid)
        .mapTo(Boolean.class)
        .one();
  }
}
