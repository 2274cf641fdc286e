/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Picture;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.VisionModel;

/**
 * The stage that reads: workers, prompts and the endpoints behind them. It owns the models and
 * readers that it is given. Safe for threads.
 */
public final class AnalysisStage implements AutoCloseable {
  private static final String SUSPENDED =
      "analysis is suspended; what arrives is kept and read when an admin resumes it";

  private final Endpoints<VisionModel> models;
  private final Endpoints<ReportReader> readers;
  private final AnalysisWorkers workers;
  private final PromptBuilder prompts;
  private final Suspension suspension;
  private boolean closed;

  /**
   * A stage that does nothing before {@link #start}.
   *
   * @param pictures where the PNG of a UID is
   * @param models the preferred one first
   * @param readers the preferred one first; empty where reports are not assessed
   * @param discretion what keeps identifiers from plugins
   * @param enrichment adds to an exam before it is read
   * @param suspension while it is on, nothing is claimed
   * @param owner this engine's random instance id, for its claims
   * @throws XRayVisionException if a prompt file in the options' directory cannot be used
   */
  public AnalysisStage(
      ExamStore store,
      Pictures pictures,
      List<Member<VisionModel>> models,
      List<Member<ReportReader>> readers,
      AnalysisOptions options,
      RegionOptions regions,
      Discretion discretion,
      Enrichment enrichment,
      Suspension suspension,
      String owner,
      Clock clock) {
    this.prompts = new PromptBuilder(options.promptDirectory(), regions);
    this.suspension = suspension;
    Questions questions = Questions.of(store, pictures, prompts, models, options, discretion);
    this.models = Endpoints.ofModels(models, options, clock);
    this.readers = Endpoints.ofReaders(readers, options, clock);
    this.workers =
        new AnalysisWorkers(
            store,
            new ExamReader(store, questions, enrichment, this.models, this.readers, options, clock),
            options,
            suspension,
            owner,
            clock);
    this.models.onChange(workers::wake);
    this.readers.onChange(workers::wake);
  }

  /** Hands back what other owners had claimed, and starts. Call it once. */
  public void start() {
    models.start();
    readers.start();
    workers.start();
  }

  /** An exam may be waiting: look now and not at the next poll. Returns at once. */
  public void wake() {
    workers.wake();
  }

  /** What is being read now, and what stands in the way. */
  public AnalysisProgress progress() {
    AnalysisProgress progress = workers.progress();
    String trouble =
        suspension
            .since()
            .map(since -> SUSPENDED)
            .or(() -> Optional.ofNullable(progress.trouble()))
            .or(models::trouble)
            .or(() -> readers.isEmpty() ? Optional.empty() : readers.trouble())
            .map(text -> text.replaceAll("[\\p{Cntrl}\\s]+", " "))
            .orElse(null);
    return new AnalysisProgress(progress.processing(), progress.lastLatencySeconds(), trouble);
  }

  /** The vision models, each to be tried out with a picture of which all is known. */
  public List<EndpointProbe> probes(Picture picture) {
    return new ModelProbes(prompts, readers).of(models, picture);
  }

  /** The vision models in their order of preference. */
  public List<EndpointStatus> models() {
    return models.status();
  }

  /** The texts of which prompts are made. */
  public PromptBuilder prompts() {
    return prompts;
  }

  /** The readers, for those who ask about other texts. */
  public Endpoints<ReportReader> readerEndpoints() {
    return readers;
  }

  /** The report readers in their order of preference. */
  public List<EndpointStatus> readers() {
    return readers.status();
  }

  private void abandon() {
    models.abandon();
    readers.abandon();
  }

  /**
   * Finishes or hands back what is claimed, within a few seconds, and closes models and readers.
   * The store must still be open. A second call does nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    workers.close(this::abandon);
    models.close();
    readers.close();
  }
}
