/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.store.StoreSamples.NOON;
import static org.xrayvision.core.store.StoreSamples.addDone;
import static org.xrayvision.core.store.StoreSamples.addQueued;
import static org.xrayvision.core.store.StoreSamples.exam;
import static org.xrayvision.core.store.StoreSamples.patient;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamQuery.SeverityOrder;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Patient;
import org.xrayvision.core.store.StoreSamples.Query;

/** What an {@link ExamStore} must do with pages, readings and priors. */
abstract class ExamListContract extends StoreFixture {
  /** Writes a radiologist's report as the part that fetches reports will. */
  protected abstract void putReport(
      String uid, @Nullable String id, int severity, String summary, String radiologist, int at);

  /**
   * Writes a manual review as the part that takes reviews will.
   *
   * @param abnormal null withdraws
   */
  protected abstract void putReview(String uid, @Nullable Boolean abnormal, int at);

  /** Moves an exam as the part that fetches reports will. */
  protected abstract void putStatus(String uid, ExamStatus status);

  private List<String> uids(Query query) {
    ExamPage page = store.page(query.build());
    List<String> uids = page.exams().stream().map(view -> view.exam().uid()).toList();
    assertThat(page.total()).isEqualTo(uids.size());
    return uids;
  }

  private ExamView view(String uid) {
    return store.view(uid).orElseThrow();
  }

  private static NewExam of(String uid, String study, String region, int seconds) {
    return exam(uid, patient("p-" + study), study, region, NOON.plusSeconds(seconds));
  }

  // ---- pages

  @Test
  void anEmptyStoreHasOneEmptyPage() {
    assertThat(store.page(ExamQuery.all(1, 10))).isEqualTo(new ExamPage(List.of(), 0, 1));
  }

  @Test
  void pagesGoFromTheNewestExamToTheOldestWithExactTotals() {
    for (int i = 1; i <= 7; i++) {
      store.add(of("1." + i, "s" + i, "chest", i / 2));
    }

    ExamPage first = store.page(ExamQuery.all(1, 3));
    ExamPage last = store.page(ExamQuery.all(3, 3));

    assertThat(first.total()).isEqualTo(7);
    assertThat(first.pages()).isEqualTo(3);
    assertThat(first.exams())
        .extracting(view -> view.exam().uid())
        .containsExactly("1.7", "1.6", "1.5");
    assertThat(last.exams()).extracting(view -> view.exam().uid()).containsExactly("1.1");
    assertThat(store.page(ExamQuery.all(4, 3)).exams()).isEmpty();
    assertThat(store.page(ExamQuery.all(Integer.MAX_VALUE, 1000)).total()).isEqualTo(7);
  }

  @Test
  void filtersNarrowAndCombine() {
    addDone(store, of("1.1", "s1", "chest", 1), 7);
    addDone(store, of("1.2", "s2", "chest", 2), 2);
    addDone(store, of("1.3", "s3", "hand", 3), -1);
    addQueued(store, of("1.4", "s4", "hand", 4));
    store.add(of("1.5", "s5", "", 5));

    assertThat(uids(Query.all().positive(true))).containsExactly("1.1");
    assertThat(uids(Query.all().positive(false))).containsExactly("1.2");
    assertThat(uids(Query.all().region("hand"))).containsExactly("1.4", "1.3");
    assertThat(uids(Query.all().region("foot"))).isEmpty();
    assertThat(uids(Query.all().statuses(ExamStatus.DONE))).containsExactly("1.3", "1.2", "1.1");
    assertThat(uids(Query.all().statuses(ExamStatus.NONE, ExamStatus.QUEUED)))
        .containsExactly("1.5", "1.4");
    assertThat(uids(Query.all().severity(0, 10))).containsExactly("1.2", "1.1");
    assertThat(uids(Query.all().severity(7, 7))).containsExactly("1.1");
    assertThat(uids(Query.all().severity(3, 6))).isEmpty();
    assertThat(uids(Query.all().uids("1.5", "1.1", "9"))).containsExactly("1.5", "1.1");
    assertThat(uids(Query.all().region("chest").positive(true).statuses(ExamStatus.DONE)))
        .containsExactly("1.1");
    assertThat(uids(Query.all().region("hand").positive(true))).isEmpty();
  }

