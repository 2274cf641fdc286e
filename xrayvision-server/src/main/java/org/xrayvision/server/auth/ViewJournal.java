/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xrayvision.api.XRayVisionException;

/**
 * Notes in the audit log which exams a person has seen: one row for each person, exam and way of
 * seeing it in ten minutes. Rows are written together, within a second, by a thread of its own, so
 * that looking waits for no disk; when too many wait, who looks writes them. Safe for threads.
 */
public final class ViewJournal implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ViewJournal.class.getName());
  private static final Duration ONCE_IN = Duration.ofMinutes(10);
  private static final int MOST_REMEMBERED = 100_000;
  private static final int MOST_WAITING = 5_000;
  private static final long PAUSE_MILLIS = 1_000;

  private final AuditLog audit;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "xrv-audit");
  private final Object writing = new Object();
  private final Map<String, Instant> seen =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };
  private List<AuditRow> waiting = new ArrayList<>();
  private boolean started;
  private boolean closed;

  ViewJournal(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /**
   * A person sees an exam.
   *
   * @param action the word in the log: {@code view} of one, {@code list} of several
   * @param how what of it, for people
   */
  public void seen(Principal principal, String action, String uid, String how) {
    if (!principal.isPerson()) {
      return;
    }
    Instant now = clock.instant();
    String key = action + "\0" + principal.name() + "\0" + uid;
    synchronized (seen) {
      Instant before = seen.get(key);
      if (before != null && now.isBefore(before.plus(ONCE_IN))) {
        return;
      }
      seen.put(key, now);
    }
    note(principal, action, uid, how);
  }

  /** Something that comes by the thousand was done; it is written within a second. */
  public void note(Principal principal, String action, String object, String detail) {
    AuditRow row = audit.row(principal, action, object, detail);
    boolean full;
    synchronized (this) {
      waiting.add(row);
      if (!started && !closed) {
        started = true;
        thread.start();
      }
      full = closed || waiting.size() >= MOST_WAITING;
      notifyAll();
    }
    if (full) {
      flush();
    }
  }

  /** Writes what waits; returns when it is durable. */
  public void flush() {
    synchronized (writing) {
      List<AuditRow> rows;
      synchronized (this) {
        rows = waiting;
        waiting = new ArrayList<>();
      }
      if (rows.isEmpty()) {
        return;
      }
      try {
        audit.record(rows);
      } catch (XRayVisionException e) {
        putBack(rows);
        LOG.log(Level.ERROR, "views of exams are not in the audit log yet: " + e.getMessage());
      }
    }
  }

  /** What cannot be written is tried again, as far as there is room. */
  private synchronized void putBack(List<AuditRow> rows) {
    rows.addAll(waiting);
    int lost = Math.max(0, rows.size() - 2 * MOST_WAITING);
    if (lost > 0) {
      LOG.log(Level.ERROR, lost + " views of exams are lost to the audit log");
    }
    waiting = new ArrayList<>(rows.subList(lost, rows.size()));
  }

  private void run() {
    try {
      while (awaitRows()) {
        // Those that come together are written together.
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        flush();
      }
    } catch (InterruptedException e) {
      // Closed; what waits is written there.
    }
  }

  private synchronized boolean awaitRows() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    return !closed;
  }

  /** Writes what waits, and ends the thread. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    flush();
  }
}
