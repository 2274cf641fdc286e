/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xrayvision.core.alert.AlertStage;
import org.xrayvision.core.analysis.AnalysisStage;
import org.xrayvision.core.analysis.Suspension;
import org.xrayvision.core.exam.ProtocolReader;
import org.xrayvision.core.plugin.Plugins;
import org.xrayvision.core.report.ReportStage;
import org.xrayvision.core.store.DataDirectory;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Picture;

/**
 * What those who run an engine ask of it and do with it. Safe for threads. Database trouble is an
 * {@link org.xrayvision.api.XRayVisionException}.
 */
public final class Operations {
  private static final int MAX_ERRORS = 1_000;
  private static final int MAX_RETRIED = 10_000;

  /** So many exams move in one transaction. */
  private static final int STEP = 200;

  private final ExamStore store;
  private final DataDirectory directory;
  private final AnalysisStage analysis;
  private final ReportStage reports;
  private final AlertStage alerts;
  private final Suspension suspension;
  private final Plugins plugins;
  private final ProtocolReader protocols;
  private final Runnable wake;
  private final Clock clock;

  /**
   * @param wake wakes all who may have something to do now
   */
  Operations(
      ExamStore store,
      DataDirectory directory,
      AnalysisStage analysis,
      ReportStage reports,
      AlertStage alerts,
      Suspension suspension,
      Plugins plugins,
      RegionOptions regions,
      Runnable wake,
      Clock clock) {
    this.store = store;
    this.directory = directory;
    this.analysis = analysis;
    this.reports = reports;
    this.alerts = alerts;
    this.suspension = suspension;
    this.plugins = plugins;
    this.protocols = new ProtocolReader(regions, analysis.prompts()::questionAbout);
    this.wake = wake;
    this.clock = clock;
  }

  /**
   * Suspends the work of models: no exam is claimed any more, no shadow model and no report reader
   * is asked but by a person. What arrives is kept, what is being read is finished. It outlives
   * restarts.
   *
   * @return false if it was suspended already
   */
  public boolean suspend() {
    return suspension.begin(clock.instant());
  }

  /**
   * Lets the work go on.
   *
   * @return false if it was not suspended
   */
  public boolean resume() {
    boolean ended = suspension.end();
    wake.run();
    return ended;
  }

  /** Since when the work is suspended, or empty. */
  public Optional<Instant> suspendedSince() {
    return suspension.since();
  }

  /**
   * What waits, what is at work, and what was given up.
   *
   * @param maxErrors how many exams in {@code error} to list, 0 to 1000
   */
  public QueueOverview queue(int maxErrors) {
    if (maxErrors < 0 || maxErrors > MAX_ERRORS) {
      throw new IllegalArgumentException("maxErrors must be 0 to 1000, not " + maxErrors);
    }
    return store.queue(maxErrors);
  }

  /**
   * Puts the exams in {@code error} back into the queue, with no attempt counted yet; ten thousand
   * at most. One without a picture has its object looked at once more, if that is there.
   */
  public RetryResult retryErrors() {
    List<String> queued = new ArrayList<>();
    List<String> prepared = new ArrayList<>();
    int left = 0;
    for (Map.Entry<String, Boolean> exam : store.inError(MAX_RETRIED).entrySet()) {
      if (exam.getValue()) {
        queued.add(exam.getKey());
      } else if (Files.isRegularFile(directory.dicomFile(exam.getKey()))) {
        prepared.add(exam.getKey());
      } else {
        left++;
      }
    }
    RetryResult result = new RetryResult(retry(queued), retry(prepared), left);
    wake.run();
    return result;
  }

  private int retry(List<String> uids) {
    int moved = 0;
    for (int from = 0; from < uids.size(); from += STEP) {
      List<String> some = uids.subList(from, Math.min(uids.size(), from + STEP));
      moved += store.retryAll(some, clock.instant());
    }
    return moved;
  }

  /** What the rules in force make of a protocol's name; nothing is stored. */
  public ProtocolReading readProtocol(String protocol) {
    return protocols.read(protocol);
  }

  /** The vision models, each to be tried out with a chest of which all is known. */
  public List<EndpointProbe> modelProbes(Picture picture) {
    return analysis.probes(picture);
  }

  /** The report sources, each to be asked whether it is well. */
  public List<EndpointProbe> sourceProbes() {
    return reports.probes();
  }

  /** The notifiers, each to be asked whether it could deliver; nobody is told anything. */
  public List<EndpointProbe> notifierProbes() {
    return alerts.probes();
  }

  /**
   * Looks through the database for damage.
   *
   * @return what is wrong, or empty
   * @throws org.xrayvision.api.XRayVisionException if it cannot be read, or the time is over
   */
  public Optional<String> databaseDamage(Duration atMost) {
    return store.findDamage(atMost);
  }

  /** How big the database is, and how busy those who read it. */
  public DatabaseStatus database() {
    return store.status();
  }

  /** The names of a plugin's settings that may be shown; empty where that is not known. */
  public Set<String> showableSettings(String pluginId) {
    return plugins.showableSettings(pluginId);
  }
}
