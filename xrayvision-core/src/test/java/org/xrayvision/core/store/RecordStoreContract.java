/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.LEASE;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.OWNER;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.addQueued;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.patient;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamDetail;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.ModelRun;
import org.xrayvision.api.Patient;
import org.xrayvision.api.PatientPage;
import org.xrayvision.api.Reading;
import org.xrayvision.api.ReadingPage;
import org.xrayvision.core.store.StoreSamples.Query;
import org.xrayvision.spi.SourceReport;

/** What a {@link RecordStore} must do. */
abstract class RecordStoreContract extends StoreFixture {
  private static NewExam of(String uid, String study, String region, int seconds) {
    return exam(uid, patient("p-" + study), study, region, NOON.plusSeconds(seconds));
  }

  private RecordStore records() {
    return store.records();
  }

  private static String name(Reading reading) {
    List<String> uids = reading.exams().stream().map(view -> view.exam().uid()).toList();
    return String.join("+", uids);
  }

  private List<String> readings(ExamQuery query) {
    ReadingPage page = records().readings(query);
    List<String> names = page.readings().stream().map(RecordStoreContract::name).toList();
    assertThat(page.total()).isEqualTo(names.size());
    return names;
  }

  private List<String> readings(Query query) {
    return readings(query.build());
  }

  @Test
  void aReadingIsListedOnceWithAllItsViewsByItsNewest() {
    addDone(store, of("1.1", "s1", "chest", 1), 3);
    addDone(store, of("2.1", "s2", "chest", 2), 7);
    addDone(store, of("1.2", "s1", "chest", 3), 8);
    addDone(store, of("1.3", "s1", "hand", 4), 0);

    assertThat(readings(Query.all())).containsExactly("1.3", "1.1+1.2", "2.1");
    Reading chest = records().readings(ExamQuery.all(1, 10)).readings().get(1);
    assertThat(chest.uid()).isEqualTo("1.2");
    assertThat(chest.view().severity()).isEqualTo(8);
    assertThat(chest.view().positive()).isTrue();
    assertThat(chest.view()).isEqualTo(store.view("1.1").map(ExamView::reading).orElseThrow());
    assertThat(chest.radSeverity()).isEqualTo(-1);
    assertThat(chest.reviewed()).isFalse();
  }

  @Test
  void pagesCutNoReadingAndWhatFollowsOneIsTheNextPage() {
    for (int i = 1; i <= 5; i++) {
      store.add(of(i + ".1", "s" + i, "chest", i));
      store.add(of(i + ".2", "s" + i, "chest", 10 + i));
    }
    List<String> paged = new ArrayList<>();
    List<String> followed = new ArrayList<>();
    ReadingPage behind = records().readings(ExamQuery.all(1, 2));
    assertThat(behind.total()).isEqualTo(5);
    assertThat(behind.pages()).isEqualTo(3);
    for (int page = 1; page <= 3; page++) {
      records().readings(ExamQuery.all(page, 2)).readings().forEach(one -> paged.add(name(one)));
      behind.readings().forEach(one -> followed.add(name(one)));
      String last = behind.readings().get(behind.readings().size() - 1).uid();
      behind = records().readings(ExamQuery.all(1, 2).following(last, 2));
    }

    assertThat(paged).containsExactly("5.1+5.2", "4.1+4.2", "3.1+3.2", "2.1+2.2", "1.1+1.2");
    assertThat(followed).isEqualTo(paged);
    assertThat(behind.readings()).isEmpty();
    assertThat(behind.total()).isEqualTo(5);
    assertThat(records().readings(ExamQuery.all(1, 2).following("9.9", 2)).readings()).isEmpty();
  }

