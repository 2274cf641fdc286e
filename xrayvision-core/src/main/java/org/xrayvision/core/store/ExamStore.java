/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

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
 * All that the engine remembers. The queue is here, and so are the events: each change of state
 * writes its event row in the same transaction. Every method is atomic and durable when it returns;
 * safe for threads. Instants are kept to the millisecond, an exam's own time and the times of
 * reports to the second. Database trouble is a {@link StoreException}.
 *
 * <p>The core's internal seam: one contract suite, {@code ExamStoreContract}, says what an
 * implementation must do.
 */
public interface ExamStore extends AutoCloseable {
  /** The {@code reason} of a {@code requeue} event that no person asked for. */
  String LATE_VIEW = "late_view";

  // ---- what the door needs

  /** What is stored under a UID, or empty. */
  Optional<StoredInstance> instance(String uid);

  /**
   * Adds an exam as {@code none}, its patient where he is new, and the event. Of a patient already
   * known nothing is reset: only what was missing is filled in.
   *
   * @return false, with nothing changed, if the UID is there already
   */
  boolean add(NewExam exam);

  /**
   * Flags the exam: another object came with the same UID and other bytes, kept as the given file.
   */
  void addConflict(String uid, ConflictingObject object);

  /**
   * Notes that the file of such an object has another name now.
   *
   * @return false if no row has the old name
   */
  boolean renameConflict(String fileName, String newFileName);

  /** The other objects that came with the UID, oldest first. */
  List<ConflictingObject> conflicts(String uid);

  /**
   * Tries an {@code error} again, with no attempt counted yet: the same object was sent once more.
   * It is {@code queued}; one of which no picture was ever made is {@code none}, as if it had come
   * for the first time.
   *
   * @return false if the exam is not in {@code error}
   */
  boolean retry(String uid, Instant now);

  /** Notes an object that was not taken. */
  void refuse(Refusal refusal);

  // ---- what the picture stage needs

  /** The UIDs in {@code none}, longest waiting first. */
  List<String> awaitingPicture(int max);

  /** The region of an exam, empty where its protocol names none; or empty if there is no exam. */
  Optional<String> region(String uid);

  /**
   * Ends the picture stage: from {@code none} to {@code queued}, {@code ignore} or {@code error}.
   *
   * @return false if the exam was in another state
   */
  boolean prepared(String uid, PictureOutcome outcome);

  // ---- what the workers need

  /**
   * Claims the next exam: {@code requeue} first, then the newest {@code queued} one, and for every
   * fourth claim the oldest; none whose {@code notBefore} lies ahead, and none in {@code queued} of
   * a study that objects came of a short while ago ({@link StoreOptions#studyQuiet}).
   *
   * <p>Where such a study has become quiet, the exams of its readings that were looked at without a
   * view that came later are in {@code requeue} first, unless a person has reviewed the reading.
   */
  Optional<Claim> claimNext(String owner, Instant now, Duration lease);

  /** When the next open study becomes quiet if nothing more of it comes; empty if none is open. */
  Optional<Instant> nextStudyQuiet();

  /**
   * Ends a claim with a report: {@code done}, with the report, the run, the event and, where the
   * reading became positive or more severe, the alert in one transaction.
   *
   * @return {@link ClaimEnd#SUPERSEDED} if another look was asked for meanwhile: the run is kept in
   *     {@code ai_runs}, the exam stays {@code requeue}; {@link ClaimEnd#LOST} if the claim is
   *     somebody else's now: the run is kept if the exam is there, and nothing else changes
   */
  ClaimEnd complete(Claim claim, AiRun run);

  /**
   * Ends a claim without a report: the exam goes back to where it was claimed from, or to {@code
   * error} for good.
   */
  ClaimEnd giveBack(Claim claim, GiveBack how);

  /** Moves the lease's end. Returns false if the claim is lost. */
  boolean renew(Claim claim, Instant leaseEnd);

  /**
   * Hands back every claim that is not the owner's, at start, after a while that doubles with each
   * time in a row that an exam's worker has died. After the third time the exam is claimed only
   * when nothing else can be; the sixth time it becomes {@code error}.
   *
   * @return how many there were
   */
  int handBackClaimsOfOthers(String owner, Instant now);

  /** Hands back every claim whose lease is over. Returns how many there were. */
  int handBackExpired(Instant now);

  /**
   * Asks for another look: from {@code queued, processing, done, check, error, ignore} to {@code
   * requeue}.
   *
   * @return false if there is no such exam, or its picture is not made yet
   */
  boolean requeue(String uid, Instant now);

