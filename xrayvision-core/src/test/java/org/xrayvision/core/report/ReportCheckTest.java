/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xrayvision.core.report.ReportBench.report;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.Review;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/** What is made of radiologists' texts, turn by turn, and reviews. */
class ReportCheckTest {
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

  private void found(String uid, String text) {
    bench.done(uid, 5, 7);
    bench.hospital.reports.put(uid, report("R-" + uid, "1", text));
    bench.fetcher.fetch(uid);
  }

  @Test
  void aTextIsTranslatedAndAssessedAndItsExamIsDoneAgain() {
    found("1.2.1", "Fractură la Popescu Ion.");
    assertThat(bench.checker.checkNext()).isTrue();

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
    assertThat(bench.exam("1.2.1").radReport().severity()).isEqualTo(7);
    assertThat(bench.exam("1.2.1").radReport().summary()).isEqualTo("graded");
    assertThat(bench.exam("1.2.1").radReport().textTranslated()).startsWith("FRACTURĂ");
    assertThat(bench.view("1.2.1").correct()).isTrue();
    assertThat(bench.kinds("1.2.1")).endsWith(ExamEvent.CHECK, ExamEvent.CHECKED);
    assertThat(bench.reader.assessed.toString()).doesNotContain("Popescu");
    assertThat(bench.reader.translated.toString()).doesNotContain("Popescu");
    assertThat(bench.checker.checkNext()).isFalse();
  }

  @Test
  void theSameWordsAreTranslatedOnce() {
    found("1.2.1", "Torace normal.");
    found("1.2.2", "Torace normal.");
    bench.checker.checkNext();
    bench.checker.checkNext();

    assertThat(bench.reader.translated).hasSize(1);
    assertThat(bench.reader.assessed).hasSize(2);
    assertThat(bench.exam("1.2.2").radReport().textTranslated()).isEqualTo("TORACE NORMAL.");
  }

  @Test
  void theViewsOfOneReportAreAssessedOnce() {
    bench.done("1.2.1", "s", Duration.ofMinutes(5), 7);
    bench.done("1.2.2", "s", Duration.ofMinutes(4), 7);
    bench.hospital.reports.put("1.2.1", report("R", "1", "Fractură."));
    bench.hospital.reports.put("1.2.2", report("R", "1", "Fractură."));
    bench.worker.fetchNext();
    bench.worker.fetchNext();
    while (bench.checker.checkNext()) {
      // until nothing waits
    }

    assertThat(bench.reader.assessed).hasSize(1);
    assertThat(bench.exam("1.2.1").radReport().severity()).isEqualTo(7);
    assertThat(bench.exam("1.2.2").radReport().severity()).isEqualTo(7);
  }

  @Test
  void aFailureIsTriedAgainLaterVisiblyAndNotForEver() {
    found("1.2.1", "Fractură.");
    bench.reader.trouble = TransientBackendException.failure("no JSON", "x", null);
    bench.checker.checkNext();
    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.CHECK);
    assertThat(bench.view("1.2.1").report().problem()).isEqualTo("not assessed: no JSON");
    assertThat(bench.checker.checkNext()).isFalse();
    for (int i = 0; i < 10; i++) {
      bench.clock.advance(Duration.ofMinutes(10));
      bench.checker.checkNext();
    }

