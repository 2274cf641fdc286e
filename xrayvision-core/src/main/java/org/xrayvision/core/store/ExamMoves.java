/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;

/** The only place that writes {@code exams.status}: by the table of moves, with its event. */
final class ExamMoves {
  private static final int MAX_REASON = 300;

  private ExamMoves() {}

  /** Where an exam stands, or empty if there is none. */
  static Optional<ExamStatus> status(Handle handle, String uid) {
    return handle
        .createQuery("SELECT status FROM exams WHERE uid = :uid")
        .bind("uid", uid)
        .mapTo(String.class)
        .findOne()
        .flatMap(ExamStatus::ofCode);
  }

  /**
   * Moves an exam and writes the event.
   *
   * @return false, with nothing changed, if it does not stand where it should
   * @throws IllegalStateException if the table of moves has no such move
   */
  static boolean move(
      Tx tx,
      String uid,
      ExamStatus from,
      ExamStatus to,
      Instant at,
      String kind,
      Map<String, String> payload) {
    if (!StateMoves.allowed(from, to)) {
      throw new IllegalStateException("no exam goes from " + from.code() + " to " + to.code());
    }
    return changed(tx, uid, from, to, at, kind, payload);
  }

  /** The one reset beside the table, see {@link StateMoves}. */
  static boolean beginAnew(Tx tx, String uid, Instant at) {
    return changed(
        tx,
        uid,
        ExamStatus.ERROR,
        ExamStatus.NONE,
        at,
        ExamEvent.RECEIVED,
        payload("from", ExamStatus.ERROR.code()));
  }

  private static boolean changed(
      Tx tx,
      String uid,
      ExamStatus from,
      ExamStatus to,
      Instant at,
      String kind,
      Map<String, String> payload) {
    int changed =
        tx.handle()
            .createUpdate("UPDATE exams SET status = :to WHERE uid = :uid AND status = :from")
            .bind("uid", uid)
            .bind("from", from.code())
            .bind("to", to.code())
            .execute();
    if (changed == 0) {
      return false;
    }
    tx.event(at, kind, uid, payload);
    return true;
  }

  /** A payload of pairs; a null value is left out, a long one is cut. */
  static Map<String, String> payload(@Nullable String... pairs) {
    Map<String, String> payload = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      String key = pairs[i];
      String value = pairs[i + 1];
      if (key != null && value != null) {
        payload.put(key, value.length() > MAX_REASON ? value.substring(0, MAX_REASON) : value);
      }
    }
    return payload;
  }
}
