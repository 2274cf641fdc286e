package org.xrayvision.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;

/**
 * Writes into the log why nothing is being read: each change of an endpoint's state, once. Looks
 * from time to time, on a thread of its own. Safe for threads.
 */
final class EngineWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EngineWatch.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Supplier<List<EndpointStatus>> endpoints;
  private final Duration interval;
  private final Map<String, String> told = new HashMap<>();
  private final Thread thread = new Thread(this::run, "xrv-engine-watch");
  private boolean failing;

  EngineWatch(Supplier<List<EndpointStatus>> endpoints) {
    this(endpoints, INTERVAL);
  }

  EngineWatch(Supplier<List<EndpointStatus>> endpoints, Duration interval) {
    this.endpoints = endpoints;
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
      endpoints.get().forEach(this::tell);
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.log(Level.WARNING, "Cannot see how the models are; goes on trying", e);
      }
      failing = true;
    }
  }

  private void tell(EndpointStatus endpoint) {
    if (endpoint.health() == Health.UNKNOWN) {
      return;
    }
    boolean up = endpoint.health() == Health.UP;
    String now = up ? "answers" : "cannot be used: " + endpoint.cause();
    String before = told.put(endpoint.name(), now);
    if (now.equals(before)) {
      return;
    }
    // That a model answers from the first is no news; that it answers again is.
    Level level = up && before == null ? Level.INFO : Level.WARNING;
    LOG.log(level, "model " + endpoint.name() + " " + now + " (since " + endpoint.since() + ")");
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
