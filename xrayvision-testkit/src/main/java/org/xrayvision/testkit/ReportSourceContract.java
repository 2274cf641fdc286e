/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
public abstract class ReportSourceContract {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private @Nullable ReportSource source;

  /** For the class that extends this. */
  protected ReportSourceContract() {}

  /** A new source that has a report of the exam of {@link #known}. */
  protected abstract ReportSource source();

  /** Asks for an exam that has one report. */
  protected abstract ReportQuery known(Deadline deadline);

  @BeforeEach
  final void open() {
    source = source();
  }

  @AfterEach
  final void close() {
    subject().close();
    callers.shutdownNow();
  }

  private ReportSource subject() {
    return Objects.requireNonNull(source);
  }

  private Optional<SourceReport> ask() {
    return subject().report(known(Deadline.in(LONG)));
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
  final void hasNothingOfAnExamThatItDoesNotKnow() {
    ReportQuery stranger = unknown();
    try {
      assertThat(subject().report(stranger)).isEmpty();
    } catch (BackendException e) {
      assertThat(e.getMessage())
          .as("what people are told")
          .isNotBlank()
          .doesNotContain(HttpBackendContract.CANARY, stranger.patient().key());
    }
  }

  @Test
  final void answersTheSameQuestionFromManyThreads() throws Exception {
    Optional<SourceReport> first = ask();
    List<Future<Optional<SourceReport>>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(callers.submit(this::ask));
    }
    for (Future<Optional<SourceReport>> call : calls) {
      assertThat(call.get(60, TimeUnit.SECONDS)).isEqualTo(first);
    }
  }

  @Test
  final void endsWhenInterrupted() throws Exception {
    InterruptedCall.ends(this::ask, LONG);
  }

  @Test
  final void tellsNothingOfThePatientInLogsAndExceptions() {
    CallsAtOnce.tellsNothing(
        () -> {
          Optional<SourceReport> unused = subject().report(unknown());
        },
        () -> subject().toString());
  }

  @Test
  final void hasANameThatPeopleCanRead() {
    assertThat(subject().displayName()).isNotBlank();
  }

  @Test
  final void closesTwice() {
    subject().close();
    subject().close();
  }
}
