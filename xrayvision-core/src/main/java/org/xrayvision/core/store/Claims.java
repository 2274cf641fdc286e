/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.core.EngineStage;
import org.xrayvision.core.StageMeter;

/** The queue: who works on which exam, and how that ends. */
final class Claims {
  // Named, since the planner would rather take the index of all statuses, and sort.
  static final String NEXT_REQUEUED =
      "SELECT uid FROM exam_state INDEXED BY exam_state_requeued WHERE status = 'requeue' AND not_before <= :now"
          + " AND crashes < :crashes"
          + " ORDER BY requeued_at, uid LIMIT 1";
  static final String NEXT_NEWEST =
      "SELECT uid FROM exam_state INDEXED BY exam_state_queued_newest WHERE status = 'queued' AND not_before <= :now"
          + " AND crashes < :crashes"
          + " ORDER BY created DESC, uid DESC LIMIT 1";
  static final String NEXT_OLDEST =
      "SELECT uid FROM exam_state INDEXED BY exam_state_queued_oldest WHERE status = 'queued' AND not_before <= :now"
          + " AND crashes < :crashes"
          + " ORDER BY received, uid LIMIT 1";
  static final String NEXT_NEWEST_QUIET = ofQuietStudies(NEXT_NEWEST);
  static final String NEXT_OLDEST_QUIET = ofQuietStudies(NEXT_OLDEST);

  private static final int OLDEST_EVERY = 4;

  /** What brings an exam into the queue. */
  private static final List<String> QUEUED =
      List.of(ExamEvent.QUEUED, ExamEvent.REQUEUE, ExamEvent.HANDED_BACK);

  private static final String RELEASE =
      "claim_owner = NULL, claim_token = NULL, claim_from = NULL, lease_end = NULL";

  private final Reports reports;
  private final Alerts alerts;
  private final OpenStudies studies;
  private final StageMeter meter;
  private final Clock clock;
  // Which claims take the oldest; only the writer counts, one at a time.
  private int claimsFromQueue;

  Claims(Reports reports, Alerts alerts, OpenStudies studies, StageMeter meter, Clock clock) {
    this.reports = reports;
    this.alerts = alerts;
    this.studies = studies;
    this.meter = meter;
    this.clock = clock;
  }

  private static String ofQuietStudies(String next) {
    return next.replace(" ORDER BY ", OpenStudies.QUIET + " ORDER BY ");
  }

  /**
   * An exam that the process has died of several times waits until nothing else does, and such
   * exams are read one at a time: the next death must be counted against one of them only.
   */
  Optional<Claim> claimNext(Tx tx, String owner, Instant now, Duration lease) {
    reopen(tx, studies.close(tx.handle(), now), now);
    Optional<Claim> claim = claimNext(tx, owner, now, lease, Crashes.SUSPECT);
    return claim.isPresent() || Crashes.isSuspectRead(tx.handle())
        ? claim
        : claimNext(tx, owner, now, lease, Integer.MAX_VALUE);
  }

  private void reopen(Tx tx, List<String> uids, Instant now) {
    if (!uids.isEmpty()) {
      uids.forEach(uid -> requeue(tx, uid, now, ExamStore.LATE_VIEW));
      tx.refresh(); // the queue is asked next
    }
  }

  private Optional<Claim> claimNext(Tx tx, String owner, Instant now, Duration lease, int crashes) {
    Optional<String> requeued = first(tx.handle(), NEXT_REQUEUED, now, crashes);
    if (requeued.isPresent()) {
      return Optional.of(claim(tx, requeued.get(), ExamStatus.REQUEUE, owner, now, lease));
    }
    boolean oldest = (claimsFromQueue + 1) % OLDEST_EVERY == 0;
    Optional<String> queued = first(tx.handle(), oldest ? oldest() : newest(), now, crashes);
    if (queued.isEmpty()) {
      return Optional.empty();
    }
    claimsFromQueue = (claimsFromQueue + 1) % OLDEST_EVERY;
    return Optional.of(claim(tx, queued.get(), ExamStatus.QUEUED, owner, now, lease));
  }

  private String newest() {
    return studies.areWaitedFor() ? NEXT_NEWEST_QUIET : NEXT_NEWEST;
  }

  private String oldest() {
    return studies.areWaitedFor() ? NEXT_OLDEST_QUIET : NEXT_OLDEST;
  }

  private static Optional<String> first(Handle handle, String sql, Instant now, int crashes) {
    return handle
        .createQuery(sql)
        .bind("now", now.toEpochMilli())
        .bind("crashes", crashes)
        .mapTo(String.class)
        .findOne();
  }