  @Test
  void aReadingIsJudgedOverAllItsViewsWhicheverAreShown() {
    addDone(store, of("1.1", "s1", "chest", 1), 7);
    addDone(store, of("1.2", "s1", "chest", 2), 0);
    addQueued(store, of("1.3", "s1", "chest", 3));
    addDone(store, of("2.1", "s2", "chest", 4), 0);
    addQueued(store, of("3.1", "s3", "chest", 5));

    ExamView lateral = store.page(Query.all().severity(0, 2).build()).exams().get(1);

    assertThat(lateral.exam().uid()).isEqualTo("1.2");
    assertThat(lateral.reading()).isEqualTo(view("1.1").reading()).isEqualTo(view("1.3").reading());
    assertThat(lateral.reading().severity()).isEqualTo(7);
    assertThat(lateral.reading().positive()).isTrue();
    assertThat(view("2.1").reading().key()).isNotEqualTo(lateral.reading().key());
    assertThat(view("2.1").reading().severity()).isZero();
    assertThat(view("2.1").reading().positive()).isFalse();
    assertThat(view("3.1").reading().severity()).isEqualTo(-1);
    assertThat(view("3.1").reading().positive()).isNull();
  }

  @Test
  void theSearchFoldsDiacriticsInNamePatientIdHisIdAndUid() {
    Patient comma = new Patient("1700131400019", "HIS77", "Pătrașcu Ștefan", null, null);
    Patient cedilla = new Patient("ns:AB12", null, "PATRAŞCU ŢIŢI", null, null);
    store.add(exam("1.2.840.1", comma, "s1", "chest", NOON));
    store.add(exam("1.2.276.2", cedilla, "s2", "chest", NOON.plusSeconds(1)));

    assertThat(uids(Query.all().search("patrascu"))).containsExactly("1.2.276.2", "1.2.840.1");
    assertThat(uids(Query.all().search("PĂTRAŞCU"))).hasSize(2);
    assertThat(uids(Query.all().search("ștefan pătraș"))).containsExactly("1.2.840.1");
    assertThat(uids(Query.all().search("țiți"))).containsExactly("1.2.276.2");
    assertThat(uids(Query.all().search("0131400"))).containsExactly("1.2.840.1");
    assertThat(uids(Query.all().search("his77"))).containsExactly("1.2.840.1");
    assertThat(uids(Query.all().search("ab12"))).containsExactly("1.2.276.2");
    assertThat(uids(Query.all().search("2.276"))).containsExactly("1.2.276.2");
    assertThat(uids(Query.all().search("patrascu").region("chest"))).hasSize(2);
    assertThat(uids(Query.all().search("%"))).isEmpty();
    assertThat(uids(Query.all().search("  "))).hasSize(2);
  }

  @Test
  void theSearchFindsANameThatCameLater() {
    store.add(exam("1.1", new Patient("k", null, null, null, null), "s", "chest", NOON));
    store.add(exam("1.2", new Patient("k", null, "Nou", null, null), "s", "chest", NOON));

    assertThat(uids(Query.all().search("nou"))).containsExactlyInAnyOrder("1.1", "1.2");
  }

  @Test
  void strangeTextSurvivesAndIsFound() {
    String strange = "O'Brien\"; DROP TABLE exams; --\u0000 \uD83E\uDE7B <b> ${jndi:x} \\ %_";
    Patient patient = new Patient(strange, strange, strange, null, null);
    store.add(exam("1.1", patient, strange, strange, NOON));

    assertThat(view("1.1").exam().patient()).isEqualTo(patient);
    assertThat(view("1.1").exam().studyUid()).isEqualTo(strange);
    assertThat(uids(Query.all().region(strange))).containsExactly("1.1");
    assertThat(uids(Query.all().search("o'brien\";"))).containsExactly("1.1");
    assertThat(uids(Query.all().search("\uD83E\uDE7B"))).containsExactly("1.1");
    assertThat(uids(Query.all().search("') OR 1=1 --"))).isEmpty();
    assertThat(uids(Query.all().radiologist("' OR '1'='1"))).isEmpty();
  }

  // ---- readings

  @Test
  void withoutTruthAReadingIsNotReviewedAndNeitherRightNorWrong() {
    addDone(store, of("1.1", "s1", "chest", 1), 7);

    assertThat(view("1.1").reviewed()).isFalse();
    assertThat(view("1.1").correct()).isNull();
    assertThat(uids(Query.all().reviewed(false))).containsExactly("1.1");
    assertThat(uids(Query.all().correct(true))).isEmpty();
    assertThat(uids(Query.all().correct(false))).isEmpty();
  }

