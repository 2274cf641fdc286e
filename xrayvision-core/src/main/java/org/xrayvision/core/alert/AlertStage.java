/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.alert;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xrayvision.core.AlertOptions;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.OpenAlerts;
import org.xrayvision.core.analysis.AlertTexts;
import org.xrayvision.core.resilience.Endpoints;
import org.xrayvision.core.resilience.Member;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.spi.Notifier;

/**
 * Those who tell people: each has a thread, a pool and a progress of its own, so that one that is
 * dead holds up neither the others nor the reading. It owns the notifiers that it is given. Safe
 * for threads.
 */
public final class AlertStage implements AutoCloseable {
  private final ExamStore store;
  private final Clock clock;
  private final List<AlertWorker> workers = new ArrayList<>();
  private final Set<String> notifiers;
  private final Set<String> escalation;

  /**
   * A stage that does nothing before {@link #start}.
   *
   * @param notifiers are told of each alert
   * @param escalation are told of what nobody has acknowledged
   */
  public AlertStage(
      ExamStore store,
      List<Member<Notifier>> notifiers,
      List<Member<Notifier>> escalation,
      AlertTexts texts,
      AnalysisOptions analysis,
      AlertOptions options,
      Clock clock) {
    this.store = store;
    this.clock = clock;
    Set<String> taken = new HashSet<>();
    List<Endpoints<Notifier>> first = Endpoints.ofNotifiers(notifiers, taken, analysis, clock);
    List<Endpoints<Notifier>> then = Endpoints.ofNotifiers(escalation, taken, analysis, clock);
    List<Member<Notifier>> members = new ArrayList<>(notifiers);
    members.addAll(escalation);
    List<Endpoints<Notifier>> all = new ArrayList<>(first);
    all.addAll(then);
    for (int i = 0; i < all.size(); i++) {
      AlertTexts.For how = texts.forReach(members.get(i).reach());
      workers.add(
          new AlertWorker(i + 1, store, all.get(i), how, analysis, options.perMinute(), clock));
    }
    this.notifiers = names(workers.subList(0, first.size()));
    this.escalation = names(workers.subList(first.size(), workers.size()));
  }

  private static Set<String> names(List<AlertWorker> workers) {
    return workers.stream().map(AlertWorker::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Names the notifiers to the store, and starts. Call it once, before anything is read. */
  public void start() {
    store.alerts().configure(notifiers, escalation);
    workers.forEach(AlertWorker::begin);
  }

  /** Something may have been raised. Returns at once. */
  public void wake() {
    workers.forEach(AlertWorker::wake);
  }

  /** Notes that somebody has seen the alert of an exam's reading; false where there is none. */
  public boolean acknowledge(String uid, String who) {
    return store.alerts().acknowledge(uid, who, clock.instant());
  }

  /** What nobody has acknowledged, of this page from 1. */
  public OpenAlerts open(int page) {
    return store.alerts().open(page);
  }

  /** The notifiers, each to be asked whether it could deliver; nobody is told anything. */
  public List<EndpointProbe> probes() {
    return workers.stream().flatMap(worker -> worker.probes().stream()).toList();
  }

  /** How each notifier is. */
  public List<EndpointStatus> status() {
    return workers.stream().map(AlertWorker::status).toList();
  }

  /** What keeps alerts from being delivered, in one line; empty where all is well. */
  public Optional<String> trouble() {
    return workers.stream()
        .map(AlertWorker::problem)
        .filter(Objects::nonNull)
        .findFirst()
        .or(this::undeliverable)
        .map(text -> text.replaceAll("[\\p{Cntrl}\\s]+", " "));
  }

  private Optional<String> undeliverable() {
    return store.alerts().waitingForOthers().stream()
        .findFirst()
        .map(
            waiting ->
                String.format(
                    "%d alerts wait for %s, which the configuration does not name any more: name"
                        + " it, or another notifier, and restart",
                    waiting.alerts(), waiting.notifier()));
  }

  /** Gives up what is being sent; it is sent after the next start. Returns at once. */
  public void stop() {
    workers.forEach(AlertWorker::abandon);
  }

  /** Ends threads and notifiers. The store must still be open. */
  @Override
  public void close() {
    stop();
    workers.forEach(AlertWorker::join);
    workers.forEach(AlertWorker::end);
  }
}