  @Test
  void verdictsAreTheReadingsAndTheRestIsOfAnyOfItsExams() {
    addDone(store, of("1.1", "s1", "chest", 1), 8);
    addDone(store, of("1.2", "s1", "chest", 2), 0);
    addDone(store, of("2.1", "s2", "hand", 3), 1);
    addQueued(store, of("2.2", "s2", "hand", 4));

    assertThat(readings(Query.all().positive(true))).containsExactly("1.1+1.2");
    assertThat(readings(Query.all().positive(false))).containsExactly("2.1+2.2");
    assertThat(readings(Query.all().severity(0, 2))).containsExactly("2.1+2.2");
    assertThat(readings(Query.all().severity(8, 8))).containsExactly("1.1+1.2");
    assertThat(readings(Query.all().region("hand"))).containsExactly("2.1+2.2");
    assertThat(readings(Query.all().region("han"))).isEmpty();
    assertThat(readings(Query.all().statuses(ExamStatus.QUEUED))).containsExactly("2.1+2.2");
    assertThat(readings(Query.all().statuses(ExamStatus.DONE))).hasSize(2);
    assertThat(readings(Query.all().statuses(ExamStatus.ERROR))).isEmpty();
    assertThat(readings(Query.all().uids("1.2"))).containsExactly("1.1+1.2");
    assertThat(readings(Query.all().search("p-s2"))).containsExactly("2.1+2.2");
    LocalDate day = LocalDate.of(2026, 3, 2);
    assertThat(readings(Query.all().build().taken(day, day, null, null))).hasSize(2);
    assertThat(readings(Query.all().build().taken(day.plusDays(1), null, null, null))).isEmpty();
    assertThat(readings(Query.all().build().taken(null, day.minusDays(1), null, null))).isEmpty();
    assertThat(readings(Query.all().build().taken(null, null, "frontal", null))).hasSize(2);
    assertThat(readings(Query.all().build().taken(null, null, "lateral", null))).isEmpty();
    assertThat(readings(Query.all().build().taken(null, null, null, "medgemma"))).hasSize(2);
    assertThat(readings(Query.all().build().taken(null, null, null, "other"))).isEmpty();
  }

  @Test
  void examsAreFoundByDayProjectionAndModelToo() {
    addDone(store, of("1.1", "s1", "chest", 1), 8);
    store.add(of("2.1", "s2", "hand", 86_400));
    LocalDate day = LocalDate.of(2026, 3, 2);

    assertThat(store.page(Query.all().build().taken(day, day, null, null)).total()).isEqualTo(1);
    assertThat(store.page(Query.all().build().taken(null, null, "frontal", null)).total())
        .isEqualTo(2);
    assertThat(store.page(Query.all().build().taken(null, null, null, "medgemma")).exams())
        .extracting(view -> view.exam().uid())
        .containsExactly("1.1");
  }

  @Test
  void aReportAndAReviewAreTheReadingsTruth() {
    addDone(store, of("1.1", "s1", "chest", 1), 8);
    addDone(store, of("1.2", "s1", "chest", 2), 0);
    store.reports().review("1.2", "a.marin", true, NOON);

    assertThat(readings(Query.all().reviewed(true).correct(true))).containsExactly("1.1+1.2");
    store.reports().review("1.1", "a.marin", false, NOON.plusSeconds(1));
    assertThat(readings(Query.all().correct(true))).isEmpty();
    assertThat(readings(Query.all().correct(false))).containsExactly("1.1+1.2");
    store.reports().review("1.1", "a.marin", null, NOON.plusSeconds(2));
    assertThat(readings(Query.all().reviewed(false))).containsExactly("1.1+1.2");
    assertThat(records().reviews("1.1"))
        .containsExactly(
            new RecordStore.ReviewRow(NOON.plusSeconds(1), "a.marin", false),
            new RecordStore.ReviewRow(NOON.plusSeconds(2), "a.marin", null));
  }

  /** A report joins exams of two studies: their readings become one, and the old ones go. */
  @Test
  void readingsThatAReportJoinsAreOne() {
    addDone(store, of("1.1", "s1", "chest", 1), 1);
    addDone(store, of("1.2", "s2", "chest", 2), 2);
    assertThat(readings(Query.all())).hasSize(2);
    SourceReport report = new SourceReport("R1", null, "Text.", "Dr. A", null, NOON, "1", false);
    store.reports().found("1.1", report, NOON, null);
    store.reports().found("1.2", report, NOON, null);

    assertThat(readings(Query.all())).containsExactly("1.1+1.2");
  }

  // ---- what stands beside exams

  @Test
  void whatWaitsHasItsPlaceAndWhatIsReadHasItsRuns() {
    addDone(store, of("1.1", "s1", "chest", 1), 8);
    addQueued(store, of("2.1", "s2", "chest", 2));
    addQueued(store, of("2.2", "s3", "chest", 3));
    addQueued(store, of("2.3", "s4", "chest", 4));
    store.requeue("2.1", NOON.plusSeconds(9));

    var details = records().details(List.of("1.1", "2.1", "2.2", "2.3", "9.9"));
    assertThat(details.get("2.1").queuePlace()).isEqualTo(1);
    assertThat(details.get("2.3").queuePlace()).isEqualTo(2);
    assertThat(details.get("2.2").queuePlace()).isEqualTo(3);
    assertThat(details.get("2.1").since()).isEqualTo(NOON.plusSeconds(9));
    ExamDetail done = details.get("1.1");
    assertThat(done.queuePlace()).isZero();
    assertThat(done.since()).isNotNull();
    assertThat(done.runs())
        .containsExactly(
            new ExamDetail.Run(ModelRun.Kind.PRIMARY, NOON, "medgemma", "p1", 8, 80, 12.5, false));
    assertThat(details.get("9.9")).isEqualTo(ExamDetail.NONE);
    assertThat(records().details(List.of())).isEmpty();
  }

