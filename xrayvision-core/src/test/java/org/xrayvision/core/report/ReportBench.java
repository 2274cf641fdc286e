/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamStatus;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.Patient;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.ReportOptions;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.analysis.PromptBuilder;
import org.xrayvision.core.analysis.Suspension;
import org.xrayvision.core.plugin.ExamsInHand;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.AiRun;
import org.xrayvision.core.store.Claim;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.NewExam;
import org.xrayvision.core.store.PictureOutcome;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PatientDirectory;
import org.xrayvision.spi.ReadRequest;
import org.xrayvision.spi.ReportQuery;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.ReportTranslator;
import org.xrayvision.spi.SourceReport;
import org.xrayvision.spi.TokenUsage;

/** The reports' room over a real database, with a clock that is set by hand, turned by hand. */
final class ReportBench implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  /** A clock that stands still until it is moved. */
  static final class HandClock extends Clock {
    private volatile Instant now = NOON;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** The hospital: what it answers about a UID, and what it was asked. */
  static final class Hospital implements ReportSource, PatientDirectory {
    final Map<String, SourceReport> reports = new HashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> accessionNumbers = new CopyOnWriteArrayList<>();
    Runnable beforeAnswer = () -> {};
    @Nullable RuntimeException trouble;
    @Nullable Patient patient;

    @Override
    public Optional<SourceReport> report(ReportQuery query) {
      asked.add(query.uid());
      accessionNumbers.add(query.accessionNumber());
      beforeAnswer.run();
      if (trouble != null) {
        throw trouble;
      }
      return Optional.ofNullable(reports.get(query.uid()));
    }

    @Override
    public Optional<Patient> patient(Patient known, Deadline deadline) {
      return Optional.ofNullable(patient);
    }
  }

  /** A reader that translates into capitals and grades as it is told. */
  static final class Reader implements ReportReader, ReportTranslator {
    final List<String> assessed = new ArrayList<>();
    final List<String> translated = new ArrayList<>();
    Function<String, Integer> severity = text -> text.contains("Fractur") ? 7 : 0;
    @Nullable RuntimeException trouble;

    @Override
    public Assessment assess(ReadRequest request) {
      assessed.add(request.text());
      if (trouble != null) {
        throw trouble;
      }
      int grade = severity.apply(request.text());
      return new Assessment(grade, 80, "graded", "reader", new TokenUsage(1, 1), "{}");
    }

    @Override
    public String translate(ReadRequest request) {
      translated.add(request.text());
      return request.text().toUpperCase(Locale.ROOT);
    }
  }

  final HandClock clock = new HandClock();
  final Hospital hospital = new Hospital();
  final Reader reader = new Reader();
  final ExamStore store;
  final ReportFetcher fetcher;
  final SearchTurns turns;
  final ReportWorker worker;
  final ReportChecker checker;
  final Directory directory;
  final Endpoints<ReportSource> sources;
  private final Endpoints<ReportReader> readers;

  ReportBench(Path folder) {
    this(folder, ReportOptions.defaults());
  }

  ReportBench(Path folder, ReportOptions options) {
    AnalysisOptions analysis = AnalysisOptions.defaults();
    store =
        SqliteExamStore.open(
            folder.resolve("x.db"), StoreOptions.defaults(folder.resolve("backup")), clock);
    Discretion discretion = new Discretion(new ExamsInHand(), Map.of());
    sources =
        Endpoints.ofSources(Member.local(List.of(hospital)), options.requests(), analysis, clock);
    readers = Endpoints.ofReaders(Member.local(List.of(reader)), analysis, clock);
    PromptBuilder prompts = new PromptBuilder(null, RegionOptions.defaults());
    ReportTexts texts = new ReportTexts(store, readers, prompts, options, analysis.deadline());
    fetcher = new ReportFetcher(store, sources, options, discretion, clock);
    turns = new SearchTurns(store, clock);
    worker = new ReportWorker(1, turns, sources, fetcher, clock);
    checker =
        new ReportChecker(
            store, texts, analysis, options, discretion, new Suspension(store), clock);
    directory = new Directory(store, sources, discretion, clock);
  }

  /** An exam that is read with this severity, taken some minutes before noon. */
  void done(String uid, int minutesBefore, int severity) {
    done(uid, "study-" + uid, Duration.ofMinutes(minutesBefore), severity);
  }

  void done(String uid, String study, Duration before, int severity) {
    Instant received = clock.instant().minus(before);
    store.add(
        new NewExam(
            uid,
            new Patient("1700131400019", null, "Popescu Ion", null, null),
            LocalDateTime.ofInstant(received, ZoneOffset.UTC),
            "Torace PA",
            "chest",
            "frontal",
            "CR",
            study,
            "1.2.3.4",
            "A-17",
            "1.2.840.10008.1.2.1",
            "ab".repeat(32),
            1_000,
            "XRAY_ROOM",
            Set.of(),
            received));
    store.prepared(uid, new PictureOutcome(ExamStatus.QUEUED, null, "cd".repeat(32), 1));
    read(severity);
  }

  /** The next exam is read. */
  void read(int severity) {
    Claim claim = store.claimNext("me", clock.instant(), Duration.ofMinutes(15)).orElseThrow();
    store.complete(claim, run(severity));
  }

  private static AiRun run(int severity) {
    return AiRun.of(NOON, "p1")
        .answeredBy("m", "e")
        .latencySeconds(1)
        .text("IMPRESSION: x.")
        .graded(severity, 80, "x")
        .build();
  }

  static SourceReport report(String id, String version, String text) {
    return new SourceReport(
        id, "SR-" + id, text, "Dr. Marin", "Tuse", NOON.minusSeconds(60), version, false);
  }

  static SourceReport retracted(String id, String version) {
    return new SourceReport(id, "SR-" + id, "", null, null, null, version, true);
  }

  Exam exam(String uid) {
    return view(uid).exam();
  }

  ExamView view(String uid) {
    return store.view(uid).orElseThrow();
  }

  List<String> kinds(String uid) {
    return store.journal(uid).stream().map(ExamEvent::kind).toList();
  }

  @Override
  public void close() {
    sources.close();
    readers.close();
    store.close();
  }
}
