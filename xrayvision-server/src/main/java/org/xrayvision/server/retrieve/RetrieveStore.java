/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.retrieve.Pacs.Fetched;
import org.xrayvision.server.retrieve.Retrieval.Status;

/**
 * The queue of studies to fetch and the memory of those that were, in {@code server.db}: UIDs,
 * counts, times and sentences. Safe for threads.
 */
final class RetrieveStore {
  /** Longer than any query goes back. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private static final int LONGEST_ERROR = 1_000;

  private final ServerDatabase database;

  RetrieveStore(ServerDatabase database) {
    this.database = database;
  }

  /** A study that a query has decided about. */
  record Decision(FoundStudy study, Status status, boolean whole, Instant taken) {}

  /** Until when a PACS has answered what it was asked; empty before the first time. */
  Optional<Instant> answered(String pacs) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT answered FROM pacs_state WHERE pacs = ?")
                .bind(0, pacs)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  /** What is remembered of a study. */
  Optional<Retrieval> find(String pacs, String studyUid) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM retrievals WHERE pacs = ? AND study = ?")
                .bind(0, pacs)
                .bind(1, studyUid)
                .map((row, context) -> retrieval(row))
                .findOne());
  }

  /**
   * Notes what a query has found and that it was answered, in one transaction: from now on nothing
   * of it can be lost. A study that is wanted has all its attempts before it.
   */
  void answered(String pacs, Optional<Instant> until, Collection<Decision> decisions, Instant now) {
    database.write(
        handle -> {
          decisions.forEach(decision -> put(handle, pacs, decision, now));
          handle.execute(
              "DELETE FROM retrievals WHERE pacs = ? AND status <> 'wanted' AND updated < ?",
              pacs,
              now.minus(REMEMBERED).toEpochMilli());
          until.ifPresent(
              instant ->
                  handle.execute(
                      "INSERT INTO pacs_state (pacs, answered) VALUES (?, ?)"
                          + " ON CONFLICT (pacs) DO UPDATE SET answered = excluded.answered",
                      pacs,
                      instant.toEpochMilli()));
          return true;
        });
  }

  private static void put(Handle handle, String pacs, Decision decision, Instant now) {
    OptionalInt instances = decision.study().instances();
    handle
        .createUpdate(
            """
            INSERT INTO retrievals (pacs, study, status, whole, objects, taken, updated)
            VALUES (:pacs, :study, :status, :whole, :objects, :taken, :now)
            ON CONFLICT (pacs, study) DO UPDATE SET
              status = excluded.status, whole = excluded.whole, objects = excluded.objects,
              taken = excluded.taken, updated = excluded.updated, attempts = 0, not_before = 0,
              error = NULL
            """)
        .bind("pacs", pacs)
        .bind("study", decision.study().uid())
        .bind("status", decision.status().code())
        .bind("whole", decision.whole())
        .bind("objects", instances.isPresent() ? (Integer) instances.getAsInt() : null)
        .bind("taken", decision.taken().toEpochMilli())
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /** The studies of a PACS that were given up are wanted again; returns how many. */
  int wantFailed(String pacs, Instant now) {
    return database.write(
        handle ->
            handle.execute(
                "UPDATE retrievals SET status = 'wanted', attempts = 0, not_before = 0, updated = ?"
                    + " WHERE pacs = ? AND (status = 'failed' OR (status = 'wanted' AND attempts > 0))",
                now.toEpochMilli(),
                pacs));
  }

  /** The next study to fetch, the newest first; empty if none is due. */
  Optional<Retrieval> due(String pacs, Instant now) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM retrievals WHERE pacs = ? AND status = 'wanted'"
                        + " AND not_before <= ? ORDER BY taken DESC, study LIMIT 1")
                .bind(0, pacs)
                .bind(1, now.toEpochMilli())
                .map((row, context) -> retrieval(row))
                .findOne());
  }

  /** When the next attempt is due; empty if none waits. */
  Optional<Instant> nextDue(String pacs) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT min(not_before) FROM retrievals WHERE pacs = ? AND status = 'wanted'")
                .bind(0, pacs)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  /** Ends a retrieval well. */
  void done(Retrieval retrieval, Fetched fetched, Instant now) {
    update(retrieval, Status.DONE, fetched, Instant.EPOCH, null, now);
  }

  /** Ends an attempt that has failed: another one later, or none. */
  void failed(
      Retrieval retrieval, Fetched fetched, Optional<Instant> again, String error, Instant now) {
    Status status = again.isPresent() ? Status.WANTED : Status.FAILED;
    update(retrieval, status, fetched, again.orElse(Instant.EPOCH), error, now);
  }

  private void update(
      Retrieval retrieval,
      Status status,
      Fetched fetched,
      Instant notBefore,
      @Nullable String error,
      Instant now) {
    String text =
        error == null || error.length() <= LONGEST_ERROR
            ? error
            : error.substring(0, LONGEST_ERROR);
    database.write(
        handle ->
            handle
                .createUpdate(
                    """
                    UPDATE retrievals SET status = :status, fetched = :fetched, refused = :refused,
                      attempts = attempts + :failed, not_before = :notBefore, error = :error,
                      updated = :now
                    WHERE pacs = :pacs AND study = :study
                    """)
                .bind("status", status.code())
                .bind("fetched", fetched.completed())
                .bind("refused", fetched.refused())
                .bind("failed", error == null ? 0 : 1)
                .bind("notBefore", notBefore.toEpochMilli())
                .bind("error", text)
                .bind("now", now.toEpochMilli())
                .bind("pacs", retrieval.pacs())
                .bind("study", retrieval.studyUid())
                .execute());
  }

  /** How many studies of a PACS stand so. */
  int count(String pacs, Status status) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM retrievals WHERE pacs = ? AND status = ?")
                .bind(0, pacs)
                .bind(1, status.code())
                .mapTo(Integer.class)
                .one());
  }

  /** What a person should know of: given up, or failed at least once; the latest first. */
  List<Retrieval> troubled(int max) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM retrievals WHERE status = 'failed'"
                        + " OR (status = 'wanted' AND attempts > 0)"
                        + " ORDER BY updated DESC, study LIMIT ?")
                .bind(0, max)
                .map((row, context) -> retrieval(row))
                .list());
  }

  private static Retrieval retrieval(ResultSet row) throws SQLException {
    int objects = row.getInt("objects");
    OptionalInt told = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(objects);
    return new Retrieval(
        row.getString("pacs"),
        row.getString("study"),
        Status.ofCode(row.getString("status")),
        row.getBoolean("whole"),
        told,
        row.getInt("fetched"),
        row.getInt("refused"),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("not_before")),
        Instant.ofEpochMilli(row.getLong("updated")),
        row.getString("error"));
  }
}
