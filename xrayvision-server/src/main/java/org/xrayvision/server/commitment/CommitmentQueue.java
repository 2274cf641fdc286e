/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.commitment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.commitment.Commitment.Reference;

/** The commitments that are not reported yet, in {@code server.db}. Safe for threads. */
final class CommitmentQueue {
  private static final int MAX_WAITING = 10_000;

  private final ServerDatabase database;

  CommitmentQueue(ServerDatabase database) {
    this.database = database;
  }

  /** One of them, and how often its report has failed. */
  record Waiting(long id, Commitment commitment, int attempts) {}

  /** At the start nobody holds one any more: all are due. */
  void open(Instant now) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE commitments SET not_before = ? WHERE not_before > ?",
                now.toEpochMilli(),
                now.toEpochMilli()));
  }

  /**
   * Keeps one. The same transaction asked for again takes the place of the first.
   *
   * @param holder until when nobody else takes it
   * @return empty if too many wait
   */
  Optional<Waiting> add(Commitment commitment, Instant now, Instant holder) {
    return database.write(
        handle -> {
          handle.execute(
              "DELETE FROM commitments WHERE ae_title = ? AND transaction_uid = ?",
              commitment.aeTitle(),
              commitment.transactionUid());
          int waiting =
              handle.createQuery("SELECT count(*) FROM commitments").mapTo(Integer.class).one();
          return waiting >= MAX_WAITING
              ? Optional.empty()
              : Optional.of(new Waiting(insert(handle, commitment, now, holder), commitment, 0));
        });
  }

  private static long insert(Handle handle, Commitment commitment, Instant now, Instant holder) {
    return handle
        .createUpdate(
            "INSERT INTO commitments (ae_title, transaction_uid, objects, asked, not_before)"
                + " VALUES (:aeTitle, :transaction, :objects, :asked, :notBefore)")
        .bind("aeTitle", commitment.aeTitle())
        .bind("transaction", commitment.transactionUid())
        .bind(
            "objects",
            commitment.references().stream()
                .map(reference -> reference.sopClassUid() + " " + reference.sopInstanceUid())
                .collect(Collectors.joining("\n")))
        .bind("asked", now.toEpochMilli())
        .bind("notBefore", holder.toEpochMilli())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  /** The one that has been due for longest. */
  Optional<Waiting> due(Instant now) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM commitments WHERE not_before <= :now"
                        + " ORDER BY not_before, id LIMIT 1")
                .bind("now", now.toEpochMilli())
                .map(
                    (row, context) ->
                        new Waiting(
                            row.getLong("id"),
                            new Commitment(
                                row.getString("ae_title"),
                                row.getString("transaction_uid"),
                                references(row.getString("objects"))),
                            row.getInt("attempts")))
                .findOne());
  }

  private static List<Reference> references(String lines) {
    return lines
        .lines()
        .map(line -> line.split(" ", 2))
        .map(uids -> new Reference(uids[0], uids[1]))
        .toList();
  }

  /** It has been reported. */
  void remove(long id) {
    database.write(handle -> handle.execute("DELETE FROM commitments WHERE id = ?", id));
  }

  /** It could not be reported. */
  void postpone(long id, int attempts, Instant until) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE commitments SET attempts = ?, not_before = ? WHERE id = ?",
                attempts,
                until.toEpochMilli(),
                id));
  }

  /** Gives up those that were asked for longer ago than this. Returns how many there were. */
  int forget(Instant now, Duration age) {
    return database.write(
        handle ->
            handle.execute(
                "DELETE FROM commitments WHERE asked < ?", now.minus(age).toEpochMilli()));
  }

  /** How many wait. */
  int size() {
    return database.read(
        handle ->
            handle.createQuery("SELECT count(*) FROM commitments").mapTo(Integer.class).one());
  }
}
