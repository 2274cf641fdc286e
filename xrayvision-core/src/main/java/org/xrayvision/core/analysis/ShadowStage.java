/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xrayvision.api.XRayVisionException;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.RegionOptions;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.VisionModel;

/**
 * The models that look at what is done already: the same pictures and prompts, answers that are
 * kept and count nowhere. Each has a thread and a pool of its own, so that it holds up nobody. It
 * owns the models that it is given. Safe for threads.
 */
public final class ShadowStage implements AutoCloseable {
  private final ExamStore store;
  private final List<Endpoints<VisionModel>> endpoints;
  private final List<ShadowReader> readers;

  /**
   * A stage that does nothing before {@link #start}.
   *
   * @param suspension while it is on, nothing is claimed
   * @param onOver told the UID of an exam that a shadow has ended with; must return soon
   * @throws XRayVisionException if a prompt file in the options' directory cannot be used
   */
  public ShadowStage(
      ExamStore store,
      Pictures pictures,
      List<Member<VisionModel>> models,
      AnalysisOptions options,
      RegionOptions regions,
      Discretion discretion,
      Suspension suspension,
      Consumer<String> onOver,
      Clock clock) {
    this.store = store;
    Questions questions =
        Questions.of(
            store,
            pictures,
            new PromptBuilder(options.promptDirectory(), regions),
            models,
            options,
            discretion);
    this.endpoints = Endpoints.ofShadows(models, options, clock);
    this.readers =
        endpoints.stream()
            .map(one -> new ShadowReader(store, questions, one, options, suspension, onOver, clock))
            .toList();
  }

  /** Names the shadows to the store, and starts. Call it once, before anything is read. */
  public void start() {
    store.configureShadows(
        readers.stream().map(ShadowReader::name).collect(Collectors.toUnmodifiableSet()));
    endpoints.forEach(Endpoints::start);
    readers.forEach(ShadowReader::start);
  }

  /** An exam is done. Returns at once. */
  public void wake() {
    readers.forEach(ShadowReader::wake);
  }

  /** Whether a shadow has yet to look at an exam. */
  public boolean awaits(String uid) {
    return !readers.isEmpty() && store.awaitsShadow(uid);
  }

  /** How each shadow is. */
  public List<EndpointStatus> status() {
    return endpoints.stream().flatMap(one -> one.status().stream()).toList();
  }

  /** Gives up what is being looked at; it is looked at after the next start. Returns at once. */
  public void stop() {
    readers.forEach(ShadowReader::stop);
    endpoints.forEach(Endpoints::abandon);
  }

  /** Ends threads and models. The store must still be open. */
  @Override
  public void close() {
    stop();
    readers.forEach(ShadowReader::join);
    endpoints.forEach(Endpoints::close);
  }
}
