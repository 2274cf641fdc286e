/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.core.alert.AlertStage;
import org.xrayvision.core.analysis.AnalysisProgress;
import org.xrayvision.core.analysis.AnalysisStage;
import org.xrayvision.core.analysis.ShadowStage;
import org.xrayvision.core.event.EventHub;
import org.xrayvision.core.report.ReportStage;
import org.xrayvision.core.resilience.Guard;
import org.xrayvision.core.resilience.GuardedListener;

/**
 * What an engine is doing now, and how much there is to do, put together from its stages. Safe for
 * threads.
 */
record StatusBoard(
    Foundation foundation,
    long minFreeBytes,
    AnalysisStage analysis,
    ShadowStage shadows,
    ReportStage reports,
    AlertStage alerts,
    EventHub events,
    List<GuardedListener> listeners,
    Clock clock) {

  EngineLoad load() {
    return load(counts());
  }

  private QueueCounts counts() {
    return foundation.store().counts(clock.instant());
  }

  private EngineLoad load(QueueCounts counts) {
    Optional<Duration> oldest =
        Optional.ofNullable(counts.oldestWaiting())
            .map(since -> Duration.between(since, clock.instant()));
    return new EngineLoad(
        counts.waiting(), oldest, foundation.directory().freeBytes(), minFreeBytes);
  }

  EngineStatus status() {
    AnalysisProgress progress = analysis.progress();
    Optional<Double> average = foundation.store().averageLatencySeconds();
    QueueCounts counts = counts();
    return new EngineStatus(
        counts,
        load(counts),
        progress.processing(),
        analysis.models(),
        analysis.readers(),
        shadows.status(),
        reports.status(),
        alerts.status(),
        listeners.stream().map(Guard::status).toList(),
        foundation.patientIds().status(),
        progress.trouble(),
        reports.trouble().orElse(null),
        alerts.trouble().orElse(null),
        progress.lastLatencySeconds(),
        average.isPresent() ? OptionalDouble.of(average.get()) : OptionalDouble.empty(),
        events.failures());
  }
}
