/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EngineLoad;
import org.xrayvision.core.IngestOptions;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.ServerDatabase;
import org.xrayvision.server.config.PacsSettings;
import org.xrayvision.server.config.RetrieveSettings;
import org.xrayvision.server.config.ServerConfiguration;
import org.xrayvision.server.dicom.DicomDoor;

/**
 * Asks each PACS and fetches what is new, on a thread for each: {@code xrv-retrieve-NAME}. Safe for
 * threads.
 */
public final class Retrievals implements Queries, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Retrievals.class.getName());
  private static final DateTimeFormatter SITE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final int MOST_HOURS = (int) Window.MOST.toHours();
  private static final long MB = 1_000_000;
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofMillis(800);

  private final List<PacsWorker> workers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Consumer<QueryProgress>> listeners = new CopyOnWriteArrayList<>();
  private final RetrieveStore store;
  private final ZoneId zone;

  private Retrievals(ServerDatabase database, ZoneId zone) {
    this.store = new RetrieveStore(database);
    this.zone = zone;
  }

  /** What the configuration asks for; starts nothing yet. */
  public static Retrievals of(
      ServerConfiguration configuration,
      XRayVision engine,
      DicomDoor door,
      ServerDatabase database) {
    RetrieveSettings settings = configuration.retrieve();
    IngestOptions ingest = configuration.ingest();
    Retrievals retrievals = new Retrievals(database, ingest.timeZone());
    OurSide ours =
        new OurSide(
            configuration.dicom().aeTitle(),
            door::port,
            engine.sopClasses(),
            List.copyOf(engine.transferSyntaxes()),
            door.handler(),
            door.refused());
    PacsWorker.Plan plan = plan(settings, ingest.timeZone(), ours.aeTitle());
    for (PacsSettings pacs : settings.pacs()) {
      retrievals.workers.add(
          new PacsWorker(
              pacs,
              new DicomPacs(pacs, settings.modalities(), settings.timeout(), ours),
              retrievals.store,
              new EngineHere(engine, ingest),
              plan,
              Clock.systemUTC(),
              retrievals::tell));
    }
    return retrievals;
  }

  private static PacsWorker.Plan plan(RetrieveSettings settings, ZoneId zone, String ourAETitle) {
    return new PacsWorker.Plan(
        new Schedule(
            settings.interval(),
            settings.firstBackoff(),
            () -> ThreadLocalRandom.current().nextDouble()),
        settings.lookBack(),
        zone,
        settings.modalities(),
        settings.attempts(),
        ourAETitle);
  }

  /** Why the configuration asks nobody; null if it does. */
  public static @Nullable String whyNot(RetrieveSettings settings) {
    if (settings.pacs().isEmpty()) {
      return "No PACS is configured: set [dicom] REMOTE_AE_TITLE and REMOTE_AE_IP, or add a section"
          + " [pacs:NAME].";
    }
    return settings.noQuery()
        ? "Queries are switched off: remove [processing] NO_QUERY or the option --no-query, and"
            + " start the server anew."
        : null;
  }

  /** The engine, as the workers see it. */
  private record EngineHere(XRayVision engine, IngestOptions options) implements Here {
    @Override
    public Map<String, Integer> exams(Collection<String> studyUids) {
      return engine.examsOfStudies(studyUids);
    }

    @Override
    public Optional<String> busy() {
      EngineLoad load = engine.load();
      if (options.maxQueued() > 0 && load.waiting() >= options.maxQueued()) {
        return Optional.of(load.waiting() + " exams wait to be read, and max_queued is reached.");
      }
      return load.freeBytes() < options.minFreeBytes()
          ? Optional.of(
              "Only "
                  + load.freeBytes() / MB
                  + " MB are free on the disk, and min_free_mb is "
                  + options.minFreeBytes() / MB
                  + ".")
          : Optional.empty();
    }
  }

  /** Begins; the first query of each PACS at once. */
  public void start() {
    for (PacsWorker worker : workers) {
      Thread thread = new Thread(() -> run(worker), "xrv-retrieve-" + worker.name());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private static void run(PacsWorker worker) {
    boolean failing = false;
    try {
      while (!worker.isClosed()) {
        Duration wait;
        try {
          wait = worker.step();
          failing = false;
        } catch (RuntimeException e) {
          if (!failing && !worker.isClosed()) {
            LOG.log(
                System.Logger.Level.ERROR,
                "Cannot go on with PACS " + worker.name() + "; goes on trying",
                e);
          }
          failing = true;
          wait = AFTER_A_FAULT;
        }
        worker.await(wait);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void tell(QueryProgress progress) {
    listeners.forEach(listener -> listener.accept(progress));
  }

  @Override
  public void listen(Consumer<QueryProgress> listener) {
    listeners.add(listener);
  }

  @Override
  public @Nullable String whyNot() {
    return null;
  }

  @Override
  public String nextQuery() {
    return workers.stream()
        .map(PacsWorker::nextQuery)
        .min(Instant::compareTo)
        .map(next -> SITE_TIME.format(next.atZone(zone)))
        .orElse(DISABLED);
  }

  @Override
  public List<String> names() {
    return workers.stream().map(PacsWorker::name).toList();
  }

  @Override
  public Map<String, Long> ask(int hours, @Nullable String pacs) {
    if (hours < 1 || hours > MOST_HOURS) {
      throw new IllegalArgumentException("hours must be 1 to " + MOST_HOURS);
    }
    Map<String, Long> runs = new LinkedHashMap<>();
    for (PacsWorker worker : workers) {
      if (pacs == null || pacs.equals(worker.name())) {
        runs.put(worker.name(), worker.ask(hours));
      }
    }
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(
          "pacs: there is no PACS of this name; there is " + String.join(", ", names()));
    }
    return runs;
  }

  @Override
  public List<PacsStatus> status() {
    return workers.stream().map(PacsWorker::status).toList();
  }

  @Override
  public List<Retrieval> troubled(int max) {
    return store.troubled(max);
  }

  /**
   * Aborts what goes on. A thread that is just connecting may stay behind for the rest of its ten
   * seconds; it does nothing more.
   */
  @Override
  public void close() {
    workers.forEach(PacsWorker::close);
    long end = System.nanoTime() + CLOSE.toNanos();
    for (Thread thread : threads) {
      // Not interrupted: it may be writing an object to the disk.
      try {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
