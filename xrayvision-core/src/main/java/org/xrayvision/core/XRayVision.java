/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.AlertView;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ExamPage;
import org.xrayvision.api.ExamQuery;
import org.xrayvision.api.ExamView;
import org.xrayvision.api.ModelRun;
import org.xrayvision.api.Refusal;
import org.xrayvision.spi.Assessment;
import org.xrayvision.spi.Critique;
import org.xrayvision.spi.ExamListener;

/**
 * The engine: takes X-rays, makes pictures of them, has them read, and remembers everything.
 *
 * <pre>{@code
 * try (XRayVision engine = XRayVision.builder()
 *     .dataDirectory(path)
 *     .visionModel(model)
 *     .reportReader(reader)
 *     .build()) {
 *   engine.start();
 *   IngestResult result = engine.ingest(part10Stream);
 *   engine.subscribe(event -> ...);
 *   AnalysisResult read = engine.analyze(path, Duration.ofMinutes(2)); // or all at once
 * }
 * }</pre>
 *
 * <p>{@code ingest} before {@link #start()} is an {@link IllegalStateException}, since what an
 * earlier life left must be taken up first, and so is a second start; after {@link #close()} it
 * answers {@link IngestResult.Outcome#OUT_OF_RESOURCES}, so that the sender tries again.
 *
 * <p>One engine owns its data directory and its database; several engines on several directories
 * live in one JVM. Safe for threads. Database and disk trouble is an {@link
 * org.xrayvision.api.XRayVisionException}, but for {@code ingest}, which answers it.
 */
public final class XRayVision implements AutoCloseable {
  private final Pipeline pipeline;
  private final Door door;

  XRayVision(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.door = pipeline.door();
  }

  /** A builder with the defaults of each option. */
  public static XRayVisionBuilder builder() {
    return new XRayVisionBuilder();
  }

  /** Starts the work, once: what an earlier life left half-done is taken up first. */
  public void start() {
    pipeline.start();
  }

  /** What the start made of what an earlier life had left; empty before the start. */
  public Optional<RecoveryResult> recovery() {
    return pipeline.recovery();
  }

  /** As {@link #ingest(InputStream, IngestSource)}, from the embedding program. */
  public IngestResult ingest(InputStream part10) throws IOException {
    return ingest(part10, IngestSource.PROGRAM);
  }

  /**
   * Offers a DICOM Part 10 file. Blocks until the object is durable or refused; reads the stream,
   * does not close it.
   *
   * @throws IOException what the stream itself throws: the object was not complete, nothing is kept
   */
  public IngestResult ingest(InputStream part10, IngestSource source) throws IOException {
    return door.ingest(part10, source);
  }

  /** As {@link #ingest(InputStream)}, of a file that lies on a disk, and may not be readable. */
  public IngestResult ingest(Path part10) throws IOException {
    return ingest(part10, IngestSource.PROGRAM);
  }

  /** As the other, from a source. */
  public IngestResult ingest(Path part10, IngestSource source) throws IOException {
    return door.ingest(part10, source);
  }

  /**
   * Offers a picture that is decoded already. It becomes a DICOM object, and goes the way of all
   * others. Blocks until it is durable or refused.
   */
  public IngestResult ingest(DecodedPicture picture, ExamMetadata metadata) {
    return ingest(picture, metadata, IngestSource.PROGRAM);
  }

  /** As the other, from a source. */
  public IngestResult ingest(DecodedPicture picture, ExamMetadata metadata, IngestSource source) {
    return door.ingest(picture, metadata, source);
  }

  /**
   * Offers a data set as it came over an association. Blocks until the object is durable or
   * refused; reads the stream, does not close it.
   *
   * @param transferSyntaxUid how the data set is encoded
   * @param sopClassUid the Affected SOP Class UID of the request
   * @param sopInstanceUid the Affected SOP Instance UID of the request
   * @throws IOException what the stream itself throws: the object was not complete, nothing is kept
   */
  public IngestResult ingest(
      InputStream dataSet,
      String transferSyntaxUid,
      String sopClassUid,
      String sopInstanceUid,
      IngestSource source)
      throws IOException {
    return door.ingest(dataSet, transferSyntaxUid, sopClassUid, sopInstanceUid, source);
  }

