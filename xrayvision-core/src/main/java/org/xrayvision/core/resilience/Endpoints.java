/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.AnalysisOptions;
import org.xrayvision.core.EndpointProbe;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.plugin.BriefCall;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.Notifier;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.ReportReader;
import org.xrayvision.spi.ReportSource;
import org.xrayvision.spi.TransientBackendException;
import org.xrayvision.spi.VisionModel;

/**
 * Plugins of one kind in their order of preference: the first usable one is asked; an outage in
 * flight goes to the next; the first is asked again as soon as it is healthy. Each has a deadline
 * around its calls, threads of its own, a health check and a breaker. Safe for threads.
 */
public final class Endpoints<T extends AutoCloseable> implements AutoCloseable {
  private static final long CLOSE_MILLIS = 1_000;
  private static final int MAX_NAME = 200;
  private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda.*");
  private static final Duration NAMING = Duration.ofSeconds(5);
  private static final Duration TROUBLE = Duration.ofSeconds(1);

  private final List<Endpoint<T>> endpoints;
  private final Thread watcher;
  private final Semaphore news = new Semaphore(0);
  private volatile Runnable onChange = () -> {};
  private volatile boolean closed;
  private volatile @Nullable String watcherTrouble;

  private Endpoints(
      String role,
      List<Member<T>> plugins,
      Function<T, String> names,
      int calls,
      AnalysisOptions options,
      Clock clock) {
    List<Endpoint<T>> made = new ArrayList<>();
    for (Member<T> plugin : plugins) {
      made.add(
          new Endpoint<>(
              role,
              nameOf(plugin, names),
              plugin,
              calls,
              options.deadline(),
              options.healthInterval(),
              clock));
    }
    this.endpoints = List.copyOf(made);
    this.watcher = new Thread(this::watch, "xrv-health-" + role);
    watcher.setDaemon(true);
  }

  /** Vision models, the preferred one first; nothing runs before {@link #start}. */
  public static Endpoints<VisionModel> ofModels(
      List<Member<VisionModel>> models, AnalysisOptions options, Clock clock) {
    return new Endpoints<>(
        "vision", models, VisionModel::displayName, options.workers(), options, clock);
  }

  /** Report readers, the preferred one first; nothing runs before {@link #start}. */
  public static Endpoints<ReportReader> ofReaders(
      List<Member<ReportReader>> readers, AnalysisOptions options, Clock clock) {
    return new Endpoints<>(
        "reader", readers, ReportReader::displayName, options.workers(), options, clock);
  }

  /**
   * Report sources, the preferred one first; nothing runs before {@link #start}.
   *
   * @param requests how many reports are asked for at a time, besides what workers ask of patients
   */
  public static Endpoints<ReportSource> ofSources(
      List<Member<ReportSource>> sources, int requests, AnalysisOptions options, Clock clock) {
    int calls = Math.max(requests, options.workers());
    return new Endpoints<>("source", sources, ReportSource::displayName, calls, options, clock);
  }

  /** Vision models each for itself, under a name that no other of them has. */
  public static List<Endpoints<VisionModel>> ofShadows(
      List<Member<VisionModel>> models, AnalysisOptions options, Clock clock) {
    return eachForItself(
        "shadow", models, VisionModel::displayName, new HashSet<>(), options, clock);
  }

  /**
   * Notifiers each for itself, under a name that no other of them has.
   *
   * @param taken names that are others' already; those given are added
   */
  public static List<Endpoints<Notifier>> ofNotifiers(
      List<Member<Notifier>> notifiers, Set<String> taken, AnalysisOptions options, Clock clock) {
    return eachForItself("notifier", notifiers, Notifier::displayName, taken, options, clock);
  }

  private static <T extends AutoCloseable> List<Endpoints<T>> eachForItself(
      String role,
      List<Member<T>> plugins,
      Function<T, String> names,
      Set<String> taken,
      AnalysisOptions options,
      Clock clock) {
    List<Endpoints<T>> all = new ArrayList<>();
    for (Member<T> plugin : plugins) {
      // What waits for it is noted under its name: that must be the same after the next start.
      String shown = LAMBDA.matcher(nameOf(plugin, names)).replaceFirst("");
      String name = shown;
      for (int n = 2; !taken.add(name); n++) {
        name = shown + " (" + n + ")";
      }
      String unique = name;
      all.add(
          new Endpoints<>(role, List.of(plugin), one -> unique, options.workers(), options, clock));
    }
    return List.copyOf(all);
  }

  private static <T> String nameOf(Member<T> member, Function<T, String> names) {
    T plugin = member.plugin();
    try {
      String name =
          new BriefCall("xrv-plugin-name", member.loader(), NAMING)
              .call(() -> Objects.requireNonNull(names.apply(plugin)));
      return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    } catch (ExecutionException e) {
      return plugin.getClass().getName();
    }
  }

  /** Starts the health checks; the first is at once. */
  public void start() {
    watcher.start();
  }

  /** Is told when an endpoint becomes usable or stops being so; must return at once. */
  public void onChange(Runnable listener) {
    this.onChange = listener;
  }

  /** Whether there is any endpoint at all. */
  public boolean isEmpty() {
    return endpoints.isEmpty();
  }

