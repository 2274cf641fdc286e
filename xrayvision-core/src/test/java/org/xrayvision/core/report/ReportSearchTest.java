/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.report.ReportBench.report;
import static org.xrayvision.core.report.ReportBench.retracted;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Patient;
import org.xrayvision.api.RadReport;
import org.xrayvision.api.Sex;
import org.xrayvision.core.FetchResult.Outcome;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/** The search for radiologists' reports, turn by turn. */
class ReportSearchTest {
  @TempDir private Path folder;
  private ReportBench bench;

  @BeforeEach
  void open() {
    bench = new ReportBench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theNewestIsAskedForFirstAndTheOldestEveryFourthTime() {
    for (int i = 1; i <= 6; i++) {
      bench.done("1.2." + i, 10 * i, 0);
    }
    for (int i = 0; i < 6; i++) {
      assertThat(bench.worker.fetchNext()).isTrue();
    }

    assertThat(bench.worker.fetchNext()).isFalse();
    assertThat(bench.hospital.asked).hasSize(6);
    assertThat(bench.hospital.asked.subList(0, 3)).containsExactly("1.2.1", "1.2.2", "1.2.3");
  }

  @Test
  void theSourceIsToldWhatTheHeaderCallsTheOrder() {
    bench.done("1.2.1", 5, 0);
    bench.worker.fetchNext();

    assertThat(bench.hospital.accessionNumbers).containsExactly("A-17");
  }

  @Test
  void severalAreAskedForAtATimeWhereThatIsWantedAndNoneTwice() throws Exception {
    bench.close();
    ReportOptions options = ReportOptions.defaults();
    bench =
        new ReportBench(
            folder,
            new ReportOptions(
                options.poll(), options.deadline(), options.watch(), 2, "ro", "en", false));
    bench.done("1.2.1", 10, 0);
    bench.done("1.2.2", 20, 0);
    CyclicBarrier both = new CyclicBarrier(2);
    bench.hospital.beforeAnswer = () -> await(both);
    ReportWorker second =
        new ReportWorker(2, bench.turns, bench.sources, bench.fetcher, bench.clock);

    Thread thread = new Thread(second::fetchNext);
    thread.start();
    bench.worker.fetchNext();
    thread.join();

    assertThat(bench.hospital.asked).containsExactlyInAnyOrder("1.2.1", "1.2.2");
    assertThat(both.isBroken()).isFalse();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("nobody else is asked meanwhile", e);
    }
  }

  @Test
  void oneAtATimeIsAskedForByDefault() throws Exception {
    bench.done("1.2.1", 10, 0);
    bench.done("1.2.2", 20, 0);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    bench.hospital.beforeAnswer =
        () -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          now.decrementAndGet();
        };

    Thread thread = new Thread(() -> bench.fetcher.fetch("1.2.2"));
    thread.start();
    bench.worker.fetchNext();
    thread.join();