  private Claim claim(
      Tx tx, String uid, ExamStatus from, String owner, Instant now, Duration lease) {
    String token = UUID.randomUUID().toString();
    Instant leaseEnd = Times.millis(now.plus(lease));
    tx.handle()
        .createUpdate(
            """
            UPDATE exam_state SET claim_owner = :owner, claim_token = :token, claim_from = :from,
              lease_end = :leaseEnd, late_view = 0
            WHERE uid = :uid
            """)
        .bind("uid", uid)
        .bind("owner", owner)
        .bind("token", token)
        .bind("from", from.code())
        .bind("leaseEnd", leaseEnd.toEpochMilli())
        .execute();
    int attempts =
        tx.handle()
            .createQuery("SELECT attempts FROM exam_state WHERE uid = :uid")
            .bind("uid", uid)
            .mapTo(Integer.class)
            .one();
    if (!ExamMoves.move(
        tx,
        uid,
        from,
        ExamStatus.PROCESSING,
        now,
        ExamEvent.PROCESSING,
        ExamMoves.payload("from", from.code()))) {
      throw new IllegalStateException("exam_state and exams disagree about " + uid);
    }
    took(EngineStage.QUEUE, EventLog.last(tx.handle(), uid, QUEUED), now);
    return new Claim(uid, owner, token, from, attempts, leaseEnd);
  }

  private void took(EngineStage stage, Optional<Instant> begun, Instant end) {
    begun.ifPresent(since -> meter.took(stage, Duration.between(since, end)));
  }

  /** Where the exam of a claim stands, or empty if the claim is lost. */
  private static Optional<ExamStatus> held(Handle handle, Claim claim) {
    return handle
        .createQuery(
            """
            SELECT status FROM exam_state WHERE uid = :uid AND claim_token = :token
              AND status IN ('processing', 'requeue')
            """)
        .bind("uid", claim.uid())
        .bind("token", claim.token())
        .mapTo(String.class)
        .findOne()
        .flatMap(ExamStatus::ofCode);
  }

  ClaimEnd complete(Tx tx, Claim claim, AiRun run) {
    if (run.text() == null) {
      throw new IllegalArgumentException("a claim is completed with a text, given back without");
    }
    return end(tx, claim, run, () -> finish(tx, claim, run));
  }

  ClaimEnd giveBack(Tx tx, Claim claim, GiveBack how) {
    return end(tx, claim, how.run(), () -> back(tx, claim, how));
  }

  private ClaimEnd end(Tx tx, Claim claim, @Nullable AiRun run, Runnable ifStillAsked) {
    Optional<ExamStatus> status = held(tx.handle(), claim);
    if (status.isEmpty()) {
      if (run != null) {
        RunRows.keep(tx.handle(), claim.uid(), run);
      }
      return ClaimEnd.LOST;
    }
    if (run != null) {
      RunRows.write(tx.handle(), claim.uid(), run);
    }
    release(tx.handle(), claim.uid());
    Crashes.forget(tx.handle(), claim.uid());
    if (status.get() == ExamStatus.REQUEUE) {
      return ClaimEnd.SUPERSEDED;
    }
    ifStillAsked.run();
    return ClaimEnd.WRITTEN;
  }

  private static void release(Handle handle, String uid) {
    handle
        .createUpdate("UPDATE exam_state SET " + RELEASE + " WHERE uid = :uid")
        .bind("uid", uid)
        .execute();
  }

  private void finish(Tx tx, Claim claim, AiRun run) {
    tx.handle()
        .createUpdate(
            "UPDATE exam_state SET attempts = 0, not_before = 0, detail = :doubt WHERE uid = :uid")
        .bind("uid", claim.uid())
        .bind("doubt", run.error())
        .execute();
    int before = Alerts.severityBefore(tx.handle(), claim.uid());
    Instant now = clock.instant();
    reports.write(tx.handle(), claim.uid(), run, now);
    ShadowRuns.expect(tx.handle(), claim.uid());
    mustMove(
        tx,
        claim.uid(),
        ExamStatus.DONE,
        ExamEvent.DONE,
        "severity",
        Integer.toString(run.severity()),
        "confidence",
        Integer.toString(run.confidence()),
        "model",
        run.model(),
        "latency",
        String.format(Locale.ROOT, "%.1f", run.latencySeconds()));
    alerts.raise(tx, claim.uid(), before, now);
    time(tx.handle(), claim, now);
  }

  /** As the journal tells; an exam of an older database has none. */
  private void time(Handle handle, Claim claim, Instant now) {
    String uid = claim.uid();
    took(EngineStage.READING, EventLog.last(handle, uid, List.of(ExamEvent.PROCESSING)), now);
    if (claim.from() == ExamStatus.QUEUED) {
      took(EngineStage.TURNAROUND, EventLog.last(handle, uid, List.of(ExamEvent.RECEIVED)), now);
    }
  }

