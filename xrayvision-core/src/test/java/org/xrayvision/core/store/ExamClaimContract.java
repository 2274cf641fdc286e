/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.LEASE;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.OWNER;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.addQueued;
import static org.xrayvision.core.store.StoreSamples.counted;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.queued;
import static org.xrayvision.core.store.StoreSamples.run;
import static org.xrayvision.core.store.StoreSamples.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;

/** What an {@link ExamStore} must do with claims. Each implementation runs it. */
abstract class ExamClaimContract extends StoreFixture {
  @Test
  void theNewestExamIsClaimedFirstAndEveryFourthClaimIsTheOldest() {
    for (int i = 1; i <= 9; i++) {
      addQueued(store, exam("1." + i, NOON.plusSeconds(i)));
    }

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      order.add(claim().uid());
    }

    assertThat(order)
        .containsExactly("1.9", "1.8", "1.7", "1.1", "1.6", "1.5", "1.4", "1.2", "1.3");
    assertThat(store.claimNext(OWNER, NOON, LEASE)).isEmpty();
  }

  @Test
  void whatWasAskedForAgainGoesFirstInTheOrderOfAsking() {
    addDone(store, exam("1.1"), 0);
    addDone(store, exam("1.2"), 0);
    addQueued(store, exam("1.3", NOON.plusSeconds(9)));
    store.requeue("1.2", NOON.plusSeconds(1));
    store.requeue("1.1", NOON.plusSeconds(2));

    Claim first = claim();

    assertThat(first.uid()).isEqualTo("1.2");
    assertThat(first.from()).isEqualTo(ExamStatus.REQUEUE);
    assertThat(claim().uid()).isEqualTo("1.1");
    assertThat(claim().from()).isEqualTo(ExamStatus.QUEUED);
  }

  @Test
  void aClaimIsOnItsExam() {
    addQueued(store, exam("1.1"));

    Claim claim = store.claimNext("o", NOON, LEASE).orElseThrow();

    assertThat(claim.uid()).isEqualTo("1.1");
    assertThat(claim.owner()).isEqualTo("o");
    assertThat(claim.attempts()).isZero();
    assertThat(claim.leaseEnd()).isEqualTo(NOON.plus(LEASE));
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.PROCESSING);
  }

  @Test
  void whatMayNotBeClaimedYetIsPassedOver() {
    addQueued(store, exam("1.1"));
    store.giveBack(claim(), counted(NOON.plusSeconds(60)));

    assertThat(store.claimNext(OWNER, NOON.plusSeconds(59), LEASE)).isEmpty();

    Claim again = store.claimNext(OWNER, NOON.plusSeconds(60), LEASE).orElseThrow();
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void aCompletedClaimLeavesReportRunAndEvent() {
    addQueued(store, exam("1.1"));
    AiRun run = run(7);

    assertThat(store.complete(claim(), run)).isEqualTo(ClaimEnd.WRITTEN);

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.DONE);
    assertThat(store.exam("1.1").orElseThrow().aiReport())
        .satisfies(
            report -> {
              assertThat(report.text()).isEqualTo(run.text());
              assertThat(report.severity()).isEqualTo(7);
              assertThat(report.confidence()).isEqualTo(80);
              assertThat(report.summary()).isEqualTo("normal");
              assertThat(report.model()).isEqualTo("medgemma");
              assertThat(report.latencySeconds()).isEqualTo(12.5);
            });
    assertThat(store.runs("1.1")).containsExactly(run);
    assertThat(kinds("1.1"))
        .containsExactly(
            ExamEvent.RECEIVED, ExamEvent.QUEUED, ExamEvent.PROCESSING, ExamEvent.DONE);
  }

  @Test
  void aClaimEndsOnce() {
    addQueued(store, exam("1.1"));
    Claim claim = claim();
    store.complete(claim, run(7));
    long seq = store.lastSeq();

    assertThat(store.complete(claim, run(1))).isEqualTo(ClaimEnd.LOST);
    assertThat(store.giveBack(claim, counted(NOON))).isEqualTo(ClaimEnd.LOST);
    assertThat(store.renew(claim, NOON)).isFalse();

    assertThat(store.exam("1.1").orElseThrow().aiReport().severity()).isEqualTo(7);
    assertThat(store.runs("1.1")).hasSize(1);
    assertThat(store.lastSeq()).isEqualTo(seq);
  }

  @Test
  void anAnswerThatComesAfterTheExamWasAskedForAgainIsKeptAsARunOnly() {
    addQueued(store, exam("1.1"));
    Claim claim = claim();
    assertThat(store.requeue("1.1", NOON)).isTrue();
    assertThat(store.renew(claim, NOON.plusSeconds(900))).isTrue();

    assertThat(store.complete(claim, run(7))).isEqualTo(ClaimEnd.SUPERSEDED);

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.REQUEUE);
    assertThat(store.exam("1.1").orElseThrow().aiReport()).isNull();
    assertThat(store.runs("1.1")).containsExactly(run(7));
    assertThat(store.complete(claim, run(7))).isEqualTo(ClaimEnd.LOST);
  }

  @Test
  void aClaimThatSomebodyElseHoldsNowIsLost() {
    addQueued(store, exam("1.1"));
    Claim first = claim();
    store.requeue("1.1", NOON);
    Claim second = claim();

    assertThat(store.complete(first, run(1))).isEqualTo(ClaimEnd.LOST);
    assertThat(store.complete(first, run(1))).isEqualTo(ClaimEnd.LOST);
    assertThat(store.giveBack(first, counted(NOON))).isEqualTo(ClaimEnd.LOST);

    assertThat(store.runs("1.1")).as("its answer is kept, once").containsExactly(run(1));
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.PROCESSING);
    assertThat(store.exam("1.1").orElseThrow().aiReport()).isNull();
    assertThat(store.complete(second, run(2))).isEqualTo(ClaimEnd.WRITTEN);
    assertThat(store.runs("1.1")).containsExactly(run(2), run(1));
  }

  @Test
  void aLostClaimsAnswerOnAnExamThatIsGoneIsNotKept() {
    Claim nobodys = new Claim("9.9", OWNER, "token", ExamStatus.QUEUED, 0, NOON);

    assertThat(store.complete(nobodys, run(1))).isEqualTo(ClaimEnd.LOST);
    assertThat(store.runs("9.9")).isEmpty();
  }

  @Test
  void aRunKeptForItsAssessmentIsOneRowOnceItIsAssessed() {
    addQueued(store, exam("1.1"));
    AiRun failed = StoreSamples.pass(-1, "HTTP 500");
    AiRun kept = run(-1).withCheck(failed);
    store.giveBack(claim(), new GiveBack("HTTP 500", false, true, NOON, kept));
    assertThat(store.runs("1.1")).containsExactly(run(-1));

    AiRun passed = StoreSamples.pass(7, null);
    store.complete(claim(), run(7).withCheck(passed));

    assertThat(store.runs("1.1")).containsExactly(run(7));
    assertThat(store.checks("1.1")).containsExactly(passed, failed);
  }

  @Test
  void failedRunsOfOneMomentAreRowsOfTheirOwn() {
    addQueued(store, exam("1.1"));
    for (int i = 0; i < 2; i++) {
      AiRun nothing = StoreSamples.pass(-1, "HTTP 500");
      store.giveBack(claim(), new GiveBack("HTTP 500", false, true, NOON, nothing));
    }

    assertThat(store.runs("1.1")).hasSize(2);
  }

  @Test
  void anOutageCountsNoAttempt() {
    addQueued(store, exam("1.1"));
    store.giveBack(claim(), new GiveBack("refused", false, false, NOON, null));

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.QUEUED);
    assertThat(store.exam("1.1").orElseThrow().attempts()).isZero();
    assertThat(store.exam("1.1").orElseThrow().detail()).isEqualTo("refused");
  }

  @Test
  void anExamGivenUpKeepsItsLastAnswer() {
    addQueued(store, exam("1.1"));

    ClaimEnd end = store.giveBack(claim(), new GiveBack("no JSON", true, true, NOON, run(-1)));

    assertThat(end).isEqualTo(ClaimEnd.WRITTEN);
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.ERROR);
    assertThat(store.exam("1.1").orElseThrow().attempts()).isEqualTo(1);
    assertThat(store.runs("1.1")).hasSize(1);
    assertThat(last("1.1").payload()).containsEntry("reason", "no JSON");
  }

  @Test
  void aReturnedClaimGoesBackToWhereItCameFromAndKeepsItsPlace() {
    addDone(store, exam("1.1"), 0);
    addDone(store, exam("1.2"), 0);
    store.requeue("1.1", NOON);
    store.requeue("1.2", NOON.plusSeconds(1));

    store.giveBack(claim(), counted(NOON));

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.REQUEUE);
    assertThat(claim().uid()).isEqualTo("1.1");
  }

  @Test
  void claimsOfOthersAreHandedBackAtOnce() {
    addDone(store, exam("1.3"), 0);
    store.requeue("1.3", NOON);
    addQueued(store, exam("1.1", NOON.plusSeconds(1)));
    addQueued(store, exam("1.2"));
    Claim requeued = store.claimNext("dead", NOON, LEASE).orElseThrow();
    Claim dead = store.claimNext("dead", NOON, LEASE).orElseThrow();
    Claim mine = store.claimNext("me", NOON, LEASE).orElseThrow();

    assertThat(store.handBackClaimsOfOthers("me", NOON)).isEqualTo(2);

    assertThat(status(store, requeued.uid())).isEqualTo(ExamStatus.REQUEUE);
    assertThat(status(store, dead.uid())).isEqualTo(ExamStatus.QUEUED);
    assertThat(status(store, mine.uid())).isEqualTo(ExamStatus.PROCESSING);
    assertThat(store.complete(dead, run(1))).isEqualTo(ClaimEnd.LOST);
    assertThat(store.complete(mine, run(1))).isEqualTo(ClaimEnd.WRITTEN);
  }

  private Claim claimAt(Instant now) {
    return store.claimNext(OWNER, now, LEASE).orElseThrow();
  }

  @Test
  void anExamThatAProcessDiedOfWaitsALittleLongerEachTime() {
    addQueued(store, exam("1.1"));
    Instant now = NOON;
    for (int wait : new int[] {2, 4, 8, 16, 20}) {
      assertThat(claimAt(now).attempts()).isZero();
      store.handBackClaimsOfOthers("next", now);
      assertThat(store.claimNext(OWNER, now.plusSeconds(wait).minusMillis(1), LEASE)).isEmpty();
      now = now.plusSeconds(wait);
    }
    claimAt(now);
    store.handBackClaimsOfOthers("next", now);

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.ERROR);
    assertThat(store.exam("1.1").orElseThrow().detail())
        .isEqualTo("the process ended 6 times while reading it");
    assertThat(last("1.1").kind()).isEqualTo(ExamEvent.ERROR);
    assertThat(store.requeue("1.1", now)).as("a person may ask all the same").isTrue();
    claimAt(now);
    store.handBackClaimsOfOthers("next", now);
    assertThat(status(store, "1.1")).as("counted from the start").isEqualTo(ExamStatus.REQUEUE);
  }

  @Test
  void fromTheThirdTimeOnAllOthersAreReadFirst() {
    addDone(store, exam("1.9"), 0);
    store.requeue("1.9", NOON);
    addQueued(store, exam("1.1"));
    Instant now = NOON;
    for (int i = 0; i < 3; i++) {
      assertThat(claimAt(now).uid()).as("asked for again").isEqualTo("1.9");
      store.handBackClaimsOfOthers("next", now);
      now = now.plusSeconds(20);
    }

    assertThat(claimAt(now).uid()).isEqualTo("1.1");
    assertThat(claimAt(now).uid()).isEqualTo("1.9");
  }

  @Test
  void suspectsAreReadOneAtATime() {
    addQueued(store, exam("1.1"));
    addQueued(store, exam("1.2"));
    Instant now = NOON;
    for (int i = 0; i < 3; i++) {
      claimAt(now);
      claimAt(now);
      store.handBackClaimsOfOthers("next", now);
      now = now.plusSeconds(20);
    }

    Claim first = claimAt(now);
    assertThat(store.claimNext(OWNER, now, LEASE)).isEmpty();
    store.complete(first, run(1));
    assertThat(claimAt(now).uid()).isNotEqualTo(first.uid());
  }

  @Test
  void aClaimThatEndsInGoodOrderForgetsTheCrashes() {
    addQueued(store, exam("1.1"));
    Instant now = NOON;
    for (int i = 0; i < 20; i++) {
      claimAt(now);
      store.handBackClaimsOfOthers("next", now);
      now = now.plusSeconds(2);
      store.giveBack(claimAt(now), new GiveBack("outage", false, false, now, null));
    }

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.QUEUED);
  }

  @Test
  void onlyAnExpiredLeaseIsTakenAway() {
    addQueued(store, exam("1.1"));
    addQueued(store, exam("1.2"));
    Claim silent = claim();
    Claim renewed = claim();
    assertThat(store.renew(renewed, NOON.plus(LEASE).plusSeconds(60))).isTrue();

    assertThat(store.handBackExpired(NOON.plus(LEASE).minusMillis(1))).isZero();
    assertThat(store.handBackExpired(NOON.plus(LEASE))).isEqualTo(1);

    assertThat(status(store, silent.uid())).isEqualTo(ExamStatus.QUEUED);
    assertThat(last(silent.uid()).kind()).isEqualTo(ExamEvent.HANDED_BACK);
    assertThat(store.renew(silent, NOON.plusSeconds(9_999))).isFalse();
    assertThat(status(store, renewed.uid())).isEqualTo(ExamStatus.PROCESSING);
  }

  @Test
  void anotherLookCanBeAskedForOnceThePictureIsMade() {
    store.add(exam("1.1"));
    assertThat(store.requeue("1.1", NOON)).isFalse();
    store.prepared("1.1", queued());
    assertThat(store.requeue("1.1", NOON)).isTrue();
    long seq = store.lastSeq();
    assertThat(store.requeue("1.1", NOON)).isTrue();
    assertThat(store.lastSeq()).isEqualTo(seq);

    store.add(exam("1.2"));
    store.prepared("1.2", new PictureOutcome(ExamStatus.ERROR, "x", null, 0));
    store.add(exam("1.3"));
    store.prepared("1.3", new PictureOutcome(ExamStatus.IGNORE, "x", null, 0));
    assertThat(store.requeue("1.2", NOON)).isTrue();
    assertThat(store.requeue("1.3", NOON)).isTrue();
    assertThat(last("1.3").payload()).containsEntry("from", "ignore");
  }

  @Test
  void aSecondReportKeepsTheTimeOfTheFirst() {
    addDone(store, exam("1.1"), 2);
    Instant created = store.exam("1.1").orElseThrow().aiReport().created();
    store.requeue("1.1", NOON);
    store.complete(claim(), run(8));

    assertThat(store.exam("1.1").orElseThrow().aiReport())
        .satisfies(
            report -> {
              assertThat(report.created()).isEqualTo(created);
              assertThat(report.severity()).isEqualTo(8);
            });
    assertThat(store.runs("1.1")).extracting(AiRun::severity).containsExactly(8, 2);
  }

  // ---- at the same moment

  @Test
  void eightWorkersClaimEachExamExactlyOnce() throws Exception {
    int exams = 200;
    atOnce(
        8,
        sender -> {
          for (int i = sender; i < exams; i += 8) {
            addQueued(store, exam("1." + i, NOON.plusSeconds(i)));
          }
        });

    Queue<String> claimed = new ConcurrentLinkedQueue<>();
    atOnce(
        8,
        worker -> {
          Optional<Claim> claim = store.claimNext("w" + worker, NOON, LEASE);
          while (claim.isPresent()) {
            claimed.add(claim.get().uid());
            claim = store.claimNext("w" + worker, NOON, LEASE);
          }
        });

    assertThat(claimed).hasSize(exams).doesNotHaveDuplicates();
  }

  @Test
  void theSameInstanceFromEightSendersIsAddedOnce() throws Exception {
    Queue<Boolean> answers = new ConcurrentLinkedQueue<>();

    atOnce(8, sender -> answers.add(store.add(exam("1.1"))));

    assertThat(answers).hasSize(8).containsOnlyOnce(true);
    assertThat(store.journal("1.1")).hasSize(1);
  }

  @Test
  void theFirstImagesOfOnePatientAndStudyMayComeTogether() throws Exception {
    Queue<Boolean> answers = new ConcurrentLinkedQueue<>();

    atOnce(8, sender -> answers.add(store.add(exam("1." + sender))));

    assertThat(answers).hasSize(8).containsOnly(true);
  }

  private static void atOnce(int threads, IntConsumer what) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        ends.add(
            pool.submit(
                () -> {
                  start.await();
                  what.accept(number);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
