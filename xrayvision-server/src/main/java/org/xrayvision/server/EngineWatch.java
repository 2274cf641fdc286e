/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.EngineStatus;

/**
 * Writes into the log why nothing is being read: each change of an endpoint's state and of the
 * engine's trouble, once. Looks from time to time, on a thread of its own. Safe for threads.
 */
final class EngineWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EngineWatch.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Supplier<EngineStatus> engine;
  private final Duration interval;
  private final Map<String, String> told = new HashMap<>();
  private final Thread thread = new Thread(this::run, "xrv-engine-watch");
  private @Nullable String trouble;
  private boolean failing;

  EngineWatch(Supplier<EngineStatus> engine) {
    this(engine, INTERVAL);
  }

  EngineWatch(Supplier<EngineStatus> engine, Duration interval) {
    this.engine = engine;
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
      status.sourceEndpoints().forEach(endpoint -> tell("report source ", endpoint));
      tellTrouble(status.trouble());
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