  private void back(Tx tx, Claim claim, GiveBack how) {
    tx.handle()
        .createUpdate(
            """
            UPDATE exam_state SET attempts = attempts + :counted, not_before = :notBefore,
              detail = :cause
            WHERE uid = :uid
            """)
        .bind("uid", claim.uid())
        .bind("counted", how.countsAttempt() ? 1 : 0)
        .bind("notBefore", how.forGood() ? 0 : how.notBefore().toEpochMilli())
        .bind("cause", how.cause())
        .execute();
    ExamStatus to = how.forGood() ? ExamStatus.ERROR : claim.from();
    mustMove(
        tx,
        claim.uid(),
        to,
        how.forGood() ? ExamEvent.ERROR : ExamEvent.HANDED_BACK,
        "to",
        to.code(),
        "reason",
        how.cause());
  }

  private void mustMove(
      Tx tx, String uid, ExamStatus to, String kind, @Nullable String... payload) {
    if (!ExamMoves.move(
        tx, uid, ExamStatus.PROCESSING, to, clock.instant(), kind, ExamMoves.payload(payload))) {
      throw new IllegalStateException("exam_state and exams disagree about " + uid);
    }
  }

  boolean renew(Tx tx, Claim claim, Instant leaseEnd) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE exam_state SET lease_end = :leaseEnd
                WHERE uid = :uid AND claim_token = :token AND status IN ('processing', 'requeue')
                """)
            .bind("uid", claim.uid())
            .bind("token", claim.token())
            .bind("leaseEnd", leaseEnd.toEpochMilli())
            .execute()
        > 0;
  }

  int handBackClaimsOfOthers(Tx tx, String owner, Instant now) {
    forgetSuperseded(tx.handle(), "claim_owner IS NOT :owner").bind("owner", owner).execute();
    List<Held> held =
        tx.handle()
            .createQuery(
                """
                SELECT uid, claim_from FROM exam_state
                WHERE status = 'processing' AND claim_owner IS NOT :owner
                """)
            .bind("owner", owner)
            .map((row, context) -> Held.of(row))
            .list();
    for (Held exam : held) {
      if (Crashes.count(tx.handle(), exam.uid(), now)) {
        release(tx.handle(), exam.uid());
        mustMove(
            tx,
            exam.uid(),
            ExamStatus.ERROR,
            ExamEvent.ERROR,
            "to",
            "error",
            "reason",
            Crashes.WHY);
      } else {
        handBack(tx, exam, "the engine that held it has ended");
      }
    }
    return held.size();
  }

  int handBackExpired(Tx tx, Instant now) {
    forgetSuperseded(tx.handle(), "lease_end <= :now").bind("now", now.toEpochMilli()).execute();
    List<Held> held =
        tx.handle()
            .createQuery(
                """
                SELECT uid, claim_from FROM exam_state
                WHERE status = 'processing' AND lease_end <= :now
                """)
            .bind("now", now.toEpochMilli())
            .map((row, context) -> Held.of(row))
            .list();
    held.forEach(exam -> handBack(tx, exam, "the worker that held it said nothing for too long"));
    return held.size();
  }

  private static Update forgetSuperseded(Handle handle, String which) {
    return handle.createUpdate(
        "UPDATE exam_state SET "
            + RELEASE
            + " WHERE status = 'requeue'"
            + " AND claim_token IS NOT NULL AND "
            + which);
  }

  private void handBack(Tx tx, Held exam, String why) {
    release(tx.handle(), exam.uid());
    String to = exam.from().code();
    mustMove(tx, exam.uid(), exam.from(), ExamEvent.HANDED_BACK, "to", to, "reason", why);
  }

  private record Held(String uid, ExamStatus from) {
    static Held of(ResultSet row) throws SQLException {
      boolean requeued = ExamStatus.REQUEUE.code().equals(row.getString("claim_from"));
      return new Held(row.getString("uid"), requeued ? ExamStatus.REQUEUE : ExamStatus.QUEUED);
    }
  }

  /**
   * @param reason why, where no person asks; else null
   */
  boolean requeue(Tx tx, String uid, Instant now, @Nullable String reason) {
    Optional<ExamStatus> from = ExamMoves.status(tx.handle(), uid);
    if (from.isEmpty() || from.get() == ExamStatus.NONE) {
      return false;
    }
    if (from.get() == ExamStatus.REQUEUE) {
      return true;
    }
    // The claim of a worker that is at it stays readable: his answer is kept as a run.
    tx.handle()
        .createUpdate(
            """
            UPDATE exam_state SET requeued_at = :now, attempts = 0, crashes = 0, not_before = 0,
              detail = NULL
            WHERE uid = :uid
            """)
        .bind("uid", uid)
        .bind("now", now.toEpochMilli())
        .execute();
    return ExamMoves.move(
        tx,
        uid,
        from.get(),
        ExamStatus.REQUEUE,
        now,
        ExamEvent.REQUEUE,
        ExamMoves.payload("from", from.get().code(), "reason", reason));
  }
}
