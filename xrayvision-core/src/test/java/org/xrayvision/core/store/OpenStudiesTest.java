/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.LEASE;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.OWNER;
import static org.xrayvision.core.store.StoreSamples.patient;
import static org.xrayvision.core.store.StoreSamples.queued;
import static org.xrayvision.core.store.StoreSamples.run;
import static org.xrayvision.core.store.StoreSamples.status;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;

/** When the exams of a study may be claimed, and what a view that comes late does. */
class OpenStudiesTest {
  private static final Duration QUIET = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final HandClock clock = new HandClock();
  private ExamStore store;

  /** A clock that stands until it is moved. */
  private static final class HandClock extends Clock {
    private Instant now = NOON;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() {
    open(QUIET);
  }

  private void open(Duration quiet) {
    StoreOptions options = StoreOptions.defaults(folder.resolve("backup")).withStudyQuiet(quiet);
    store = SqliteExamStore.open(folder.resolve("xrayvision.db"), options, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen(Duration quiet) {
    store.close();
    open(quiet);
  }

  private void pass(long seconds) {
    clock.now = clock.now.plusSeconds(seconds);
  }

  private void arrives(String uid, String study) {
    arrives(uid, study, "chest");
  }

  private void arrives(String uid, String study, String region) {
    store.add(StoreSamples.exam(uid, patient("1700131400019"), study, region, clock.instant()));
    store.prepared(uid, queued());
  }

  private Optional<Claim> next() {
    return store.claimNext(OWNER, clock.instant(), LEASE);
  }

  /** Claims all there is, in order, and leaves it claimed. */
  private List<String> claimable() {
    List<String> uids = new ArrayList<>();
    next().ifPresent(claim -> uids.add(claim.uid()));
    while (!uids.isEmpty()) {
      Optional<Claim> more = next();
      if (more.isEmpty()) {
        break;
      }
      uids.add(more.get().uid());
    }
    return uids;
  }

  private void read(String uid) {
    Claim claim = next().orElseThrow();
    assertThat(claim.uid()).isEqualTo(uid);
    store.complete(claim, run(2));
  }

  private ExamEvent last(String uid) {
    List<ExamEvent> journal = store.journal(uid);
    return journal.get(journal.size() - 1);
  }

  /** One exam, read when its study was quiet. */
  private void isRead(String uid, String study) {
    arrives(uid, study);
    pass(60);
    read(uid);
  }

  @Test
  void anExamWaitsUntilNothingMoreOfItsStudyHasComeForTheTime() {
    arrives("1.1", "1.2");
    pass(40);
    arrives("1.3", "1.2");
    pass(59);
    assertThat(next()).isEmpty();
    assertThat(store.nextStudyQuiet()).hasValue(clock.instant().plusSeconds(1));

    pass(1);

    assertThat(claimable()).containsExactly("1.3", "1.1");
    assertThat(store.nextStudyQuiet()).isEmpty();
  }

  @Test
  void anotherStudyIsNotWaitedFor() {
    arrives("1.1", "1.2");
    pass(30);
    arrives("2.1", "2.2");
    pass(30);

    assertThat(claimable()).containsExactly("1.1");
  }

  @Test
  void theSameObjectSentAgainDoesNotProlongTheTime() {
    arrives("1.1", "1.2");
    pass(50);
    arrives("1.1", "1.2");
    pass(10);

    assertThat(claimable()).containsExactly("1.1");
  }

  @Test
  void anExamWithoutAStudyWaitsForNothing() {
    store.add(StoreSamples.exam("1.1", patient("7"), null, "chest", clock.instant()));
    store.prepared("1.1", queued());

    assertThat(claimable()).containsExactly("1.1");
  }

  @Test
  void withoutATimeNothingWaitsAndNothingIsReopened() {
    reopen(Duration.ZERO);
    arrives("1.1", "1.2");
    read("1.1");
    arrives("1.3", "1.2");

    assertThat(claimable()).containsExactly("1.3");
    pass(3600);
    assertThat(next()).isEmpty();
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.DONE);
  }

  @Test
  void theOrderOfTheQueueStaysAmongQuietStudies() {
    for (int i = 1; i <= 5; i++) {
      arrives("1." + i, "9." + i);
      pass(1);
    }
    pass(60);
    arrives("1.9", "9.9");

    assertThat(claimable()).containsExactly("1.5", "1.4", "1.3", "1.1", "1.2");
  }

  @Test
  void anotherLookThatAPersonAsksForDoesNotWait() {
    arrives("1.1", "1.2");
    store.requeue("1.1", clock.instant());

    assertThat(claimable()).containsExactly("1.1");
  }

  @Test
  void aLateViewReopensItsReadingOnceWhenTheStudyIsQuietAgain() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.2");
    pass(59);
    assertThat(next()).isEmpty();
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.DONE);
    pass(1);

    Claim again = next().orElseThrow();

