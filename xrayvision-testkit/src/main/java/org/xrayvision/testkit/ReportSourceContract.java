/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.Patient;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;

/**
 * The contract of a {@link ReportSource} that works in this process: reads files, asks a database.
 * Extend it and fill {@link #source} and {@link #known}. One that asks a backend over HTTP extends
 * {@link HttpReportSourceContract}.
 */
public abstract class ReportSourceContract extends LocalContract<ReportSource> {
  /** For the class that extends this. */
  protected ReportSourceContract() {}

  /** A new source that has a report of the exam of {@link #known}. */
  protected abstract ReportSource source();

  /** Asks for an exam that has one report. */
  protected abstract ReportQuery known(Deadline deadline);

  @Override
  final ReportSource make() {
    return source();
  }

  @Override
  final Optional<SourceReport> ask() {
    return plugin().report(known(Deadline.in(LONG)));
  }

  @Override
  final void askAboutAPatient() {
    Optional<SourceReport> unused = plugin().report(unknown());
  }

  @Override
  final String name() {
    return plugin().displayName();
  }

  /** Another exam of somebody else. */
  private static ReportQuery unknown() {
    Patient stranger = SamplePatient.named(HttpBackendContract.CANARY);
    LocalDateTime taken = LocalDateTime.of(1999, 12, 31, 23, 59);
    return new ReportQuery(
        "2.25.1", "2.25.2", "ZZ-0", stranger, "", "CR", taken, null, Deadline.in(LONG));
  }

  @Test
  final void findsTheReportOfAnExam() {
    SourceReport report = ask().orElseThrow(() -> new AssertionError("there is a report"));
    assertThat(report.id()).isNotBlank();
    assertThat(report.version()).isNotBlank();
    assertThat(report.text().isBlank()).isEqualTo(report.retracted());
  }

  @Test
  final void tellsTheSameVersionOfWhatHasNotChanged() {
    assertThat(ask().map(SourceReport::version)).isEqualTo(ask().map(SourceReport::version));
  }

  @Test
  final void tellsTheSameToManyAtOnce() throws Exception {
    Optional<SourceReport> first = ask();
    fromManyThreads(
        () -> {
          assertThat(ask()).isEqualTo(first);
          return first;
        });
  }

  @Test
  final void hasNothingOfAnExamThatItDoesNotKnow() {
    ReportQuery stranger = unknown();
    try {
      assertThat(plugin().report(stranger)).isEmpty();
    } catch (BackendException e) {
      assertThat(e.getMessage())
          .as("what people are told")
          .isNotBlank()
          .doesNotContain(HttpBackendContract.CANARY, stranger.patient().key());
    }
  }
}