  /** Whether a call made now would be put to an endpoint. */
  public boolean isUsable() {
    return endpoints.stream().anyMatch(Endpoint::isUsable);
  }

  /** What is known of each, in the order of preference; the first usable one is active. */
  public List<EndpointStatus> status() {
    List<EndpointStatus> all = new ArrayList<>();
    boolean found = false;
    for (Endpoint<T> endpoint : endpoints) {
      boolean active = !found && endpoint.isUsable();
      found |= active;
      all.add(endpoint.status(active));
    }
    return all;
  }

  /**
   * Puts a question to the first usable endpoint, and to the next where that one is out.
   *
   * @throws TransientBackendException an outage if no endpoint could be asked; else a failure that
   *     counts as one of the exam's attempts
   * @throws PermanentBackendException if this question can never be answered
   * @throws CallAbandonedException if the engine closes meanwhile
   */
  public <R> Answered<R> call(Deadline deadline, Function<Asked<T>, R> question) {
    return call(deadline, question, OnLoss.PASS_ON, AskFilter.ANYBODY);
  }

  /**
   * The same, with a word in who is asked, and in what becomes of a question over which an endpoint
   * went down.
   *
   * @throws PermanentBackendException also if nobody may be asked
   */
  public <R> Answered<R> call(
      Deadline deadline, Function<Asked<T>, R> question, OnLoss onLoss, AskFilter filter) {
    TransientBackendException outage = null;
    for (Endpoint<T> endpoint : allowed(filter)) {
      boolean timeLeft = outage == null || !deadline.isOver();
      if (!timeLeft || !endpoint.tryEnter()) {
        continue;
      }
      try {
        return new Answered<>(endpoint.ask(deadline, question), endpoint.name());
      } catch (EndpointLostException e) {
        outage = e.outage();
        if (!onLoss.mayPassOn(outage)) {
          throw outage;
        }
      } catch (TransientBackendException e) {
        if (!e.isOutage()) {
          throw e;
        }
        outage = e;
      } finally {
        if (!endpoint.isUsable()) {
          changed();
        }
      }
    }
    throw outage != null ? outage : noneUsable();
  }

  /** Each endpoint, to be tried out with this question; nothing is asked yet. */
  public List<EndpointProbe> probes(BiFunction<Asked<T>, Deadline, EndpointProbe.Result> question) {
    return endpoints.stream().<EndpointProbe>map(one -> new TryOut<>(one, question)).toList();
  }

  private List<Endpoint<T>> allowed(AskFilter filter) {
    List<Endpoint<T>> allowed =
        endpoints.stream().filter(one -> filter.whyNot(one.reach()).isEmpty()).toList();
    if (allowed.isEmpty() && !endpoints.isEmpty()) {
      throw new PermanentBackendException(
          "it was not sent to "
              + endpoints.get(0).name()
              + ": "
              + filter.whyNot(endpoints.get(0).reach()).orElse(""));
    }
    return allowed;
  }

  /** Why no call would be put to any endpoint now, in one line; empty where one would. */
  public Optional<String> trouble() {
    return isUsable() ? Optional.ofNullable(watcherTrouble) : Optional.of(causes());
  }

  private String causes() {
    if (endpoints.isEmpty()) {
      return "none of the plugins that are named for this can run; the list of plugins says why";
    }
    return endpoints.stream()
        .map(Endpoint::trouble)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("; "));
  }

  private TransientBackendException noneUsable() {
    String causes = causes();
    @Nullable Duration rest =
        endpoints.stream().map(Endpoint::restLeft).min(Comparator.naturalOrder()).orElse(null);
    return TransientBackendException.outage(
        causes.isEmpty() ? "no endpoint can be asked now" : causes, rest);
  }

  private void watch() {
    while (!closed) {
      try {
        probeAll();
        watcherTrouble = null;
        pause();
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException | Error e) {
        // Without this thread no endpoint would come back: it lives on, whatever it was.
        watcherTrouble = "the health checks fail: " + e.getClass().getName();
        LockSupport.parkNanos(TROUBLE.toNanos());
      }
    }
  }

  private void probeAll() {
    boolean changed = false;
    for (Endpoint<T> endpoint : endpoints) {
      changed |= endpoint.probeIfDue();
    }
    if (changed) {
      onChange.run();
    }
  }

  private void pause() throws InterruptedException {
    long now = System.nanoTime();
    long wait = Duration.ofMinutes(1).toNanos();
    for (Endpoint<T> endpoint : endpoints) {
      wait = Math.min(wait, endpoint.nextProbe() - now);
    }
    if (news.tryAcquire(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }

  /** An endpoint went down: the watcher must look at its dates anew. */
  private void changed() {
    news.release();
    onChange.run();
  }

  /** Gives up the calls in progress, each with a {@link CallAbandonedException}. */
  public void abandon() {
    endpoints.forEach(Endpoint::abandon);
  }

  /** Ends health checks, calls and plugins; a call that ignores interrupts is left behind. */
  @Override
  public void close() {
    closed = true;
    abandon();
    news.release();
    try {
      watcher.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endpoints.forEach(Endpoint::close);
  }
}
