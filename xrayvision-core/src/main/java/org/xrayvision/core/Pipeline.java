/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.core.alert.AlertStage;
import org.xrayvision.core.analysis.AlertTexts;
import org.xrayvision.core.analysis.AnalysisProgress;
import org.xrayvision.core.analysis.AnalysisStage;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.analysis.Release;
import org.xrayvision.core.analysis.ShadowStage;
import org.xrayvision.core.analysis.Suspension;
import org.xrayvision.core.event.EventHub;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.ingest.Ingest;
import org.xrayvision.core.ingest.Offered;
import org.xrayvision.core.ingest.Recovery;
import org.xrayvision.core.ingest.Traffic;
import org.xrayvision.core.picture.ImagePreparer;
import org.xrayvision.core.picture.PictureStage;
import org.xrayvision.core.plugin.Catalog;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.report.ReportStage;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.SqliteExamStore;
import org.xrayvision.core.store.StoreOptions;
import org.xrayvision.spi.ExamListener;
import org.xrayvision.spi.PatientIdScheme;

/**
 * The way of a picture, from the door to the report. Each stage takes what waits from the store and
 * leaves it there for the next; the calls between them are only wake-ups.
 */
final class Pipeline implements AutoCloseable {
  private static final Duration EVENTS_KEPT = Duration.ofDays(7);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration INGEST_PATIENCE = Duration.ofSeconds(3);

  private final DataDirectory directory;
  private final ExamStore store;
  private final Ingest ingest;
  private final Traffic traffic = new Traffic();
  private final PictureStage pictures;
  private final AnalysisStage analysis;
  private final ShadowStage shadows;
  private final ReportStage reports;
  private final AlertStage alerts;
  private final EventHub events;
  private final Analyses analyses;
  private final Plugins plugins;
  private final List<ExamListener> listeners;
  private final Housekeeper housekeeper;
  private final Gate gate = new Gate();
  private final IngestOptions ingestOptions;
  private final Set<String> transferSyntaxes;
  private final List<String> regions;
  private final Clock clock;
  private final Statistics statistics;
  private final Upkeep upkeep;
  private final ExamRecords records;
  private final Operations operations;
  private volatile @Nullable RecoveryResult recovery;
  private boolean started;
  private boolean closed;

  private Pipeline(
      XRayVisionBuilder parts,
      DataDirectory directory,
      ExamStore store,
      Plugins plugins,
      PatientIdScheme patientIds) {
    this.directory = directory;
    this.store = store;
    this.clock = parts.clock;
    this.ingestOptions = parts.ingestOptions;
    this.statistics =
        new Statistics(
            store, parts.analysisOptions.severityThreshold(), ingestOptions.timeZone(), clock);
    RegionOptions regionOptions = parts.regionOptions;
    this.regions = regionOptions.keywords().keySet().stream().sorted().toList();

    ImagePreparer preparer = ImagePreparer.withBuiltInCodecs();
    this.transferSyntaxes = preparer.decoders().transferSyntaxes();
    this.events = new EventHub(store);
    this.analyses = new Analyses(store);
    this.plugins = plugins;
    Members members = Members.of(parts, plugins);
    this.listeners = members.examListeners();
    this.pictures =
        new PictureStage(
            directory,
            store,
            preparer,
            regionOptions.supported()::contains,
            parts.pictureThreads,
            traffic::isArriving,
            this::pictureReady);
    this.ingest =
        new Ingest(
            directory,
            store,
            ingestOptions,
            new ExamHeaderReader(ingestOptions, regionOptions, patientIds),
            clock,
            traffic,
            uid -> objectStored());
    this.upkeep = new Upkeep(directory, store, ingest, clock);
    ExamPictures examPictures = new ExamPictures(directory, pictures);
    Suspension suspension = new Suspension(store);
    Discretion discretion = new Discretion(plugins.exams(), ingestOptions.sources());
    this.analysis =
        new AnalysisStage(
            store,
            examPictures,
            members.visionModels(),
            members.reportReaders(),
            parts.analysisOptions,
            regionOptions,
            discretion,
            this::enriched,
            suspension,
            UUID.randomUUID().toString(),
            clock);
    this.reports =
        new ReportStage(
            store,
            members.reportSources(),
            analysis.readerEndpoints(),
            analysis.prompts(),
            parts.analysisOptions,
            parts.reportOptions,
            discretion,
            suspension,
            clock);
    this.shadows =
        new ShadowStage(
            store,
            examPictures,
            members.shadowModels(),
            parts.analysisOptions,
            regionOptions,
            discretion,
            suspension,
            this::deleteDicom,
            clock);
    DatasetWriter datasets =
        new DatasetWriter(store, directory, new Release(discretion), pictures::picture);
    this.records =
        new ExamRecords(
            store,
            pictures::picture,
            new DatasetExport(store, datasets, directory.exports(), clock));
    this.alerts =
        new AlertStage(
            store,
            members.notifiers(),
            members.escalationNotifiers(),
            new AlertTexts(store, examPictures, discretion, parts.alertOptions),
            parts.analysisOptions,
            parts.alertOptions,
            clock);
    this.operations =
        new Operations(
            store,
            directory,
            analysis,
            reports,
            suspension,
            plugins,
            regionOptions,
            this::wakeAll,
            clock);
    Runnable purge = () -> store.purgeEvents(clock.instant().minus(EVENTS_KEPT));
    Runnable sweep =
        ingestOptions.keepDicom()
            ? () -> {}
            : new DicomSweep(directory.images(), this::deleteDicom);
    this.housekeeper = new Housekeeper(purge, sweep, store::foldStatistics);
  }

