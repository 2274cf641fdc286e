/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.ModelRun;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.api.Refusal;
import org.xrayvision.core.DatabaseStatus;
import org.xrayvision.core.QueueOverview;

/**
 * {@link ExamStore} on one SQLite file: write-ahead log, each commit forced to disk, one connection
 * that writes and several that read. The file holds the four tables of the Python program unchanged
 * and ours beside them. Whoever opens it holds its {@link DataDirectory}. Safe for threads.
 */
public final class SqliteExamStore implements ExamStore {
  private final SqliteDatabase database;
  private final GroupWriter writer;
  private final Claims claims;
  private final OpenStudies studies;
  private final SqliteStatistics statistics;
  private final ReportStore reports;
  private final RecordStore records;
  private final AlertStore alerts;
  private final Clock clock;

  private SqliteExamStore(Path file, StoreOptions options, Clock clock) {
    ReadModel readModel = new ReadModel(options.severityThreshold());
    this.database = new SqliteDatabase(file, options, readModel);
    this.writer = database.writer();
    this.statistics = new SqliteStatistics(database, readModel.statistics());
    this.studies = new OpenStudies(options.studyQuiet());
    int threshold = options.severityThreshold();
    Alerts raised = new Alerts(options.alerts(), threshold);
    this.claims = new Claims(new Reports(threshold), raised, studies, options.meter(), clock);
    this.clock = clock;
    this.records = new SqliteRecordStore(database, clock);
    this.reports = new SqliteReportStore(database, threshold, clock);
    this.alerts = new SqliteAlertStore(database);
    try {
      Reconciliation reconciliation = new Reconciliation(readModel, options.regions(), clock);
      boolean many =
          writer.write(
              tx -> {
                reconciliation.run(tx);
                studies.open(tx.handle());
                return SearchMemory.isMuch(tx.handle());
              });
      if (many) {
        database.searches().prepare();
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens the database, creating it or migrating it where needed; an older one is copied to the
   * backup directory first.
   *
   * @throws StoreException if the file is newer than this program, damaged, not ours, or in use
   */
  public static SqliteExamStore open(Path database, StoreOptions options) {
    return open(database, options, Clock.systemUTC());
  }

  /**
   * The same with another clock.
   *
   * @param clock tells when a report was written and an event happened, where a method does not say
   */
  public static SqliteExamStore open(Path database, StoreOptions options, Clock clock) {
    new Migrations(database, options, clock).run();
    try {
      return new SqliteExamStore(database, options, clock);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw StoreErrors.of(database, e);
    }
  }

  /** Reads in one transaction, so that several queries see one moment. */
  <T extends @Nullable Object> T read(ReadPool.Reading<T> reading) {
    return database.read(reading);
  }

  @Override
  public Optional<StoredInstance> instance(String uid) {
    return read(handle -> Arrivals.instance(handle, uid));
  }

  @Override
  public boolean add(NewExam exam) {
    return writer.write(
        tx -> {
          boolean added = Arrivals.add(tx, exam);
          if (added) {
            studies.arrived(tx.handle(), exam, clock.instant());
          }
          return added;
        });
  }

  @Override
  public void addConflict(String uid, ConflictingObject object) {
    writer.run(tx -> Arrivals.addConflict(tx, uid, object));
  }

  @Override
  public boolean renameConflict(String fileName, String newFileName) {
    return writer.write(tx -> Arrivals.renameConflict(tx.handle(), fileName, newFileName));
  }

  @Override
  public List<ConflictingObject> conflicts(String uid) {
    return read(handle -> Arrivals.conflicts(handle, uid));
  }

  @Override
  public boolean retry(String uid, Instant now) {
    return writer.write(tx -> Arrivals.retry(tx, uid, now));
  }

  @Override
  public void refuse(Refusal refusal) {
    writer.run(tx -> Arrivals.refuse(tx, refusal));
  }

  @Override
  public List<String> awaitingPicture(int max) {
    return read(handle -> Arrivals.awaitingPicture(handle, max));
  }

  @Override
  public Optional<String> region(String uid) {
    return read(handle -> Arrivals.region(handle, uid));
  }

  @Override
  public boolean prepared(String uid, PictureOutcome outcome) {
    return writer.write(tx -> Arrivals.prepared(tx, uid, outcome, clock.instant()));
  }

  @Override
  public Optional<Claim> claimNext(String owner, Instant now, Duration lease) {
    return writer.write(tx -> claims.claimNext(tx, owner, now, lease));
  }

  @Override
  public Optional<Instant> nextStudyQuiet() {
    return read(studies::nextQuiet);
  }

  @Override
  public ClaimEnd complete(Claim claim, AiRun run) {
    return writer.write(tx -> claims.complete(tx, claim, run));
  }

  @Override
  public ClaimEnd giveBack(Claim claim, GiveBack how) {
    return writer.write(tx -> claims.giveBack(tx, claim, how));
  }

  @Override
  public boolean renew(Claim claim, Instant leaseEnd) {
    return writer.write(tx -> claims.renew(tx, claim, leaseEnd));
  }

  @Override
  public int handBackClaimsOfOthers(String owner, Instant now) {
    return writer.write(tx -> claims.handBackClaimsOfOthers(tx, owner, now));
  }

  @Override
  public int handBackExpired(Instant now) {
    return writer.write(tx -> claims.handBackExpired(tx, now));
  }

  @Override
  public boolean requeue(String uid, Instant now) {
    return writer.write(tx -> claims.requeue(tx, uid, now, null));
  }

  @Override
  public List<String> otherViews(String uid, int max) {
    return read(handle -> ExamQueries.otherViews(handle, uid, max));
  }

  @Override
  public List<PriorReading> priors(String uid, LocalDateTime from, int max) {
    return read(handle -> Reports.priors(handle, uid, from, max));
  }

  @Override
  public List<AiRun> runs(String uid) {
    return read(handle -> RunRows.runs(handle, uid));
  }

  @Override
  public List<AiRun> checks(String uid) {
    return read(handle -> RunRows.checks(handle, uid));
  }

  @Override
  public void configureShadows(Set<String> names) {
    writer.run(tx -> ShadowRuns.configure(tx.handle(), names));
  }

  @Override
  public Optional<ShadowClaim> claimShadow(String shadow, Instant now) {
    return writer.write(tx -> ShadowRuns.claim(tx.handle(), shadow, now));
  }

  @Override
  public void endShadow(ShadowClaim claim, ShadowEnd end) {
    writer.run(tx -> ShadowRuns.end(tx.handle(), claim, end));
  }

  @Override
  public boolean awaitsShadow(String uid) {
    return read(handle -> ShadowRuns.isExpected(handle, uid));
  }

  @Override
  public List<AiRun> shadows(String uid) {
    return read(handle -> RunRows.shadows(handle, uid));
  }

  @Override
  public ReportStore reports() {
    return reports;
  }

  @Override
  public UpkeepStore upkeep() {
    return new SqliteUpkeepStore(database);
  }

  @Override
  public RecordStore records() {
    return records;
  }

  @Override
  public AlertStore alerts() {
    return alerts;
  }

  @Override
  public Optional<Exam> exam(String uid) {
    return view(uid).map(ExamView::exam);
  }

  @Override
  public Optional<ExamView> view(String uid) {
    return read(handle -> ExamQueries.view(handle, uid));
  }

  @Override
  public ExamPage page(ExamQuery query) {
    return read(handle -> ExamQueries.page(handle, query, database.searches()));
  }

  @Override
  public QueueCounts counts(Instant now) {
    return read(handle -> ExamQueries.counts(handle, now));
  }

  @Override
  public Optional<Double> averageLatencySeconds() {
    return read(ExamQueries::averageLatencySeconds);
  }

  @Override
  public Map<String, Integer> examsOfStudies(Collection<String> studyUids) {
    return read(handle -> ExamQueries.ofStudies(handle, List.copyOf(studyUids)));
  }

  @Override
  public <T> T statistics(Function<StatTables, T> reading) {
    return statistics.read(reading);
  }

  @Override
  public void foldStatistics() {
    statistics.fold();
  }

  @Override
  public Optional<Instant> suspendedSince() {
    return read(QueueTable::suspendedSince);
  }

  @Override
  public void suspend(@Nullable Instant since) {
    writer.run(tx -> QueueTable.suspend(tx.handle(), since));
  }

  @Override
  public QueueOverview queue(int maxErrors) {
    return read(handle -> QueueTable.overview(handle, maxErrors));
  }

  @Override
  public Map<String, Boolean> inError(int max) {
    return read(handle -> QueueTable.inError(handle, max));
  }

  @Override
  public int retryAll(List<String> uids, Instant now) {
    return writer.write(
        tx -> (int) uids.stream().filter(uid -> Arrivals.retry(tx, uid, now)).count());
  }

  @Override
  public Optional<String> findDamage(Duration atMost) {
    return DamageCheck.of(database.file(), atMost);
  }

  @Override
  public DatabaseStatus status() {
    return database.status();
  }

  @Override
  public List<Refusal> refusals(int max) {
    return read(handle -> Arrivals.refusals(handle, max));
  }

  @Override
  public List<ExamEvent> events(long afterSeq, int max) {
    return read(handle -> EventLog.after(handle, afterSeq, max));
  }

  @Override
  public List<ModelRun> modelRuns(String uid, int max) {
    return read(handle -> RunRows.all(handle, uid, max));
  }

  @Override
  public List<ExamEvent> journal(String uid) {
    return read(handle -> EventLog.about(handle, uid));
  }

  @Override
  public long lastSeq() {
    return read(EventLog::lastSeq);
  }

  @Override
  public long resyncBefore() {
    return read(EventLog::purgedThrough);
  }

  @Override
  public int purgeEvents(Instant before) {
    return writer.write(tx -> EventLog.purge(tx.handle(), before));
  }

  @Override
  public void onCommit(Runnable listener) {
    database.onCommit(listener);
  }

  /** A setting of the connection that writes. */
  String pragma(String name) {
    return database.pragma(name);
  }

  /** For tests: the file may not grow beyond so many pages, as on a full disk. */
  void limitPages(int pages) {
    pragma("max_page_count = " + pages);
  }

  /** Ends all connections; the last one folds the log into the file. */
  @Override
  public void close() {
    database.close();
  }
}
