/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xrayvision.api.Patient;
import org.xrayvision.api.Sex;
import org.xrayvision.simulator.his.HospitalSimulator;
import org.xrayvision.simulator.his.PerformedExam;
import org.xrayvision.simulator.his.RomanianReport;
import org.xrayvision.simulator.http.HttpFault;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TransientBackendException;

/** The simulated hospital as the plugin for real ones sees it. */
final class HospitalSimulatorTest {
  private static final LocalDateTime TAKEN = LocalDateTime.of(2026, 3, 2, 10, 0);
  private static final Duration DELAY = Duration.ofMinutes(1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-02T08:00:00Z"));
  private HospitalSimulator hospital;
  private ReportSource source;

  @BeforeEach
  void open() throws IOException {
    hospital = new HospitalSimulator(0, DELAY, new Now(now));
    source = FhirReportSourceContractTest.source(hospital.uri(), "hipocrate");
  }

  @AfterEach
  void close() throws Exception {
    source.close();
    hospital.close();
  }

  private static PerformedExam exam(int number) {
    return new PerformedExam(
        "2510819332176",
        "Olteanu^Maria-Ștefania",
        LocalDate.of(1951, 8, 19),
        "F",
        "1.2.826.0." + number,
        TAKEN.plusMinutes(3L * number),
        "chest",
        "chest_pa_effusion");
  }

  private Optional<SourceReport> ask(int number) {
    PerformedExam exam = exam(number);
    Patient patient = new Patient(exam.patientId(), null, null, exam.birthDate(), Sex.F);
    return source.report(
        new ReportQuery(
            "1.2.3",
            exam.studyUid(),
            "",
            patient,
            "chest",
            "CR",
            exam.taken().plusSeconds(1),
            null,
            Deadline.in(Duration.ofSeconds(10))));
  }

  @Test
  void aReportIsThereAfterAWhileAndNotBefore() {
    assertThat(ask(1)).isEmpty();
    hospital.performed(exam(1));
    assertThat(ask(1)).isEmpty();
    now.set(now.get().plus(DELAY.multipliedBy(149).dividedBy(100)));
    SourceReport report = ask(1).orElseThrow();
    assertThat(RomanianReport.quotedIn(report.text())).isPresent();
    assertThat(report.radiologist()).startsWith("Dr. ");
    assertThat(report.justification()).isEqualTo("Control");
  }

  @Test
  void someAreAmendedAndSomeWithdrawnTheSameEachTime() throws Exception {
    List<String> first = fates();
    close();
    open();
    assertThat(fates()).isEqualTo(first);
    assertThat(first.stream().filter(f -> f.equals("withdrawn")).count()).isBetween(1L, 20L);
    assertThat(first.stream().filter(f -> f.contains("Adaos")).count()).isBetween(1L, 20L);
    assertThat(first.stream().filter(f -> f.contains("Revărsat")).count()).isGreaterThan(25);
  }

  private List<String> fates() {
    for (int i = 0; i < 50; i++) {
      hospital.performed(exam(i));
    }
    now.set(now.get().plus(DELAY.multipliedBy(4)));
    List<String> fates = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      SourceReport report = ask(i).orElseThrow();
      fates.add(report.retracted() ? "withdrawn" : report.text());
    }
    return fates;
  }

  @Test
  void itsFaultsAreFelt() {
    hospital.fault(HttpFault.UNAVAILABLE);
    assertThatThrownBy(() -> ask(1))
        .isInstanceOfSatisfying(
            TransientBackendException.class, e -> assertThat(e.isOutage()).isTrue());
  }

  /** A clock that a test sets. */
  private static final class Now extends Clock {
    private final AtomicReference<Instant> now;

    Now(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }
}