  /** The plugins that lie in the folders of these parts; none is made yet. */
  static Plugins plugins(XRayVisionBuilder parts, Path dataDirectory, Path scratch) {
    List<Path> folders =
        parts.pluginDirectories.isEmpty()
            ? List.of(dataDirectory.resolve("plugins"))
            : parts.pluginDirectories;
    Catalog catalog = Catalog.load(XRayVision.class.getClassLoader(), folders);
    return new Plugins(catalog, dataDirectory, scratch, parts.clock, parts.meters);
  }

  /** Locks the directory, opens the database, puts the stages together; nothing runs yet. */
  static Pipeline open(XRayVisionBuilder parts) {
    DataDirectory directory =
        DataDirectory.open(Objects.requireNonNull(parts.dataDirectory), parts.databaseFile);
    ExamStore store = null;
    Plugins plugins = null;
    try {
      Path root = directory.root();
      plugins = plugins(parts, root, root.resolve("tmp").resolve("plugins"));
      PatientIdScheme patientIds = PatientIds.of(parts, plugins);
      store = openStore(parts, directory, patientIds);
      return new Pipeline(parts, directory, store, plugins, patientIds);
    } catch (RuntimeException | Error e) {
      if (plugins != null) {
        plugins.close();
      }
      if (store != null) {
        store.close();
      }
      directory.close();
      throw e;
    }
  }

  private static ExamStore openStore(
      XRayVisionBuilder parts, DataDirectory directory, PatientIdScheme patientIds) {
    Path backup = Optional.ofNullable(parts.backupDirectory).orElse(directory.backup());
    StoreOptions options = Migrating.storeOptions(parts, backup, patientIds);
    return SqliteExamStore.open(directory.database(), options, parts.clock);
  }

  synchronized void start() {
    if (started || closed) {
      throw new IllegalStateException("an engine starts once");
    }
    started = true;
    upkeep.finishDeletions();
    Recovery found = ingest.recover();
    recovery =
        new RecoveryResult(
            found.recovered(), found.partsDeleted(), found.unreadable(), found.foreign());
    shadows.start();
    alerts.start();
    events.subscribe(store.lastSeq(), this::heard);
    listeners.forEach(listener -> events.subscribe(store.lastSeq(), listener));
    pictures.start();
    analysis.start();
    reports.start();
    housekeeper.start();
    gate.open();
  }

  // ---- from stage to stage

  private void objectStored() {
    pictures.wake();
    // An error that was sent again waits for a worker, not for its picture.
    analysis.wake();
  }

  private void pictureReady() {
    analysis.wake();
  }

  private void wakeAll() {
    pictures.wake();
    analysis.wake();
    shadows.wake();
    reports.wake();
  }

  private Exam enriched(Exam exam) {
    return reports.enrichment().enriched(exam);
  }

  private void heard(ExamEvent event) {
    analyses.heard(event);
    done(event);
  }

  private void done(ExamEvent event) {
    String uid = event.uid();
    if (uid != null && event.kind().equals(ExamEvent.DONE)) {
      shadows.wake();
      alerts.wake();
      reports.wake();
      deleteDicom(uid);
    }
  }