    assertThat(again.uid()).isEqualTo("1.1");
    assertThat(again.from()).isEqualTo(ExamStatus.REQUEUE);
    store.complete(again, run(4));
    read("1.3");
    pass(3600);
    assertThat(next()).isEmpty();
    assertThat(store.journal("1.1"))
        .filteredOn(event -> event.kind().equals(ExamEvent.REQUEUE))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.payload())
                    .containsEntry("from", "done")
                    .containsEntry("reason", ExamStore.LATE_VIEW));
  }

  @Test
  void severalLateViewsReopenOnce() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.2");
    pass(30);
    arrives("1.4", "1.2");
    pass(60);

    assertThat(claimable()).containsExactly("1.1", "1.4", "1.3");
  }

  @Test
  void aViewThatComesWhileTheFirstIsReadReopensItToo() {
    arrives("1.1", "1.2");
    pass(60);
    Claim first = next().orElseThrow();
    arrives("1.3", "1.2");
    store.complete(first, run(2));
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.DONE);
    pass(60);

    assertThat(claimable()).containsExactly("1.1", "1.3");
  }

  @Test
  void anAnswerThatIsStillAwaitedWhenTheStudyIsQuietAgainCountsNoMore() {
    arrives("1.1", "1.2");
    pass(60);
    Claim first = next().orElseThrow();
    arrives("1.3", "1.2");
    pass(60);
    assertThat(next().orElseThrow().uid()).isEqualTo("1.1");

    assertThat(store.complete(first, run(2))).isEqualTo(ClaimEnd.LOST);
  }

  @Test
  void aReportThatOnlyWaitsForItsAssessmentIsNotTakenForTheWholeReading() {
    arrives("1.1", "1.2");
    pass(60);
    Claim first = next().orElseThrow();
    store.giveBack(first, new GiveBack("reader out", false, false, clock.instant(), run(-1)));
    arrives("1.3", "1.2");
    pass(60);

    Claim again = next().orElseThrow();

    assertThat(again.uid()).isEqualTo("1.1");
    assertThat(again.from()).isEqualTo(ExamStatus.REQUEUE);
  }

  @Test
  void whatWasLookedAtAgainMeanwhileIsNotReopened() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.2");
    store.requeue("1.1", clock.instant());
    read("1.1");
    pass(60);

    assertThat(claimable()).containsExactly("1.3");
  }

  @Test
  void aReadingThatAPersonHasReviewedIsLeftAlone() {
    arrives("1.1", "1.2");
    arrives("1.2", "1.2");
    pass(60);
    read("1.2");
    read("1.1");
    review("1.2", 1);
    arrives("1.3", "1.2");
    pass(60);

    assertThat(claimable()).containsExactly("1.3");
    assertThat(last("1.1").kind()).isEqualTo(ExamEvent.DONE);
  }

  @Test
  void aReviewThatWasWithdrawnDoesNotCount() {
    isRead("1.1", "1.2");
    review("1.1", 1);
    review("1.1", null);
    arrives("1.3", "1.2");
    pass(60);

    assertThat(claimable()).containsExactly("1.1", "1.3");
  }

  private void review(String uid, @Nullable Integer abnormal) {
    store.close();
    Database.execute(
        folder.resolve("xrayvision.db"),
        "INSERT INTO reviews (uid, at, reviewer, abnormal) VALUES (?, ?, 'r', ?)",
        uid,
        clock.millis(),
        abnormal);
    open(QUIET);
  }

  @Test
  void anotherRegionOfTheStudyIsAnotherReading() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.2", "knee");
    pass(60);

    assertThat(claimable()).containsExactly("1.3");
  }

  @Test
  void aStudyWhoseUidBeginsAlikeIsAnotherOne() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.23");
    pass(60);

    assertThat(claimable()).containsExactly("1.3");
  }

  @Test
  void aLateObjectWithoutAPictureReopensNothing() {
    isRead("1.1", "1.2");
    store.add(StoreSamples.exam("1.3", patient("1700131400019"), "1.2", "chest", clock.instant()));
    store.prepared("1.3", new PictureOutcome(ExamStatus.ERROR, "no pixels", null, 0));
    pass(60);

    assertThat(next()).isEmpty();
    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.DONE);
  }

  @Test
  void whatWaitsOutlivesARestart() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.2");
    pass(30);
    reopen(QUIET);
    assertThat(next()).isEmpty();
    pass(30);

    assertThat(claimable()).containsExactly("1.1", "1.3");
  }

  @Test
  void nothingWaitsAnyMoreWhereTheTimeIsSetToZero() {
    isRead("1.1", "1.2");
    arrives("1.3", "1.2");
    reopen(Duration.ZERO);

    assertThat(claimable()).containsExactly("1.3");
  }

  @Test
  void aStudyIsNotKeptWaitingForAClockThatWasSetBack() {
    arrives("1.1", "1.2");
    pass(-86_400);

    assertThat(claimable()).containsExactly("1.1");
  }
}
