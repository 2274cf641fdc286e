/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.api.QueueCounts;
import org.xrayvision.core.DatabaseStatus;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EngineStatus;
import org.xrayvision.core.PluginKind;
import org.xrayvision.core.PluginStatus.State;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.metrics.EngineView.Look;
import org.xrayvision.spi.ExamListener;

/**
 * Binds an engine's state. Endpoints are named by their role and place: their own names may say
 * where in the house they are. Safe for threads.
 */
final class EngineMetrics implements ExamListener {
  private static final String OTHER = "other";
  private static final List<String> KINDS =
      List.of(
          ExamEvent.RECEIVED,
          ExamEvent.QUEUED,
          ExamEvent.PROCESSING,
          ExamEvent.DONE,
          ExamEvent.CHECK,
          ExamEvent.IGNORE,
          ExamEvent.ERROR,
          ExamEvent.REQUEUE,
          ExamEvent.HANDED_BACK,
          ExamEvent.CONFLICT,
          OTHER);

  private final MeterRegistry registry;
  private final EngineView view;
  private final Map<String, Counter> events;

  EngineMetrics(MeterRegistry registry, XRayVision engine) {
    this.registry = registry;
    this.view = new EngineView(engine);
    this.events = KINDS.stream().collect(Collectors.toMap(kind -> kind, this::events));
    exams("waiting", QueueCounts::waiting);
    exams("processing", QueueCounts::processing);
    exams("check", QueueCounts::check);
    exams("error", QueueCounts::errors);
    exams("ignore", QueueCounts::ignored);
    gauge(
        "xrayvision.queue.oldest.age",
        "seconds",
        "How long the longest waiting exam has waited; 0 where none waits",
        Tags.empty(),
        look -> look.load().oldest().map(Duration::toMillis).orElse(0L) / 1e3);
    gauge(
        "xrayvision.disk.free",
        "bytes",
        "Free disk of the data directory",
        Tags.empty(),
        look -> look.load().freeBytes());
    database();
    FunctionCounter.builder(
            "xrayvision.listener.failures",
            view,
            seen -> seen.number(look -> look.status().listenerFailures()))
        .description("How often a listener of events has thrown")
        .register(registry);
    gauge(
        "xrayvision.readings.stopped",
        "",
        "1 while nothing is read because of some trouble",
        Tags.empty(),
        look -> look.status().trouble() == null ? 0 : 1);
    Stream.of(PluginKind.values())
        .forEach(kind -> Stream.of(State.values()).forEach(s -> plugins(kind, s)));
    EngineStatus now = engine.status();
    endpoints("vision_model", now.endpoints().size(), EngineStatus::endpoints);
    endpoints("report_reader", now.readerEndpoints().size(), EngineStatus::readerEndpoints);
    endpoints("shadow_model", now.shadowEndpoints().size(), EngineStatus::shadowEndpoints);
    endpoints("report_source", now.sourceEndpoints().size(), EngineStatus::sourceEndpoints);
    endpoints("notifier", now.notifierEndpoints().size(), EngineStatus::notifierEndpoints);
    endpoints("exam_listener", now.listenerEndpoints().size(), EngineStatus::listenerEndpoints);
    endpoints(
        "patient_id_scheme", now.patientIdEndpoints().size(), EngineStatus::patientIdEndpoints);
  }

  @Override
  public void onEvent(ExamEvent event) {
    Counter counter = events.get(event.kind());
    (counter == null ? events.get(OTHER) : counter).increment();
  }

  private Counter events(String kind) {
    return Counter.builder("xrayvision.exam.events")
        .description(
            "What happened to exams; handed_back counts outages, restarts and failed tries")
        .tag("event", kind)
        .register(registry);
  }

  private void exams(String state, ToDoubleFunction<QueueCounts> of) {
    gauge(
        "xrayvision.exams",
        "",
        "How many exams stand there now",
        Tags.of("state", state),
        look -> of.applyAsDouble(look.status().counts()));
  }

  private void database() {
    bytes("file", DatabaseStatus::fileBytes);
    bytes("log", DatabaseStatus::logBytes);
    readers("busy", DatabaseStatus::readersBusy);
    readers("all", DatabaseStatus::readers);
    readers("awaited", DatabaseStatus::readsWaiting);
  }

  private void bytes(String file, ToDoubleFunction<DatabaseStatus> of) {
    gauge(
        "xrayvision.database.size",
        "bytes",
        "The exams' database and its write-ahead log; -1 where that cannot be told",
        Tags.of("file", file),
        look -> of.applyAsDouble(look.database()));
  }

  private void readers(String state, ToDoubleFunction<DatabaseStatus> of) {
    gauge(
        "xrayvision.database.readers",
        "",
        "Connections that read: how many are busy, there, and waited for",
        Tags.of("state", state),
        look -> of.applyAsDouble(look.database()));
  }

  private void plugins(PluginKind kind, State state) {
    gauge(
        "xrayvision.plugins",
        "",
        "How many plugins are installed only, active, broken",
        Tags.of("kind", lower(kind), "state", lower(state)),
        look ->
            look.plugins().stream()
                .filter(plugin -> plugin.kind() == kind && plugin.state() == state)
                .count());
  }

  private void endpoints(String role, int count, Function<EngineStatus, List<EndpointStatus>> of) {
    for (int i = 0; i < count; i++) {
      int place = i;
      Tags tags = Tags.of("role", role, "place", String.valueOf(i + 1));
      endpoint("up", "1 if it answers, 0 if not", tags, of, place, EngineMetrics::up);
      endpoint("active", "1 if it is asked now", tags, of, place, one -> one.active() ? 1 : 0);
      endpoint(
          "breaker.open",
          "1 if call after call failed and it rests",
          tags,
          of,
          place,
          one -> one.breakerOpen() ? 1 : 0);
      endpoint(
          "threads.stuck",
          "Threads that do not come back from it",
          tags,
          of,
          place,
          EndpointStatus::stuckThreads);
    }
  }

  private static double up(EndpointStatus endpoint) {
    return switch (endpoint.health()) {
      case UP -> 1;
      case DOWN -> 0;
      case UNKNOWN -> Double.NaN;
    };
  }

  private void endpoint(
      String what,
      String description,
      Tags tags,
      Function<EngineStatus, List<EndpointStatus>> of,
      int place,
      ToDoubleFunction<EndpointStatus> number) {
    gauge(
        "xrayvision.endpoint." + what,
        "",
        description,
        tags,
        look -> number.applyAsDouble(of.apply(look.status()).get(place)));
  }

  private void gauge(
      String name, String unit, String description, Tags tags, ToDoubleFunction<Look> of) {
    Gauge.builder(name, view, seen -> seen.number(of))
        .baseUnit(unit.isEmpty() ? null : unit)
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
