/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;

/** What people and the hospital's directory add: reviews, facts about patients. Stateless. */
final class Reviews {
  private Reviews() {}

  static boolean review(
      Tx tx, String uid, String reviewer, @Nullable Boolean abnormal, Instant now) {
    if (ExamMoves.status(tx.handle(), uid).isEmpty()) {
      return false;
    }
    // What is withdrawn may have been said at another view of the same reading.
    List<String> uids = abnormal != null ? List.of(uid) : reviewed(tx.handle(), uid);
    for (String one : uids) {
      tx.handle()
          .execute(
              "INSERT INTO reviews (uid, at, reviewer, abnormal) VALUES (?, ?, ?, ?)",
              one,
              now.toEpochMilli(),
              reviewer,
              abnormal == null ? null : abnormal ? 1 : 0);
    }
    String verdict = abnormal == null ? "withdrawn" : abnormal ? "abnormal" : "normal";
    tx.event(now, ExamEvent.REVIEWED, uid, ExamMoves.payload("verdict", verdict));
    if (abnormal != null) {
      Alerts.acknowledge(tx, uid, reviewer, now); // who has judged it has seen it
    }
    return true;
  }

  private static List<String> reviewed(Handle handle, String uid) {
    return handle
        .createQuery(
            """
            SELECT o.uid FROM exam_state me JOIN exam_state o ON o.reading = me.reading
            WHERE me.uid = :uid AND o.review >= 0
            """)
        .bind("uid", uid)
        .mapTo(String.class)
        .list();
  }

  static void fillIn(Handle handle, String key, Patient found) {
    Sex sex = found.sex();
    handle
        .createUpdate(
            """
            UPDATE patients SET id = coalesce(nullif(id, ''), :id),
              birthdate = coalesce(nullif(birthdate, ''), :birthDate),
              sex = coalesce(nullif(sex, ''), :sex)
            WHERE cnp = :key
            """)
        .bind("key", key)
        .bind("id", found.hisId())
        .bind("birthDate", found.birthDate() == null ? null : found.birthDate().toString())
        .bind("sex", sex == null ? null : sex.name())
        .execute();
  }
}
