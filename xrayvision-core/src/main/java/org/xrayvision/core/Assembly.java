/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.xrayvision.core.alert.AlertStage;
import org.xrayvision.core.analysis.AlertTexts;
import org.xrayvision.core.analysis.AnalysisStage;
import org.xrayvision.core.analysis.Discretion;
import org.xrayvision.core.analysis.Enrichment;
import org.xrayvision.core.analysis.Pictures;
import org.xrayvision.core.analysis.Release;
import org.xrayvision.core.analysis.ShadowStage;
import org.xrayvision.core.analysis.Suspension;
import org.xrayvision.core.exam.ExamHeaderReader;
import org.xrayvision.core.ingest.Ingest;
import org.xrayvision.core.ingest.Traffic;
import org.xrayvision.core.picture.ImagePreparer;
import org.xrayvision.core.picture.PictureStage;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.report.ReportStage;
import org.xrayvision.core.resilience.GuardedListener;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.PatientIdScheme;

/**
 * Makes the stages of one engine out of its parts, and the plugins first; nothing of it runs yet.
 * For one thread, while the engine is built.
 */
final class Assembly {
  private static final Duration EVENTS_KEPT = Duration.ofDays(7);

  private final XRayVisionBuilder parts;
  private final DataDirectory directory;
  private final ExamStore store;
  private final Plugins plugins;
  private final PatientIdScheme patientIds;
  private final Clock clock;
  private final ImagePreparer preparer = ImagePreparer.withBuiltInCodecs();
  private final Members members;
  private final Suspension suspension;
  private final Discretion discretion;

  Assembly(XRayVisionBuilder parts, Foundation foundation) {
    this.parts = parts;
    this.directory = foundation.directory();
    this.store = foundation.store();
    this.plugins = foundation.plugins();
    this.patientIds = foundation.patientIds().scheme();
    this.clock = parts.clock;
    this.members = Members.of(parts, plugins);
    this.suspension = new Suspension(store);
    this.discretion = new Discretion(plugins.exams(), parts.ingestOptions.sources());
  }

  Set<String> transferSyntaxes() {
    return preparer.decoders().transferSyntaxes();
  }

  List<GuardedListener> listeners() {
    return members.examListeners();
  }

  Statistics statistics() {
    return new Statistics(
        store, parts.analysisOptions.severityThreshold(), parts.ingestOptions.timeZone(), clock);
  }

  PictureStage pictures(Traffic traffic, Runnable ready) {
    return new PictureStage(
        directory,
        store,
        preparer,
        parts.regionOptions.supported()::contains,
        parts.pictureThreads,
        traffic::isArriving,
        parts.stageMeter,
        ready);
  }

  Ingest ingest(Traffic traffic, Consumer<String> stored) {
    return new Ingest(
        directory,
        store,
        parts.ingestOptions,
        new ExamHeaderReader(parts.ingestOptions, parts.regionOptions, patientIds),
        clock,
        traffic,
        parts.stageMeter,
        stored);
  }

  AnalysisStage analysis(Pictures pictures, Enrichment enrichment) {
    return new AnalysisStage(
        store,
        pictures,
        members.visionModels(),
        members.reportReaders(),
        parts.analysisOptions,
        parts.regionOptions,
        discretion,
        enrichment,
        suspension,
        UUID.randomUUID().toString(),
        clock);
  }

  ReportStage reports(AnalysisStage analysis) {
    return new ReportStage(
        store,
        members.reportSources(),
        analysis.readerEndpoints(),
        analysis.prompts(),
        parts.analysisOptions,
        parts.reportOptions,
        discretion,
        suspension,
        clock);
  }

  ShadowStage shadows(Pictures pictures, Consumer<String> over) {
    return new ShadowStage(
        store,
        pictures,
        members.shadowModels(),
        parts.analysisOptions,
        parts.regionOptions,
        discretion,
        suspension,
        over,
        clock);
  }

  AlertStage alerts(Pictures pictures) {
    return new AlertStage(
        store,
        members.notifiers(),
        members.escalationNotifiers(),
        new AlertTexts(store, pictures, discretion, parts.alertOptions),
        parts.analysisOptions,
        parts.alertOptions,
        clock);
  }

  ExamRecords records(PictureStage pictures) {
    Release release = new Release(discretion);
    DatasetWriter datasets = new DatasetWriter(store, directory, release, pictures::picture);
    return new ExamRecords(
        store,
        pictures::picture,
        release,
        new DatasetExport(store, datasets, directory.exports(), clock));
  }

  Operations operations(
      AnalysisStage analysis, ReportStage reports, AlertStage alerts, Runnable wakeAll) {
    return new Operations(
        store,
        directory,
        analysis,
        reports,
        alerts,
        suspension,
        plugins,
        parts.regionOptions,
        wakeAll,
        clock);
  }

  /**
   * @param deleteDicom forgets the object of an exam that is read, where objects are not kept
   */
  Housekeeper housekeeper(Consumer<String> deleteDicom) {
    Runnable purge = () -> store.purgeEvents(clock.instant().minus(EVENTS_KEPT));
    Runnable sweep =
        parts.ingestOptions.keepDicom()
            ? () -> {}
            : new DicomSweep(directory.images(), deleteDicom);
    return new Housekeeper(purge, sweep, store::foldStatistics);
  }
}