  @Test
  void anAssessedReportIsTheTruthOfItsReading() {
    addDone(store, of("1.1", "s1", "chest", 1), 7);
    addDone(store, of("1.2", "s2", "chest", 2), 1);
    addDone(store, of("1.3", "s3", "chest", 3), 7);
    putReport("1.1", "R1", 6, "pneumonie", "Dr. A", 1);
    putReport("1.2", "R2", 9, "pneumonie", "Dr. B", 1);
    putReport("1.3", "R3", -1, "", "Dr. B", 1);

    assertThat(view("1.1").correct()).isTrue();
    assertThat(view("1.2").correct()).isFalse();
    assertThat(view("1.3").reviewed()).isFalse();
    assertThat(uids(Query.all().correct(true))).containsExactly("1.1");
    assertThat(uids(Query.all().correct(false))).containsExactly("1.2");
    assertThat(uids(Query.all().reviewed(true))).containsExactly("1.2", "1.1");
    assertThat(uids(Query.all().radiologist("Dr. B"))).containsExactly("1.3", "1.2");
    assertThat(uids(Query.all().diagnostic("pneumonie"))).containsExactly("1.2", "1.1");
    assertThat(uids(Query.all().order(SeverityOrder.HIGHER))).containsExactly("1.1");
    assertThat(uids(Query.all().order(SeverityOrder.LOWER))).containsExactly("1.2");
    assertThat(uids(Query.all().order(SeverityOrder.EQUAL))).isEmpty();
  }

  @Test
  void theViewsOfOneStudyAndRegionAreOneReading() {
    addDone(store, of("1.1", "s1", "chest", 1), 1);
    addDone(store, of("1.2", "s1", "chest", 2), 8);
    addDone(store, of("1.3", "s1", "hand", 3), 1);
    putReview("1.1", true, 10);

    // The highest severity of its views speaks for the reading: at each of them.
    assertThat(view("1.1").correct()).isTrue();
    assertThat(view("1.2").correct()).isTrue();
    assertThat(view("1.3").reviewed()).isFalse();
    assertThat(uids(Query.all().correct(true))).containsExactly("1.2", "1.1");
  }

  @Test
  void examsWithTheSameReportAreOneReadingAcrossStudies() {
    addDone(store, of("1.1", "s1", "chest", 1), 1);
    addDone(store, of("1.2", "s2", "ribs", 2), 8);
    putReport("1.1", "R1", 7, "fractura", "Dr. A", 1);
    putReport("1.2", "R1", 7, "fractura", "Dr. A", 1);

    assertThat(view("1.1").correct()).isTrue();
    assertThat(view("1.2").correct()).isTrue();
  }

  @Test
  void aReviewOutweighsTheReportUntilItIsWithdrawn() {
    addDone(store, of("1.1", "s1", "chest", 1), 7);
    addDone(store, of("1.2", "s1", "chest", 2), 0);
    putReport("1.1", "R1", 2, "normal", "Dr. A", 1);
    assertThat(view("1.1").correct()).isFalse();

    putReview("1.1", true, 10);
    assertThat(view("1.1").correct()).isTrue();
    putReview("1.1", false, 11);
    assertThat(view("1.1").correct()).isFalse();
    putReview("1.1", null, 12);
    assertThat(view("1.1").correct()).isFalse();
    assertThat(view("1.1").reviewed()).isTrue();
  }

  @Test
  void theLatestReviewOfAnyViewCounts() {
    addDone(store, of("1.1", "s1", "chest", 1), 7);
    addDone(store, of("1.2", "s1", "chest", 2), 0);
    putReview("1.1", true, 10);
    putReview("1.2", false, 11);
    assertThat(view("1.1").correct()).isFalse();
    putReview("1.2", null, 12);
    assertThat(view("1.2").correct()).isTrue();
  }

  @Test
  void onlyDoneExamsSpeakForTheirReading() {
    addDone(store, of("1.1", "s1", "chest", 1), 1);
    addDone(store, of("1.2", "s1", "chest", 2), 8);
    putReview("1.1", false, 10);
    assertThat(view("1.1").correct()).isFalse();

    store.requeue("1.2", NOON);

    assertThat(view("1.1").correct()).isTrue();
    assertThat(view("1.2").correct()).isTrue();
  }

  // ---- priors

  @Test
  void priorsAreEarlierReadingsOfTheSamePatientAndRegion() {
    Patient patient = patient("p");
    addDone(store, exam("1.1", patient, "s1", "chest", day(1)), 1);
    addDone(store, exam("1.2", patient, "s2", "chest", day(20)), 2);
    addDone(store, exam("1.3", patient, "s3", "hand", day(21)), 3);
    addDone(store, exam("1.4", patient("q"), "s4", "chest", day(22)), 3);
    addDone(store, exam("1.5", patient, "s5", "chest", day(25)), 3);
    addDone(store, exam("1.6", patient, "s6", "chest", day(40)), 3);
    addQueued(store, exam("1.7", patient, "s7", "chest", day(23)));
    putReport("1.2", "R", -1, "", "Dr. A", 1);
    addQueued(store, exam("1.8", patient, "s8", "chest", day(30)));

    LocalDateTime from = LocalDateTime.of(2026, 1, 15, 0, 0);
    List<PriorReading> priors = store.priors("1.8", from, 3);

    assertThat(priors).extracting(PriorReading::uid).containsExactly("1.5", "1.2");
    assertThat(priors).extracting(PriorReading::radiologist).containsExactly(false, true);
    assertThat(priors.get(1).text()).isEqualTo("Text of R");
    assertThat(priors.get(0).text()).startsWith("FINDINGS");
    assertThat(priors.get(1).created()).isEqualTo(LocalDateTime.of(2026, 1, 20, 9, 0));
    assertThat(store.priors("1.8", from, 1)).hasSize(1);
    assertThat(store.priors("1.8", LocalDateTime.MIN.withYear(0), 9)).hasSize(3);
  }