    assertThat(bench.hospital.asked).hasSize(2);
    assertThat(most).hasValue(1);
  }

  @Test
  void whatHasNoReportIsAskedForLessAndLessOften() {
    bench.done("1.2.1", 5, 0);
    bench.worker.fetchNext();
    bench.clock.advance(Duration.ofSeconds(59));
    assertThat(bench.worker.fetchNext()).isFalse();
    bench.clock.advance(Duration.ofSeconds(2));
    assertThat(bench.worker.fetchNext()).isTrue();
    bench.clock.advance(Duration.ofSeconds(61));
    assertThat(bench.worker.fetchNext()).isFalse();
    bench.clock.advance(Duration.ofMinutes(1));
    assertThat(bench.worker.fetchNext()).isTrue();
    assertThat(bench.store.reports().search("1.2.1").orElseThrow().attempts()).isEqualTo(3);
  }

  @Test
  void theWaitSurvivesARestart() {
    bench.done("1.2.1", 5, 0);
    bench.worker.fetchNext();
    bench.close();
    bench = new ReportBench(folder);

    assertThat(bench.worker.fetchNext()).isFalse();
    bench.clock.advance(Duration.ofMinutes(2));
    assertThat(bench.worker.fetchNext()).isTrue();
  }

  @Test
  void anExamOfLongAgoIsAskedForOnce() {
    bench.done("1.2.1", "s", Duration.ofDays(31), 0);
    assertThat(bench.worker.fetchNext()).isTrue();
    bench.clock.advance(Duration.ofDays(400));

    assertThat(bench.worker.fetchNext()).isFalse();
    assertThat(bench.fetcher.fetch("1.2.1").outcome()).isEqualTo(Outcome.NONE);
  }

  @Test
  void anOutageCostsNoExamAnything() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.trouble = TransientBackendException.outage("HIS is down", (Throwable) null);
    bench.worker.fetchNext();

    assertThat(bench.store.reports().search("1.2.1").orElseThrow().attempts()).isZero();
    assertThat(bench.view("1.2.1").report().problem()).isNull();
    bench.hospital.trouble = null;
    bench.hospital.reports.put("1.2.1", report("R1", "1", "Normal."));
    bench.clock.advance(Duration.ofMinutes(2));
    // The source rests on its own clock: a person's question is put once it is over.
    assertThat(awaitAnswer()).isEqualTo(Outcome.FOUND);
  }

  private Outcome awaitAnswer() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Outcome outcome = bench.fetcher.fetch("1.2.1").outcome();
    while (outcome == Outcome.UNAVAILABLE && System.nanoTime() < end) {
      Thread.onSpinWait();
      outcome = bench.fetcher.fetch("1.2.1").outcome();
    }
    return outcome;
  }

  @Test
  void aRefusalIsShownAndHoldsUpNobody() {
    bench.hospital.trouble = new PermanentBackendException("two patients fit");
    for (int i = 1; i <= 10; i++) {
      bench.done("1.2." + i, 10 * i, 0);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(bench.worker.fetchNext()).isTrue();
    }

    assertThat(bench.hospital.asked).hasSize(10);
    assertThat(bench.view("1.2.7").report().problem()).isEqualTo("two patients fit");
    bench.hospital.trouble = null;
    bench.hospital.reports.put("1.2.7", report("R", "1", "Normal."));
    assertThat(bench.fetcher.fetch("1.2.7").outcome()).isEqualTo(Outcome.FOUND);
    assertThat(bench.view("1.2.7").report().problem()).isNull();
  }

  @Test
  void aReportIsKeptAndItsExamWaitsToBeChecked() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.reports.put("1.2.1", report("R1", "1", "Fractură costală."));
    bench.worker.fetchNext();

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.CHECK);
    assertThat(bench.exam("1.2.1").serviceRequestId()).isEqualTo("SR-R1");
    RadReport report = bench.exam("1.2.1").radReport();
    assertThat(report.text()).isEqualTo("Fractură costală.");
    assertThat(report.radiologist()).isEqualTo("Dr. Marin");
    assertThat(report.justification()).isEqualTo("Tuse");
    assertThat(report.created()).isEqualTo(ReportBench.NOON.minusSeconds(60));
    assertThat(bench.kinds("1.2.1")).endsWith(ExamEvent.DONE, ExamEvent.CHECK);
  }

  @Test
  void theSameReportAgainWipesNothing() {
    bench.done("1.2.1", 5, 7);
    bench.hospital.reports.put("1.2.1", report("R1", "1", "Fractură."));
    bench.worker.fetchNext();
    bench.checker.checkNext();
    bench.store.reports().review("1.2.1", "ana", false, bench.clock.instant());
    RadReport before = bench.exam("1.2.1").radReport();
    bench.clock.advance(Duration.ofHours(13));
    bench.hospital.reports.put("1.2.1", report("R1", "2", "Fractură. "));

    assertThat(bench.fetcher.fetch("1.2.1").outcome()).isEqualTo(Outcome.UNCHANGED);
    RadReport after = bench.exam("1.2.1").radReport();
    assertThat(after.textTranslated()).isEqualTo(before.textTranslated()).isNotBlank();
    assertThat(after.severity()).isEqualTo(7);
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(bench.view("1.2.1").report().review().abnormal()).isFalse();
    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
  }

  @Test
  void anAmendedReportIsReadAnewAndItsOldTextIsKept() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.reports.put("1.2.1", report("R1", "1", "Normal."));
    bench.worker.fetchNext();
    bench.checker.checkNext();
    bench.hospital.reports.put("1.2.1", report("R1", "2", "Fractură."));
    bench.clock.advance(Duration.ofDays(29));
    assertThat(bench.worker.fetchNext()).isTrue();

    RadReport amended = bench.exam("1.2.1").radReport();
    assertThat(amended.text()).isEqualTo("Fractură.");
    assertThat(amended.severity()).isEqualTo(-1);
    assertThat(amended.textTranslated()).isNull();
    assertThat(bench.store.reports().earlierTexts("1.2.1")).containsExactly("Normal.");
    bench.checker.checkNext();
    assertThat(bench.exam("1.2.1").radReport().severity()).isEqualTo(7);
    assertThat(bench.view("1.2.1").correct()).isFalse();
  }

  @Test
  void amendmentsAreNoticedForThirtyDays() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.reports.put("1.2.1", report("R1", "1", "Normal."));
    bench.worker.fetchNext();
    bench.checker.checkNext();
    bench.clock.advance(Duration.ofDays(31));
    assertThat(bench.worker.fetchNext()).isTrue();
    bench.clock.advance(Duration.ofDays(31));
    assertThat(bench.worker.fetchNext()).isFalse();
  }

  @Test
  void aRetractedReportCountsNoMoreAndIsFlagged() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.reports.put("1.2.1", report("R1", "1", "Fractură."));
    bench.worker.fetchNext();
    bench.checker.checkNext();
    assertThat(bench.view("1.2.1").reviewed()).isTrue();
    bench.hospital.reports.put("1.2.1", retracted("R1", "2"));

    assertThat(bench.fetcher.fetch("1.2.1").outcome()).isEqualTo(Outcome.RETRACTED);
    assertThat(bench.view("1.2.1").reviewed()).isFalse();
    assertThat(bench.view("1.2.1").report().retracted()).isTrue();
    assertThat(bench.exam("1.2.1").radReport().text()).isEmpty();
    assertThat(bench.store.reports().earlierTexts("1.2.1")).containsExactly("Fractură.");
    assertThat(bench.fetcher.fetch("1.2.1").outcome()).isEqualTo(Outcome.UNCHANGED);

    bench.hospital.reports.put("1.2.1", report("R1", "3", "Fractură."));
    assertThat(bench.fetcher.fetch("1.2.1").outcome()).isEqualTo(Outcome.FOUND);
    assertThat(bench.view("1.2.1").report().retracted()).isFalse();
  }

  @Test
  void onlyWhatIsMissingOfAPatientIsFilledIn() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.patient =
        new Patient("1700131400019", "4711", "Alt Nume", LocalDate.of(1970, 1, 31), Sex.M);

    Patient patient = bench.directory.enriched(bench.exam("1.2.1")).patient();
    assertThat(patient.hisId()).isEqualTo("4711");
    assertThat(patient.birthDate()).isEqualTo(LocalDate.of(1970, 1, 31));
    assertThat(patient.name()).isEqualTo("Popescu Ion");

    bench.hospital.patient =
        new Patient("1700131400019", "999", "x", LocalDate.of(1999, 1, 1), Sex.F);
    bench.store.reports().fillIn("1700131400019", bench.hospital.patient);
    assertThat(bench.exam("1.2.1").patient()).isEqualTo(patient);
  }

  @Test
  void aReportWithoutAWordIsNone() {
    bench.done("1.2.1", 5, 0);
    bench.hospital.reports.put("1.2.1", report("R1", "1", "  "));

    assertThat(bench.fetcher.fetch("1.2.1").outcome()).isEqualTo(Outcome.NONE);
    assertThat(bench.exam("1.2.1").radReport()).isNull();
    assertThat(bench.fetcher.fetch("9.9").outcome()).isEqualTo(Outcome.NOT_READY);
  }
}