    assertThat(bench.reader.assessed).hasSize(3);
    assertThat(bench.reader.translated).hasSize(1);
    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
    assertThat(bench.exam("1.2.1").radReport().severity()).isEqualTo(-1);
    assertThat(bench.exam("1.2.1").radReport().textTranslated()).isEqualTo("FRACTURĂ.");
    assertThat(bench.view("1.2.1").reviewed()).isFalse();
    assertThat(bench.kinds("1.2.1").stream().filter("check_waits"::equals)).hasSize(1);
  }

  @Test
  void whatCanNeverBeAssessedIsDoneAtOnce() {
    found("1.2.1", "Fractură.");
    bench.reader.trouble = new PermanentBackendException("too long");
    bench.checker.checkNext();

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
    assertThat(bench.view("1.2.1").report().problem()).isEqualTo("not assessed: too long");
  }

  @Test
  void anOutageOfTheReaderCostsNoAttempt() {
    found("1.2.1", "Fractură.");
    bench.reader.trouble = TransientBackendException.outage("down", (Throwable) null);
    bench.checker.checkNext();

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.CHECK);
    bench.clock.advance(Duration.ofMinutes(11));
    assertThat(bench.store.reports().nextText(bench.clock.instant()).orElseThrow().attempts())
        .isZero();
  }

  @Test
  void aCrashWhileATextIsReadLeavesItInCheckAndItIsReadAfterTheNextStart() {
    found("1.2.1", "Fractură.");
    // Taken, and never ended: the process was killed.
    assertThat(bench.store.reports().nextText(bench.clock.instant())).isPresent();
    bench.close();
    bench = new ReportBench(folder);
    bench.store.reports().resume(false);

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.CHECK);
    assertThat(bench.checker.checkNext()).isTrue();
    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
    assertThat(bench.exam("1.2.1").radReport().severity()).isEqualTo(7);
  }

  @Test
  void aTextThatEndsTheProcessEachTimeEndsItsTurns() {
    found("1.2.1", "Fractură.");
    for (int i = 0; i < 3; i++) {
      bench.store.reports().nextText(bench.clock.instant());
    }
    bench.checker.checkNext();

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
    assertThat(bench.reader.assessed).isEmpty();
    assertThat(bench.view("1.2.1").report().problem()).contains("ended each time");
  }

  @Test
  void anotherLookWhileATextWaitsLosesNeither() {
    found("1.2.1", "Fractură.");
    assertThat(bench.store.requeue("1.2.1", bench.clock.instant())).isTrue();
    assertThat(bench.checker.checkNext()).isFalse();
    bench.read(3);
    assertThat(bench.checker.checkNext()).isTrue();

    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
    assertThat(bench.exam("1.2.1").radReport().severity()).isEqualTo(7);
    assertThat(bench.store.runs("1.2.1")).hasSize(2);
  }

  @Test
  void reportsOfBeforeAreTranslatedWhereThatIsWanted() {
    bench.close();
    bench =
        new ReportBench(
            folder,
            new ReportOptions(
                Duration.ofMinutes(1),
                Duration.ofSeconds(60),
                Duration.ofDays(30),
                1,
                "en",
                "en",
                false));
    found("1.2.1", "Normal.");
    bench.checker.checkNext();
    assertThat(bench.exam("1.2.1").radReport().textTranslated()).isNull();
    bench.close();
    bench = new ReportBench(folder);
    bench.store.reports().resume(true);
    bench.checker.checkNext();

    assertThat(bench.exam("1.2.1").radReport().textTranslated()).isEqualTo("NORMAL.");
    assertThat(bench.reader.assessed).isEmpty();
    assertThat(bench.exam("1.2.1").status()).isEqualTo(ExamStatus.DONE);
  }

  @Test
  void aReviewOutranksTheReportUntilItIsWithdrawnAtAnyView() {
    bench.done("1.2.1", "s", Duration.ofMinutes(5), 7);
    bench.done("1.2.2", "s", Duration.ofMinutes(4), 7);
    bench.store.reports().review("1.2.1", "ana", false, bench.clock.instant());

    Review review = bench.view("1.2.2").report().review();
    assertThat(review).isEqualTo(new Review(ReportBench.NOON, "ana", false));
    assertThat(bench.view("1.2.2").correct()).isFalse();
    // Who judges has seen it: the alert of the reading is acknowledged as well.
    assertThat(bench.kinds("1.2.1")).endsWith(ExamEvent.REVIEWED, ExamEvent.ACKNOWLEDGED);

    bench.store.reports().review("1.2.2", "dan", null, bench.clock.instant());
    assertThat(bench.view("1.2.1").report().review()).isNull();
    assertThat(bench.view("1.2.1").reviewed()).isFalse();
    assertThat(bench.store.reports().review("9.9", "x", true, bench.clock.instant())).isFalse();
  }
}