  /**
   * Offers every {@code .dcm} file below the images folder of the data directory once more, and
   * returns when that is done: what has no exam becomes one, an exam in error is tried again, and
   * all others stay as they are. It lets arriving objects go first; give it a thread of its own.
   *
   * @throws InterruptedException if the thread is interrupted, or the engine closed meanwhile
   * @throws org.xrayvision.api.XRayVisionException if the folder cannot be read
   */
  public LoadResult loadDicom() throws InterruptedException {
    return door.load();
  }

  /**
   * Offers a DICOM Part 10 file, and waits until it is read, set aside or given up. Many callers
   * may wait at once.
   *
   * @param timeout for all of it; what is not read by then stays queued
   * @throws IOException what the stream itself throws: the object was not complete, nothing is kept
   */
  public AnalysisResult analyze(InputStream part10, Duration timeout)
      throws IOException, InterruptedException {
    return pipeline.analyses().within(timeout).await(ingest(part10));
  }

  /** As the other, of a file that lies on a disk, and may not be readable. */
  public AnalysisResult analyze(Path part10, Duration timeout)
      throws IOException, InterruptedException {
    return pipeline.analyses().within(timeout).await(ingest(part10));
  }

  /** As the other, of a picture that is decoded already. */
  public AnalysisResult analyze(DecodedPicture picture, ExamMetadata metadata, Duration timeout)
      throws InterruptedException {
    return pipeline.analyses().within(timeout).await(ingest(picture, metadata));
  }

  /**
   * Waits until an exam that was ingested is read, set aside or given up.
   *
   * @param timeout zero for how it stands now
   * @throws IllegalArgumentException if there is no such exam
   */
  public AnalysisResult awaitAnalysis(String uid, Duration timeout) throws InterruptedException {
    return pipeline.analyses().within(timeout).await(uid);
  }

  /** Notes an object that was refused before it reached {@code ingest}, at negotiation say. */
  public void refuse(Refusal refusal) {
    pipeline.store().refuse(refusal);
  }

  /**
   * Tells the listener of all that happens from now on, on a thread of its own. It is the program's
   * own, and may take its time: {@link XRayVisionBuilder#examListener} has a deadline.
   */
  public Subscription subscribe(ExamListener listener) {
    return pipeline.events().subscribe(pipeline.store().lastSeq(), listener);
  }

  /**
   * All events after a sequence number, and what happens from then on; each subscriber hears them
   * at its own pace, on a thread of its own, which ends when it cancels. Closing the engine
   * completes the stream. A cursor from before {@link #resyncBefore()}, also one that has fallen
   * behind it, and one beyond {@link #lastSeq()} end the stream with a {@link ResyncException}.
   */
  public Flow.Publisher<ExamEvent> publisher(long afterSeq) {
    return pipeline.events().publisher(afterSeq);
  }

  /** The transfer syntaxes whose pictures can be decoded: what a listener should offer. */
  public Set<String> transferSyntaxes() {
    return pipeline.transferSyntaxes();
  }

  /** The SOP classes that are taken: what a listener should offer. */
  public Set<String> sopClasses() {
    return pipeline.sopClasses();
  }

  /** One page of exams. */
  public ExamPage exams(ExamQuery query) {
    return pipeline.store().page(query);
  }

  /** One exam, or empty. */
  public Optional<ExamView> exam(String uid) {
    return pipeline.store().view(uid);
  }

  /** The picture of an exam, an 8-bit grey PNG, if it is made. */
  public Optional<Path> picture(String uid) {
    return pipeline.store().instance(uid).flatMap(known -> pipeline.pictures().picture(uid));
  }

  /** The file of an exam as it was received (PS3.10), while it is kept. */
  public Optional<Path> dicom(String uid) {
    return pipeline.store().instance(uid).flatMap(known -> pipeline.dicom(uid));
  }

  /**
   * Reads the file of an object, and tells whether it is what was received: what a storage
   * commitment is given upon (PS3.4 annex J). Where other objects came with the same UID, their
   * files are read too. Blocks for as long as the disk takes.
   *
   * @param sopClassUid what the object is said to be
   * @throws IllegalArgumentException if a UID cannot be one
   */
  public Verification verify(String sopClassUid, String sopInstanceUid) {
    return pipeline.verify(sopClassUid, sopInstanceUid);
  }

  /** Asks for another look at an exam; false if there is none, or its picture is not made yet. */
  public boolean requeue(String uid) {
    return pipeline.requeue(uid);
  }

  /** Asks the report source for an exam's report now, and waits for the answer. */
  public FetchResult fetchReport(String uid) {
    return pipeline.reports().fetch(uid);
  }