  @Test
  void otherObjectsWithTheUidAreTold() {
    store.add(of("1.1", "s1", "chest", 1));
    Instant later = NOON.plusSeconds(60);
    store.addConflict("1.1", new ConflictingObject("1.1.1.dcm", "ef".repeat(32), 7, null, later));

    assertThat(records().details(List.of("1.1")).get("1.1").conflicts()).containsExactly(later);
  }

  @Test
  void priorsAreOfTheSamePatientAndRegionAndOlder() {
    Patient one = patient("one");
    addDone(store, exam("1.1", one, "s1", "chest", NOON), 8);
    addDone(store, exam("1.2", one, "s1", "chest", NOON.plusSeconds(1)), 0);
    addDone(store, exam("2.1", one, "s2", "hand", NOON.plusSeconds(2)), 0);
    addDone(store, exam("3.1", patient("two"), "s3", "chest", NOON.plusSeconds(3)), 0);
    addDone(store, exam("4.1", one, "s4", "chest", NOON.plusSeconds(4)), 0);
    store.add(exam("5.1", one, "s5", "chest", NOON.plusSeconds(5)));
    store.add(exam("5.2", one, "s5", "chest", NOON.plusSeconds(6)));

    assertThat(records().priors("5.2", 20).stream().map(RecordStoreContract::name))
        .containsExactly("4.1", "1.1+1.2");
    assertThat(records().priors("5.2", 1)).hasSize(1);
    assertThat(records().priors("1.1", 20)).isEmpty();
    assertThat(records().priors("9.9", 20)).isEmpty();
  }

  // ---- patients

  @Test
  void patientsAreFoundByTheirWordsAndHaveTheirExams() {
    store.add(exam("1.1", patient("a"), "s1", "chest", NOON));
    store.add(exam("1.2", patient("a"), "s2", "chest", NOON.plusSeconds(1)));
    store.add(exam("2.1", new Patient("b", "H7", "Țăndărică", null, null), "s3", "hand", NOON));

    PatientPage all = records().patients(null, 1, 10);
    assertThat(all.total()).isEqualTo(2);
    assertThat(all.patients()).extracting(one -> one.patient().key()).containsExactly("a", "b");
    assertThat(all.patients().get(0).exams()).isEqualTo(2);
    assertThat(records().patients(null, 2, 1).patients()).hasSize(1);
    assertThat(records().patients("tandarica", 1, 10).patients()).hasSize(1);
    assertThat(records().patients("h7", 1, 10).patients()).hasSize(1);
    assertThat(records().patients("' OR 1=1 --", 1, 10).patients()).isEmpty();
    assertThat(records().examsOf("a", 10)).containsExactly("1.2", "1.1");
    assertThat(records().patient("b").orElseThrow().patient().hisId()).isEqualTo("H7");
    assertThat(records().patient("c")).isEmpty();
    assertThat(records().patientKeys("", 1)).containsExactly("a");
    assertThat(records().patientKeys("a", 5)).containsExactly("b");
  }

  /** An order by id or name would tell the age or the name of those who are masked. */
  @Test
  void patientsComeInTheOrderInWhichTheyCame() {
    store.add(exam("1.1", new Patient("c", null, "Albu", null, null), "s1", "chest", NOON));
    store.add(exam("1.2", new Patient("a", null, "Zaharia", null, null), "s2", "chest", NOON));
    store.add(exam("1.3", new Patient("b", null, "Marin", null, null), "s3", "chest", NOON));

    assertThat(records().patients(null, 1, 2).patients())
        .extracting(one -> one.patient().key())
        .containsExactly("c", "a");
    assertThat(records().patients(null, 2, 2).patients())
        .extracting(one -> one.patient().key())
        .containsExactly("b");
  }

  @Test
  void aClaimedExamWaitsNoMore() {
    addQueued(store, of("1.1", "s1", "chest", 1));
    store.claimNext(OWNER, NOON, LEASE);

    assertThat(records().details(List.of("1.1")).get("1.1").queuePlace()).isZero();
  }
}
