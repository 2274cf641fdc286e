/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.EngineLoad;
import org.xrayvision.core.EngineStatus;

/**
 * Writes into the log why nothing is being read or taken: each change of an endpoint's state, of
 * the engine's trouble and of whether there is room on the disk, once. Looks from time to time, on
 * a thread of its own. Safe for threads.
 */
final class EngineWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EngineWatch.class.getName());
  private static final long MB = 1_000_000;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Supplier<EngineStatus> engine;
  private final Supplier<Optional<String>> notice;
  private final Duration interval;
  private final Map<String, String> told = new HashMap<>();
  private final Thread thread = new Thread(this::run, "xrv-engine-watch");
  private @Nullable String trouble;
  private boolean diskLow;
  private @Nullable Long noticed;
  private boolean failing;

  /**
   * A watch that does not look yet.
   *
   * @param notice what has to be said once a day, for as long as it is there
   */
  EngineWatch(Supplier<EngineStatus> engine, Supplier<Optional<String>> notice) {
    this(engine, notice, INTERVAL);
  }

  EngineWatch(Supplier<EngineStatus> engine, Supplier<Optional<String>> notice, Duration interval) {
    this.engine = engine;
    this.notice = notice;
    this.interval = interval;
    thread.setDaemon(true);
  }

  /** Begins to look. */
  EngineWatch start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(interval.toMillis());
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void look() {
    try {
      EngineStatus status = engine.get();
      status.endpoints().forEach(endpoint -> tell("model ", endpoint));
      status.readerEndpoints().forEach(endpoint -> tell("report reader ", endpoint));
      status.shadowEndpoints().forEach(endpoint -> tell("shadow model ", endpoint));
      status.sourceEndpoints().forEach(endpoint -> tell("report source ", endpoint));
      status.notifierEndpoints().forEach(endpoint -> tell("notifier ", endpoint));
      status.listenerEndpoints().forEach(endpoint -> tell("exam listener ", endpoint));
      status.patientIdEndpoints().forEach(endpoint -> tell("patient id scheme ", endpoint));
      tellTrouble(status.trouble());
      tellDisk(status.load());
      tellNotice();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.log(Level.WARNING, "Cannot see how the models are; goes on trying", e);
      }
      failing = true;
    }
  }

  private void tellTrouble(@Nullable String now) {
    if (!Objects.equals(now, trouble)) {
      trouble = now;
      LOG.log(Level.WARNING, now == null ? "readings go on" : "readings wait: " + now);
    }
  }

  private void tellNotice() {
    long now = System.nanoTime();
    if (noticed == null || now - noticed >= DAY.toNanos()) {
      noticed = now;
      notice.get().ifPresent(text -> LOG.log(Level.WARNING, text));
    }
  }

  private void tellDisk(EngineLoad now) {
    if (now.diskLow() != diskLow) {
      diskLow = now.diskLow();
      LOG.log(
          Level.WARNING,
          diskLow
              ? "exams are refused (A700): "
                  + now.freeBytes() / MB
                  + " MB are free on the disk of the data directory, and [general] min_free_mb is "
                  + now.minFreeBytes() / MB
                  + "; make room, senders try again"
              : "exams are taken again: there is enough free disk");
    }
  }

  private void tell(String role, EndpointStatus endpoint) {
    if (endpoint.health() == Health.UNKNOWN) {
      return;
    }
    boolean up = endpoint.health() == Health.UP;
    String now = up ? "answers" : "cannot be used: " + endpoint.cause();
    String before = told.put(role + endpoint.name(), now);
    if (now.equals(before)) {
      return;
    }
    // That a model answers from the first is no news; that it answers again is.
    Level level = up && before == null ? Level.INFO : Level.WARNING;
    LOG.log(level, role + endpoint.name() + " " + now + " (since " + endpoint.since() + ")");
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