  /**
   * Notes a person's verdict on an exam's reading; it outranks what the radiologist's text was
   * assessed as.
   *
   * @param reviewer who says so
   * @param abnormal null withdraws the verdict that stands
   * @return false if there is no such exam
   */
  public boolean review(String uid, String reviewer, @Nullable Boolean abnormal) {
    return pipeline.review(uid, reviewer, abnormal);
  }

  /**
   * Notes that a person has seen the alert of an exam's reading: it is escalated no more. A review
   * does so too. Who did it first stays.
   *
   * @param who the name of the account
   * @return false if there is no such exam, or it has no alert
   */
  public boolean acknowledge(String uid, String who) {
    return pipeline.alerts().acknowledge(uid, who);
  }

  /** One alert, or empty. */
  public Optional<AlertView> alert(String id) {
    return pipeline.store().alerts().alert(id);
  }

  /** What was raised and nobody has acknowledged: the first page of {@link #openAlerts(int)}. */
  public OpenAlerts openAlerts() {
    return openAlerts(1);
  }

  /** What was raised and nobody has acknowledged, however old it is; this page of it, from 1. */
  public OpenAlerts openAlerts(int page) {
    return pipeline.alerts().open(page);
  }

  /**
   * Has a text about nobody in particular graded by the report reader. This and the two below take
   * up to two minutes, and pass the scrubber.
   *
   * @throws org.xrayvision.spi.BackendException if that cannot be done now, or never
   */
  public Assessment assessText(String report) {
    return pipeline.reports().assess(report);
  }

  /** Has such a text judged. */
  public Critique critiqueText(String report) {
    return pipeline.reports().critique(report);
  }

  /** Has such a text translated. */
  public String translateText(String report) {
    return pipeline.reports().translate(report);
  }

  /** Events after a sequence number, oldest first. */
  public List<ExamEvent> events(long afterSeq, int max) {
    return pipeline.store().events(afterSeq, max);
  }

  /** What happened to one exam, oldest first. */
  public List<ExamEvent> journal(String uid) {
    return pipeline.store().journal(uid);
  }

  /**
   * What models were asked about an exam, newest first, 1 to 1000 of it: readings, their
   * assessments, and those of shadow models. For those who may see what models are told and say of
   * a patient.
   */
  public List<ModelRun> runs(String uid, int max) {
    return pipeline.runs(uid, max);
  }

  /** The last sequence number given. */
  public long lastSeq() {
    return pipeline.store().lastSeq();
  }

  /** The sequence number below which events may be missing: a cursor before it must start anew. */
  public long resyncBefore() {
    return pipeline.store().resyncBefore();
  }

  /** How many exams there are of each of these studies; one that there are none of is left out. */
  public Map<String, Integer> examsOfStudies(Collection<String> studyUids) {
    return pipeline.store().examsOfStudies(studyUids);
  }

  /** What was not taken, newest first. */
  public List<Refusal> refusals(int max) {
    return pipeline.store().refusals(max);
  }

  /** The names of the regions that a protocol is looked through for. */
  public List<String> regions() {
    return pipeline.regions();
  }

  /** The figures: agreement with radiologists, load, trends. */
  public Statistics statistics() {
    return pipeline.statistics();
  }

  /** What is done now and then, and what is handed out or forgotten of one patient. */
  public Upkeep upkeep() {
    return pipeline.upkeep();
  }

  /** What people look up: readings, what stands beside exams, patients. */
  public ExamRecords records() {
    return pipeline.records();
  }

  /** What those who run the engine ask of it: suspend, retry, try out. */
  public Operations operations() {
    return pipeline.operations();
  }

  /** The plugins that run, that are installed, and that are broken, and why. */
  public List<PluginStatus> plugins() {
    return pipeline.plugins();
  }

  /** How much there is to do. */
  public EngineLoad load() {
    return pipeline.board().load();
  }

  /** What the engine is doing now. */
  public EngineStatus status() {
    return pipeline.board().status();
  }

  /**
   * Stops cleanly: takes no more objects, waits a few seconds for those that are arriving, hands
   * back what is claimed, ends every thread, gives the data directory free. Whoever waits in {@code
   * analyze} is let go; streams of events complete. A sender, a listener or a plugin that does not
   * let go is left behind on its own thread, a daemon: with one model and one reader that takes a
   * quarter of a minute at most. Closing twice does nothing.
   */
  @Override
  public void close() {
    pipeline.close();
  }
}
