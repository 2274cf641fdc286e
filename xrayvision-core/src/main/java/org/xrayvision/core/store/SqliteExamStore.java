package org.xrayvision.core.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.api.Refusal;

/** {@link ExamStore} on one SQLite file. Safe for threads. */
public final class SqliteExamStore implements ExamStore {
  private SqliteExamStore() {}

  /**
   * Opens the database, creating or migrating it where needed.
   *
   * @throws StoreException if the file is newer than this program, damaged, no database, or in use
   */
  public static SqliteExamStore open(Path database, StoreOptions options) {
    return new SqliteExamStore();
  }

  @Override
  public Optional<StoredInstance> instance(String uid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean add(NewExam exam) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addConflict(String uid, ConflictingObject object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean retry(String uid, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void refuse(Refusal refusal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> awaitingPicture(int max) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean prepared(String uid, PictureOutcome outcome) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Claim> claimNext(String owner, Instant now, Duration lease) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClaimEnd complete(Claim claim, AiRun run) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClaimEnd giveBack(Claim claim, GiveBack how) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean renew(Claim claim, Instant leaseEnd) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int handBackClaimsOfOthers(String owner) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int handBackExpired(Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean requeue(String uid, Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PriorReading> priors(String uid, LocalDateTime from, int max) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<AiRun> runs(String uid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Exam> exam(String uid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<ExamView> view(String uid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ExamPage page(ExamQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public QueueCounts counts(Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Double> averageLatencySeconds() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Refusal> refusals(int max) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ExamEvent> events(long afterSeq, int max) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ExamEvent> journal(String uid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long lastSeq() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long resyncBefore() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int purgeEvents(Instant before) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onCommit(Runnable listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