  /**
   * The other views of an exam's reading that have a picture and came from the same sender, oldest
   * first.
   */
  List<String> otherViews(String uid, int max);

  /**
   * Earlier readings of the same patient and region that a prompt may quote, newest first, each
   * once: by the radiologist's text, else by the model's of its most severe view. Nothing of the
   * exam's own reading, and of its own study only what has a report of its own.
   */
  List<PriorReading> priors(String uid, LocalDateTime from, int max);

  /**
   * The latest model runs of an exam, newest first, without check passes and shadows. A run is
   * written once: one that was kept for its assessment and is assessed now is the same.
   */
  List<AiRun> runs(String uid);

  /** The latest check passes over an exam's reports, newest first, failed ones too. */
  List<AiRun> checks(String uid);

  // ---- what shadow models need: their runs count nowhere, and write no event

  /**
   * Names the shadow models. One that is new looks at what is done from now on; one that is not
   * named any more is forgotten with what waits for it.
   */
  void configureShadows(Set<String> names);

  /** The longest waiting {@code done} exam of a shadow; the try counts from now on. */
  Optional<ShadowClaim> claimShadow(String shadow, Instant now);

  /** Ends such a try: keeps the run, and whether the exam still waits. */
  void endShadow(ShadowClaim claim, ShadowEnd end);

  /** Whether any shadow has yet to look at an exam. */
  boolean awaitsShadow(String uid);

  /** The latest runs of shadow models over an exam, newest first, failed ones too. */
  List<AiRun> shadows(String uid);

  /** The radiologists' reports, their assessment, and reviews. */
  ReportStore reports();

  /** What is forgotten after a while, and what is handed out of one patient. */
  UpkeepStore upkeep();

  /** What people look up beside the list. */
  RecordStore records();

  /** What was raised to be told, and how far that has come. */
  AlertStore alerts();

  // ---- what operators need

  /** Since when the work of models is suspended, or empty. */
  Optional<Instant> suspendedSince();

  /** Keeps that it is suspended; null that it is not. Whoever claims asks by himself. */
  void suspend(@Nullable Instant since);

  /** What waits, what is at work, and the latest exams in {@code error}. */
  QueueOverview queue(int maxErrors);

  /** Exams in {@code error}, and whether each has a picture. */
  Map<String, Boolean> inError(int max);

  /** As {@link #retry}, for many at once. Returns how many were in {@code error}. */
  int retryAll(List<String> uids, Instant now);

  /**
   * Looks through the file for damage.
   *
   * @return what is wrong, or empty
   * @throws StoreException if it cannot be read, or the time is over
   */
  Optional<String> findDamage(Duration atMost);

  /** How big the file is, and how busy those who read it. Does not ask the database. */
  DatabaseStatus status();

  // ---- what readers need

  /** One exam, or empty. */
  Optional<Exam> exam(String uid);

  /** One exam with what its reading says, or empty. */
  Optional<ExamView> view(String uid);

  /** One page. */
  ExamPage page(ExamQuery query);

  /** How many exams stand where. */
  QueueCounts counts(Instant now);

  /** Mean latency of the last hundred {@code done} exams in seconds, or empty. */
  Optional<Double> averageLatencySeconds();

  /** How many exams there are of each of these studies; one that there are none of is left out. */
  Map<String, Integer> examsOfStudies(Collection<String> studyUids);

  /**
   * Brings the sums that statistics are made of up to date, some thousand readings at a time, until
   * the thread is interrupted: after a migration there are many. Reading them does it, too.
   */
  void foldStatistics();

  /** Reads the sums that statistics are made of, as of one moment. */
  <T> T statistics(Function<StatTables, T> reading);

  /** What was not taken, newest first. */
  List<Refusal> refusals(int max);

  /** Events after a sequence number, oldest first. */
  List<ExamEvent> events(long afterSeq, int max);

  /** What models were asked about an exam, of whatever kind, newest first. */
  List<ModelRun> modelRuns(String uid, int max);

  /** The rows about one exam, oldest first: its journal. */
  List<ExamEvent> journal(String uid);

  /** The last sequence number given, 0 before the first. */
  long lastSeq();

  /** The sequence number below which events may be missing: a cursor before it must start anew. */
  long resyncBefore();

  /** Forgets the events older than this that are about no exam. Returns how many there were. */
  int purgeEvents(Instant before);

  /** Is told, after each commit that wrote an event; must return at once. */
  void onCommit(Runnable listener);

  @Override
  void close();
}
