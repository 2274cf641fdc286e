/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.addQueued;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.patient;
import static org.xrayvision.core.store.StoreSamples.queued;
import static org.xrayvision.core.store.StoreSamples.status;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.api.Refusal;
import org.xrayvision.api.Sex;

/** What an {@link ExamStore} must do with arrivals and events. Each implementation runs it. */
abstract class ExamStoreContract extends StoreFixture {
  // ---- arrivals

  @Test
  void anAddedExamIsThereAsNone() {
    NewExam exam = exam("1.1");

    assertThat(store.add(exam)).isTrue();

    assertThat(store.instance("1.1"))
        .contains(new StoredInstance("1.1", ExamStatus.NONE, exam.sha256(), 1_000, false));
    assertThat(store.exam("1.1").orElseThrow())
        .satisfies(
            stored -> {
              assertThat(stored.patient()).isEqualTo(exam.patient());
              assertThat(stored.created()).isEqualTo(exam.created());
              assertThat(stored.received()).isEqualTo(NOON);
              assertThat(stored.protocol()).isEqualTo("Torace PA");
              assertThat(stored.region()).isEqualTo("chest");
              assertThat(stored.projection()).isEqualTo("frontal");
              assertThat(stored.modality()).isEqualTo("CR");
              assertThat(stored.studyUid()).isEqualTo("1.2.3");
              assertThat(stored.seriesUid()).isEqualTo("1.2.3.4");
              assertThat(stored.aiReport()).isNull();
              assertThat(stored.radReport()).isNull();
            });
    assertThat(store.awaitingPicture(10)).containsExactly("1.1");
  }

  @Test
  void aSecondAddOfAUidChangesNothing() {
    store.add(exam("1.1"));
    long seq = store.lastSeq();

    boolean added = store.add(exam("1.1", patient("another"), "9.9", "hand", NOON.plusSeconds(60)));

    assertThat(added).isFalse();
    assertThat(store.exam("1.1").orElseThrow().region()).isEqualTo("chest");
    assertThat(store.lastSeq()).isEqualTo(seq);
  }

  @Test
  void aNewImageFillsInWhatIsMissingOfThePatientAndResetsNothing() {
    Patient known = new Patient("k", "HIS-7", null, LocalDate.of(1980, 2, 3), null);
    store.add(exam("1.1", known, "1.2.3", "chest", NOON));
    Patient later = new Patient("k", null, "Ionescu Ana", LocalDate.of(1999, 9, 9), Sex.F);
    store.add(exam("1.2", later, "1.2.3", "chest", NOON));
    Patient bare = new Patient("k", "HIS-8", "Altul", null, Sex.M);
    store.add(exam("1.3", bare, "1.2.3", "chest", NOON));

    Patient expected = new Patient("k", "HIS-7", "Ionescu Ana", LocalDate.of(1980, 2, 3), Sex.F);
    for (String uid : List.of("1.1", "1.2", "1.3")) {
      assertThat(store.exam(uid).orElseThrow().patient()).isEqualTo(expected);
    }
  }

  @Test
  void anUnknownUidIsNothing() {
    assertThat(store.instance("9.9")).isEmpty();
    assertThat(store.exam("9.9")).isEmpty();
    assertThat(store.view("9.9")).isEmpty();
    assertThat(store.prepared("9.9", queued())).isFalse();
    assertThat(store.requeue("9.9", NOON)).isFalse();
    assertThat(store.retry("9.9", NOON)).isFalse();
    assertThat(store.runs("9.9")).isEmpty();
    assertThat(store.journal("9.9")).isEmpty();
  }