  /** The object is deleted only now that its reading is durable, and no shadow is to look at it. */
  private void deleteDicom(String uid) {
    try {
      if (!shadows.awaits(uid)) {
        ingest.deleteDicom(uid);
      }
    } catch (IOException e) {
      // It stays on the disk until the next sweep: more than was asked for, and nothing lost.
    }
  }

  // ---- what the front page asks for

  ExamStore store() {
    return store;
  }

  /** The file of an object that is known. */
  Optional<Path> dicom(String uid) {
    return Optional.of(directory.dicomFile(uid)).filter(Files::isRegularFile);
  }

  /** One object at the door. */
  interface Offer {
    IngestResult to(Ingest door) throws IOException;
  }

  /** Takes an object while the engine is open. */
  IngestResult ingest(Offer offer) throws IOException {
    if (!gate.enter()) {
      return new IngestResult(
          IngestResult.Outcome.OUT_OF_RESOURCES, null, "the engine is closed, try later");
    }
    try {
      return offer.to(ingest);
    } finally {
      gate.leave();
    }
  }

  LoadResult loadDicom() throws InterruptedException {
    return new DicomLoad(directory.images(), traffic::isArriving, this::offerAgain).run();
  }

  Verification verify(String sopClassUid, String sopInstanceUid) {
    return ingest.verify(sopClassUid, sopInstanceUid);
  }

  private Offered offerAgain(Path file) throws IOException, InterruptedException {
    if (!gate.enter()) {
      throw new InterruptedException("the engine is closed");
    }
    try {
      return ingest.offerAgain(file);
    } finally {
      gate.leave();
    }
  }

  Analyses analyses() {
    return analyses;
  }

  ReportStage reports() {
    return reports;
  }

  boolean review(String uid, String reviewer, @Nullable Boolean abnormal) {
    return store.reports().review(uid, reviewer, abnormal, clock.instant());
  }

  AlertStage alerts() {
    return alerts;
  }

  PictureStage pictures() {
    return pictures;
  }

  List<PluginStatus> plugins() {
    return plugins.status();
  }

  EventHub events() {
    return events;
  }

  Set<String> transferSyntaxes() {
    return transferSyntaxes;
  }

  Set<String> sopClasses() {
    return ingestOptions.sopClasses();
  }

  Statistics statistics() {
    return statistics;
  }

  Upkeep upkeep() {
    return upkeep;
  }

  ExamRecords records() {
    return records;
  }

  Operations operations() {
    return operations;
  }

  Optional<RecoveryResult> recovery() {
    return Optional.ofNullable(recovery);
  }

  List<String> regions() {
    return regions;
  }

  boolean requeue(String uid) {
    boolean accepted = store.requeue(uid, clock.instant());
    analysis.wake();
    return accepted;
  }

  EngineLoad load() {
    return load(store.counts(clock.instant()));
  }

  private EngineLoad load(QueueCounts counts) {
    Optional<Duration> oldest =
        Optional.ofNullable(counts.oldestWaiting())
            .map(since -> Duration.between(since, clock.instant()));
    return new EngineLoad(
        counts.waiting(), oldest, directory.freeBytes(), ingestOptions.minFreeBytes());
  }

  EngineStatus status() {
    AnalysisProgress progress = analysis.progress();
    Optional<Double> average = store.averageLatencySeconds();
    QueueCounts counts = store.counts(clock.instant());
    return new EngineStatus(
        counts,
        load(counts),
        progress.processing(),
        analysis.models(),
        analysis.readers(),
        shadows.status(),
        reports.status(),
        alerts.status(),
        progress.trouble(),
        reports.trouble().orElse(null),
        alerts.trouble().orElse(null),
        progress.lastLatencySeconds(),
        average.isPresent() ? OptionalDouble.of(average.get()) : OptionalDouble.empty(),
        events.failures());
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long deadline = System.nanoTime() + CLOSE.toNanos();
    analyses.close();
    records.datasets().close();
    housekeeper.stop();
    pictures.stop();
    gate.close(INGEST_PATIENCE);
    ingest.close();
    shadows.stop();
    reports.stop();
    alerts.stop();
    // Its workers hand back what they have while the pictures in progress are finished.
    analysis.close();
    pictures.close(deadline);
    shadows.close();
    reports.close();
    alerts.close();
    housekeeper.join(deadline);
    events.close();
    plugins.close();
    store.close();
    directory.close();
  }
}
