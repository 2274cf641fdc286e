/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * How often in a row the process has ended while it read an exam. Most of these deaths have nothing
 * to do with the exam; one that kills the process each time must not keep the others from being
 * read.
 */
final class Crashes {
  /** From so many on an exam is claimed only when nothing else can be. */
  static final int SUSPECT = 3;

  private static final int TOO_MANY = 6;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /** Why an exam is given up. */
  static final String WHY = "the process ended " + TOO_MANY + " times while reading it";

  private Crashes() {}

  /** Whether a worker is at such an exam. */
  static boolean isSuspectRead(Handle handle) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM exam_state"
                + " WHERE status = 'processing' AND crashes >= :suspect)")
        .bind("suspect", SUSPECT)
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Counts one more; the exam waits for a while that doubles.
   *
   * @return whether it is to be given up
   */
  static boolean count(Handle handle, String uid, Instant now) {
    int crashes =
        handle
            .createQuery("SELECT crashes + 1 FROM exam_state WHERE uid = :uid")
            .bind("uid", uid)
            .mapTo(Integer.class)
            .one();
    boolean tooMany = crashes >= TOO_MANY;
    handle
        .createUpdate(
            """
            UPDATE exam_state SET crashes = :crashes, not_before = :notBefore,
              detail = coalesce(:why, detail)
            WHERE uid = :uid
            """)
        .bind("uid", uid)
        .bind("crashes", crashes)
        .bind("notBefore", tooMany ? 0 : now.plus(wait(crashes)).toEpochMilli())
        .bind("why", tooMany ? WHY : null)
        .execute();
    return tooMany;
  }

  private static Duration wait(int crashes) {
    Duration doubled = Duration.ofSeconds(1L << crashes);
    return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
  }

  /** A claim has ended in good order. */
  static void forget(Handle handle, String uid) {
    handle
        .createUpdate("UPDATE exam_state SET crashes = 0 WHERE uid = :uid AND crashes > 0")
        .bind("uid", uid)
        .execute();
  }
}