  @Test
  void aConflictIsFlaggedAndListed() {
    store.add(exam("1.1"));
    ConflictingObject other = new ConflictingObject("1.1.1.dcm", "ee", 5, "AE2", NOON);

    store.addConflict("1.1", other);
    store.addConflict("1.1", other);

    assertThat(store.exam("1.1").orElseThrow().conflict()).isTrue();
    assertThat(store.instance("1.1").orElseThrow().conflict()).isTrue();
    assertThat(store.conflicts("1.1")).containsExactly(other);
    assertThat(store.renameConflict("1.1.1.dcm", "1.1.2.dcm")).isTrue();
    assertThat(store.renameConflict("1.1.1.dcm", "1.1.3.dcm")).isFalse();
    assertThat(store.conflicts("1.1"))
        .containsExactly(new ConflictingObject("1.1.2.dcm", "ee", 5, "AE2", NOON));
    assertThat(kinds("1.1")).containsExactly(ExamEvent.RECEIVED, ExamEvent.CONFLICT);
    assertThatThrownBy(() -> store.addConflict("9.9", other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void examsAreCountedForEachStudy() {
    store.add(exam("1.1", patient("a"), "1.2.3", "chest", NOON));
    store.add(exam("1.2", patient("a"), "1.2.3", "hand", NOON));
    store.add(exam("1.3", patient("b"), "1.2.30", "chest", NOON));

    assertThat(store.examsOfStudies(List.of("1.2.3", "1.2.30", "1.2", "9.9")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("1.2.3", 2, "1.2.30", 1));
    assertThat(store.examsOfStudies(List.of())).isEmpty();
  }

  @Test
  void refusalsAreListedNewestFirst() {
    Refusal first = new Refusal(NOON, "10.0.0.1:4", "AE", "1.2", 0x0122, "modality MR");
    Refusal second = new Refusal(NOON.plusSeconds(1), null, null, null, 0xC000, "unreadable");

    store.refuse(first);
    store.refuse(second);

    assertThat(store.refusals(10)).containsExactly(second, first);
    assertThat(store.refusals(1)).containsExactly(second);
  }

  // ---- the picture stage

  @Test
  void aPreparedExamGoesWhereTheOutcomeSaysAndOnlyOnce() {
    store.add(exam("1.1"));
    store.add(exam("1.2"));
    store.add(exam("1.3"));

    assertThat(store.prepared("1.1", queued())).isTrue();
    assertThat(store.prepared("1.2", new PictureOutcome(ExamStatus.IGNORE, "region", null, 1)))
        .isTrue();
    assertThat(store.prepared("1.3", new PictureOutcome(ExamStatus.ERROR, "broken", null, 0)))
        .isTrue();

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.QUEUED);
    assertThat(status(store, "1.2")).isEqualTo(ExamStatus.IGNORE);
    assertThat(status(store, "1.3")).isEqualTo(ExamStatus.ERROR);
    assertThat(store.exam("1.3").orElseThrow().detail()).isEqualTo("broken");
    assertThat(store.prepared("1.1", queued())).isFalse();
    assertThat(store.prepared("1.3", queued())).isFalse();
    assertThat(store.awaitingPicture(10)).isEmpty();
  }

  @Test
  void theLongestWaitingIsPreparedFirst() {
    store.add(exam("1.2", NOON.plusSeconds(1)));
    store.add(exam("1.1", NOON.plusSeconds(2)));
    store.add(exam("1.3", NOON));

    assertThat(store.awaitingPicture(2)).containsExactly("1.3", "1.2");
  }

  @Test
  void anErrorSentAgainIsTriedAgainFromTheStart() {
    addQueued(store, exam("1.1"));
    Claim claim = claim();
    store.giveBack(claim, new GiveBack("poison", true, true, NOON, null));

    assertThat(store.retry("1.1", NOON)).isTrue();

    assertThat(status(store, "1.1")).isEqualTo(ExamStatus.QUEUED);
    assertThat(store.exam("1.1").orElseThrow().attempts()).isZero();
    assertThat(store.exam("1.1").orElseThrow().detail()).isNull();
    assertThat(store.retry("1.1", NOON)).isFalse();
  }

  @Test
  void anErrorWithoutAPictureBeginsAnewWhenItIsSentAgain() {
    store.add(exam("1.1"));
    store.prepared("1.1", new PictureOutcome(ExamStatus.ERROR, "cut short", null, 0));

    assertThat(store.retry("1.1", NOON)).isTrue();

    assertThat(store.awaitingPicture(9)).containsExactly("1.1");
    assertThat(store.exam("1.1").orElseThrow().detail()).isNull();
    assertThat(last("1.1").kind()).isEqualTo(ExamEvent.RECEIVED);
    assertThat(last("1.1").payload()).containsEntry("from", "error");
    assertThat(store.retry("1.1", NOON)).isFalse();
    assertThat(store.prepared("1.1", queued())).isTrue();
  }

  // ---- events and counts

  @Test
  void eventsAreNumberedUpwardsAndReadFromACursor() {
    assertThat(store.lastSeq()).isZero();
    store.add(exam("1.1"));
    store.add(exam("1.2"));
    store.prepared("1.1", queued());

    List<ExamEvent> all = store.events(0, 100);

    assertThat(all).extracting(ExamEvent::uid).containsExactly("1.1", "1.2", "1.1");
    assertThat(all).extracting(ExamEvent::seq).isSorted().doesNotHaveDuplicates();
    assertThat(store.lastSeq()).isEqualTo(all.get(2).seq());
    assertThat(store.events(all.get(0).seq(), 1)).containsExactly(all.get(1));
    assertThat(store.journal("1.1")).containsExactly(all.get(0), all.get(2));
    assertThat(store.events(0, 100).toString()).doesNotContain("Popescu", "1700131400019");
  }

  @Test
  void eventsAboutExamsOutliveThePurge() {
    store.add(exam("1.1"));

    assertThat(store.purgeEvents(NOON.plusSeconds(1_000_000_000))).isZero();

    assertThat(store.journal("1.1")).hasSize(1);
    assertThat(store.resyncBefore()).isZero();
  }

  @Test
  void listenersAreToldAfterEachCommitThatWroteAnEvent() {
    AtomicInteger told = new AtomicInteger();
    store.onCommit(() -> told.addAndGet(store.events(told.get(), 10).size()));

    store.add(exam("1.1"));
    assertThat(told).hasValue(1);
    store.add(exam("1.1"));
    store.refuse(new Refusal(NOON, null, null, null, 1, "x"));
    assertThat(told).hasValue(1);
    store.prepared("1.1", queued());
    assertThat(told).hasValue(2);
  }

  @Test
  void countsSayWhereExamsStand() {
    assertThat(store.counts(Instant.now())).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0, null));
    addDone(store, exam("1.1"), 0);
    addDone(store, exam("1.2"), 0);
    store.requeue("1.2", NOON);
    store.add(exam("1.3", NOON.minusSeconds(5)));
    store.add(exam("1.4"));
    store.prepared("1.4", new PictureOutcome(ExamStatus.ERROR, "x", null, 0));
    store.add(exam("1.5"));
    store.prepared("1.5", new PictureOutcome(ExamStatus.IGNORE, "x", null, 0));

    assertThat(store.counts(Instant.now()))
        .isEqualTo(new QueueCounts(2, 0, 0, 1, 1, 1, NOON.minusSeconds(5)));
    claim();
    assertThat(store.counts(Instant.now()).processing()).isEqualTo(1);
    assertThat(store.counts(Instant.now().plusSeconds(8 * 86_400)).doneThisWeek()).isZero();
  }

  @Test
  void theAverageLatencyIsThatOfDoneExams() {
    assertThat(store.averageLatencySeconds()).isEqualTo(Optional.empty());
    addDone(store, exam("1.1"), 0);
    addQueued(store, exam("1.2"));

    assertThat(store.averageLatencySeconds()).contains(12.5);
  }
}