  private static Instant day(int day) {
    return Instant.parse("2026-01-01T12:00:00Z").plusSeconds(86_400L * (day - 1));
  }

  private List<String> priorsOf(String uid) {
    return store.priors(uid, LocalDateTime.of(2020, 1, 1, 0, 0), 3).stream()
        .map(PriorReading::uid)
        .toList();
  }

  @Test
  void theOtherViewsOfAReadingAreNoPriors() {
    Patient patient = patient("p");
    addDone(store, exam("1.1", patient, "s1", "chest", day(1)), 1);
    addDone(store, exam("1.2", patient, "s2", "chest", day(10)), 1);
    addQueued(store, exam("1.3", patient, "s2", "chest", day(11)));
    assertThat(priorsOf("1.3")).containsExactly("1.1");

    putReport("1.2", "R2", 7, "pneumonie", "Dr. A", 1);
    assertThat(priorsOf("1.3")).as("it may be the report on this one too").containsExactly("1.1");
    putReport("1.3", "R3", -1, "", "Dr. A", 1);
    assertThat(priorsOf("1.3")).as("a reading of its own").containsExactly("1.2", "1.1");
    putReport("1.3", "R2", 7, "pneumonie", "Dr. A", 1);
    assertThat(priorsOf("1.3")).containsExactly("1.1");
  }

  @Test
  void anEarlierReadingIsQuotedOnceByTheRadiologistElseByItsMostSevereView() {
    Patient patient = patient("p");
    for (int study = 1; study <= 4; study++) {
      addDone(store, exam("1." + study + ".1", patient, "s" + study, "chest", day(study)), 2);
      addDone(store, exam("1." + study + ".2", patient, "s" + study, "chest", day(study)), 7);
      addDone(store, exam("1." + study + ".3", patient, "s" + study, "chest", day(study)), 3);
    }
    addQueued(store, exam("1.9", patient, "s9", "chest", day(9)));
    assertThat(priorsOf("1.9")).containsExactly("1.4.2", "1.3.2", "1.2.2");

    for (int view = 1; view <= 3; view++) {
      putReport("1.3." + view, "R3", -1, "", "Dr. A", 1);
    }
    assertThat(store.priors("1.9", LocalDateTime.of(2020, 1, 1, 0, 0), 3))
        .extracting(PriorReading::text)
        .satisfies(texts -> assertThat(texts.get(1)).isEqualTo("Text of R3"))
        .hasSize(3);
  }

  @Test
  void aReportThatIsStillToBeAssessedIsQuoted() {
    addDone(store, exam("1.1", patient("p"), "s1", "chest", day(1)), 2);
    addDone(store, exam("1.2", patient("p"), "s2", "chest", day(2)), 2);
    addQueued(store, exam("1.3", patient("p"), "s3", "chest", day(3)));
    putStatus("1.1", ExamStatus.CHECK);
    putStatus("1.2", ExamStatus.CHECK);
    assertThat(priorsOf("1.3")).isEmpty();

    putReport("1.1", "R1", -1, "", "Dr. A", 1);
    assertThat(priorsOf("1.3")).containsExactly("1.1");
  }

  @Test
  void strangersWithoutPatientIdAreNoPriorsOfEachOther() {
    Patient nobody = patient(Patient.keyWithoutId("s1"));
    addDone(store, exam("1.1", nobody, "s1", "chest", day(1)), 1);
    addDone(store, exam("1.2", nobody, "s2", "chest", day(2)), 1);
    addQueued(store, exam("1.3", nobody, "s1", "chest", day(3)));

    // Beyond the study nothing may be quoted, and within it all is one reading.
    assertThat(priorsOf("1.3")).isEmpty();
  }

  @Test
  void anUnknownRegionHasNoPriors() {
    addDone(store, exam("1.1", patient("p"), "s1", "", day(1)), 1);
    addQueued(store, exam("1.2", patient("p"), "s2", "", day(2)));

    assertThat(store.priors("1.2", LocalDateTime.of(2020, 1, 1, 0, 0), 9)).isEmpty();
  }
}
