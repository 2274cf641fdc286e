/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.upkeep;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.XRayVisionException;

/**
 * Does once a day, at a set hour of the site, what has to be done now and then: each step is one
 * line in the log and stays to be seen. A day that the server was down for is made up for soon
 * after the start. A step that fails keeps no other one from its turn. Runs on a thread of its own;
 * safe for threads.
 */
public final class Maintenance implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Maintenance.class.getName());

  /** The clock may be set meanwhile. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration AFTER_START = Duration.ofMinutes(10);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /** Something to be done. */
  public interface Work {
    /**
     * Does it, and says in a few words what came of it; ends early where its thread is interrupted.
     */
    String run();
  }

  /** Something to be done, by its name in the log and the API. */
  public record Task(String name, Work work) {}

  private final int hour;
  private final ZoneId zone;
  private final Clock clock;
  private final List<Task> tasks;
  private final RunFile file;
  private final Thread thread = new Thread(this::run, "xrv-maintenance");
  private @Nullable MaintenanceRun last;
  private @Nullable Instant next;
  private boolean running;
  private boolean closed;

  /**
   * Nothing runs yet.
   *
   * @param hour of the site's day, 0 to 23; -1 for never by itself
   * @param file where the last run is remembered
   */
  public Maintenance(int hour, ZoneId zone, Clock clock, List<Task> tasks, RunFile file) {
    this.hour = hour;
    this.zone = zone;
    this.clock = clock;
    this.tasks = List.copyOf(tasks);
    this.file = file;
    this.last = file.read().orElse(null);
    this.thread.setDaemon(true);
  }

  /** Begins to wait for the hour. */
  public synchronized void start() {
    next = hour < 0 ? null : first(clock.instant());
    thread.start();
  }

  private Instant first(Instant now) {
    MaintenanceRun before = last;
    boolean missed = before != null && !following(before.started()).isAfter(now);
    return missed ? now.plus(AFTER_START) : following(now);
  }

  /**
   * The next time that it is this hour; on a day whose clocks leave the hour out, an hour later,
   * and where it comes twice, the first time.
   */
  private Instant following(Instant after) {
    LocalDate day = LocalDate.ofInstant(after, zone);
    while (true) {
      Instant at = ZonedDateTime.of(day.atTime(hour, 0), zone).toInstant();
      if (at.isAfter(after)) {
        return at;
      }
      day = day.plusDays(1);
    }
  }

  private void run() {
    try {
      while (awaitTurn()) {
        MaintenanceRun made = work();
        file.write(made);
        synchronized (this) {
          last = made;
          running = false;
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private synchronized boolean awaitTurn() throws InterruptedException {
    while (!closed && !running) {
      Instant now = clock.instant();
      if (next != null && !now.isBefore(next)) {
        next = following(now);
        running = true;
        break;
      }
      Duration left = next == null ? LONGEST_WAIT : Duration.between(now, next);
      wait(Math.max(1, Math.min(left.toMillis(), LONGEST_WAIT.toMillis())));
    }
    return !closed;
  }

  private MaintenanceRun work() throws InterruptedException {
    Instant started = clock.instant();
    List<MaintenanceRun.Step> steps = new ArrayList<>();
    for (Task task : tasks) {
      steps.add(step(task));
      if (isClosed()) {
        throw new InterruptedException("closed");
      }
    }
    return new MaintenanceRun(started, clock.instant(), steps);
  }

  private static MaintenanceRun.Step step(Task task) {
    long began = System.nanoTime();
    String said;
    boolean well = true;
    try {
      said = task.work().run();
    } catch (XRayVisionException e) {
      well = false;
      said = String.valueOf(e.getMessage());
    } catch (RuntimeException | Error e) {
      // The message of a stranger may quote anything; the trace is in the log of those who debug.
      well = false;
      said = "a fault in this program: " + e.getClass().getName();
      LOG.log(Level.DEBUG, "maintenance: " + task.name(), e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    LOG.log(
        well ? Level.INFO : Level.ERROR,
        "maintenance: {0}{1}: {2} ({3} ms)",
        task.name(),
        well ? "" : " failed",
        said,
        took.toMillis());
    return new MaintenanceRun.Step(task.name(), well, said, took);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Has the work done now.
   *
   * @return false if it is being done at this moment
   */
  public synchronized boolean runNow() {
    if (running || closed) {
      return false;
    }
    running = true;
    notifyAll();
    return true;
  }

  /** How it went the last time, if ever. */
  public synchronized Optional<MaintenanceRun> last() {
    return Optional.ofNullable(last);
  }

  /** When it is done next, if ever. */
  public synchronized Optional<Instant> next() {
    return Optional.ofNullable(next);
  }

  /** Whether it is being done. */
  public synchronized boolean isRunning() {
    return running;
  }

  /** The steps that failed the last time. */
  public synchronized List<String> failed() {
    return last == null ? List.of() : last.failed();
  }

  /** The hour of the day, or -1. */
  public int hour() {
    return hour;
  }

  /** Whose hour it is. */
  public ZoneId zone() {
    return zone;
  }

  /** Ends the thread; a step in progress is interrupted, and a copy that is being made is left. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
