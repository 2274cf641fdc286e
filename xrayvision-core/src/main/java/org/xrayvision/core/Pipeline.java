/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Exam;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.ModelRun;
import org.xrayvision.core.alert.AlertStage;
import org.xrayvision.core.analysis.AnalysisStage;
import org.xrayvision.core.analysis.ShadowStage;
import org.xrayvision.core.event.EventHub;
import org.xrayvision.core.ingest.Ingest;
import org.xrayvision.core.ingest.Recovery;
import org.xrayvision.core.ingest.Traffic;
import org.xrayvision.core.picture.PictureStage;
import org.xrayvision.core.report.ReportStage;
import org.xrayvision.core.resilience.Guard;
import org.xrayvision.core.resilience.GuardedListener;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;

/**
 * The way of a picture, from the door to the report. Each stage takes what waits from the store and
 * leaves it there for the next; the calls between them are only wake-ups.
 */
final class Pipeline implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration INGEST_PATIENCE = Duration.ofSeconds(3);

  private final Foundation foundation;
  private final DataDirectory directory;
  private final ExamStore store;
  private final Clock clock;
  private final IngestOptions ingestOptions;
  private final List<String> regions;
  private final Set<String> transferSyntaxes;
  private final List<GuardedListener> listeners;
  private final Traffic traffic = new Traffic();
  private final EventHub events;
  private final Analyses analyses;
  private final PictureStage pictures;
  private final Ingest ingest;
  private final Door door;
  private final AnalysisStage analysis;
  private final ReportStage reports;
  private final ShadowStage shadows;
  private final AlertStage alerts;
  private final Statistics statistics;
  private final Upkeep upkeep;
  private final ExamRecords records;
  private final Operations operations;
  private final Housekeeper housekeeper;
  private final StatusBoard board;
  private volatile @Nullable RecoveryResult recovery;
  private boolean started;
  private boolean closed;

  private Pipeline(XRayVisionBuilder parts, Foundation foundation) {
    this.foundation = foundation;
    this.directory = foundation.directory();
    this.store = foundation.store();
    this.clock = parts.clock;
    this.ingestOptions = parts.ingestOptions;
    this.regions = parts.regionOptions.keywords().keySet().stream().sorted().toList();
    Assembly assembly = new Assembly(parts, foundation);
    this.transferSyntaxes = assembly.transferSyntaxes();
    this.listeners = assembly.listeners();
    this.events = new EventHub(store);
    this.analyses = new Analyses(store);
    this.pictures = assembly.pictures(traffic, this::pictureReady);
    this.ingest = assembly.ingest(traffic, uid -> objectStored());
    this.door = new Door(ingest, directory.images(), traffic);
    ExamPictures examPictures = new ExamPictures(directory, pictures);
    this.analysis = assembly.analysis(examPictures, this::enriched);
    this.reports = assembly.reports(analysis);
    this.shadows = assembly.shadows(examPictures, this::deleteDicom);
    this.alerts = assembly.alerts(examPictures);
    this.statistics = assembly.statistics();
    this.upkeep = new Upkeep(directory, store, ingest, clock);
    this.records = assembly.records(pictures);
    this.operations = assembly.operations(analysis, reports, alerts, this::wakeAll);
    this.housekeeper = assembly.housekeeper(this::deleteDicom);
    long minFree = ingestOptions.minFreeBytes();
    this.board =
        new StatusBoard(
            foundation, minFree, analysis, shadows, reports, alerts, events, listeners, clock);
  }

  /** Lays the foundation and puts the stages together; nothing runs yet. */
  static Pipeline open(XRayVisionBuilder parts) {
    Foundation foundation = Foundation.open(parts);
    try {
      return new Pipeline(parts, foundation);
    } catch (RuntimeException | Error e) {
      foundation.close();
      throw e;
    }
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
    door.open();
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

  Door door() {
    return door;
  }

  Verification verify(String sopClassUid, String sopInstanceUid) {
    return ingest.verify(sopClassUid, sopInstanceUid);
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

  List<ModelRun> runs(String uid, int max) {
    if (max < 1 || max > 1000) {
      throw new IllegalArgumentException("max must be 1 to 1000, not " + max);
    }
    return store.modelRuns(uid, max);
  }

  AlertStage alerts() {
    return alerts;
  }

  PictureStage pictures() {
    return pictures;
  }

  List<PluginStatus> plugins() {
    return foundation.plugins().status();
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

  StatusBoard board() {
    return board;
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
    door.close(INGEST_PATIENCE);
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
    Guard.closeAll(listeners);
    foundation.close();
  }
}
