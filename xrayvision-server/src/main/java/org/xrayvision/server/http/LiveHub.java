/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.ExamEvent;
import org.xrayvision.core.Subscription;
import org.xrayvision.core.XRayVision;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.UserStore;
import org.xrayvision.server.retrieve.QueryProgress;

/**
 * Tells all clients what happens. One thread reads the store's events behind one cursor and hands
 * each client its messages; it waits for no client. Safe for threads.
 */
final class LiveHub implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(LiveHub.class.getName());
  private static final int BATCH = 200;

  /** The state changes without an event too, when an endpoint goes down. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int MISSED_PINGS = 3;

  /** More about queries than this is not told within one turn; the counts in the last one are. */
  private static final int MOST_PROGRESS = 50;

  /** After so many failed turns the events are given up: one of them may be to blame. */
  private static final int MOST_FAILURES = 40;

  private final XRayVision engine;
  private final LiveMessages messages;
  private final UserStore users;
  private final HttpLimits limits;
  private final Clock clock = Clock.systemUTC();
  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
  private final Semaphore signal = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "xrv-live-hub");
  private final Object place = new Object();
  private final BlockingQueue<QueryProgress> progress = new ArrayBlockingQueue<>(MOST_PROGRESS);
  private volatile boolean running = true;
  private volatile ObjectNode state = Json.object();
  private @Nullable Subscription subscription;
  private long cursor;
  private long stateAt;
  private long pingAt = System.nanoTime();
  private boolean stale = true;

  /** How many turns in a row have failed. */
  private int failures;

  /** Whether there are events to tell; stays until they were told, though the store fails. */
  private boolean pending;

  LiveHub(XRayVision engine, LiveMessages messages, UserStore users, HttpLimits limits) {
    this.engine = engine;
    this.messages = messages;
    this.users = users;
    this.limits = limits;
  }

  void start() {
    cursor = engine.lastSeq();
    refreshState();
    subscription = engine.subscribe(event -> signal.release());
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells who is there how a query goes on; returns at once. */
  void tell(QueryProgress how) {
    while (!progress.offer(how)) {
      progress.poll();
    }
    signal.release();
  }

  boolean isFull() {
    return clients.size() >= limits.maxClients();
  }

  /** Whether this account or key has as many as it may. */
  boolean isFullFor(Principal principal) {
    return clients.stream()
            .map(LiveClient::principal)
            .filter(
                other -> other.role() == principal.role() && other.name().equals(principal.name()))
            .count()
        >= limits.maxClientsPerAccount();
  }

  int clients() {
    return clients.size();
  }

  /**
   * Takes a client in and tells it what it missed; reads the store.
   *
   * @param since the last event that it knows, or null if it begins now
   */
  void add(LiveClient client, String address, @Nullable Long since) {
    long seq;
    synchronized (place) {
      clients.add(client);
      seq = cursor;
    }
    if (client.isGone()) {
      remove(client);
      return;
    }
    try {
      client.release(greeting(client, address, since, seq));
    } catch (RuntimeException e) {
      remove(client);
      client.cut();
      throw e;
    }
  }

  void remove(LiveClient client) {
    clients.remove(client);
  }

  private List<String> greeting(LiveClient client, String address, @Nullable Long since, long seq) {
    ObjectNode now = state;
    List<String> greeting = new ArrayList<>();
    boolean lost =
        since != null
            && (since > seq || since < engine.resyncBefore() || seq - since > limits.maxCatchUp());
    long from = since == null || lost ? seq : since;
    greeting.add(
        LiveMessages.message(messages.connected(address, from, seq, clock.instant()), now));
    if (lost) {
      greeting.add(LiveMessages.message(messages.resync(seq, clock.instant()), now));
    }
    while (from < seq) {
      List<ExamEvent> missed = engine.events(from, BATCH);
      if (missed.isEmpty()) {
        break;
      }
      for (ExamEvent event : missed) {
        if (event.seq() <= seq) {
          greeting.add(text(event, now).to(client));
        }
        from = event.seq();
      }
    }
    return greeting;
  }

  private void run() {
    while (running) {
      try {
        boolean signalled =
            signal.tryAcquire(limits.stateInterval().toMillis(), TimeUnit.MILLISECONDS);
        signal.drainPermits();
        turn(signalled);
        failures = 0;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (failures == 0) {
          LOGGER.log(Level.WARNING, "Cannot tell the dashboards what happens; goes on trying", e);
        }
        failures++;
        stale = true;
      }
    }
  }

  private void turn(boolean signalled) {
    long now = System.nanoTime();
    pending |= signalled;
    stale |= signalled || now - stateAt > LOOK_NANOS;
    boolean changed = false;
    if (stale && now - stateAt >= limits.stateInterval().toNanos() && !clients.isEmpty()) {
      changed = refreshState();
    }
    boolean told = pending && tellEvents();
    pending = false;
    told |= tellProgress();
    if (changed && !told) {
      String message = LiveMessages.message(null, state);
      clients.forEach(client -> client.send(message));
    }
    if (now - pingAt > limits.pingInterval().toNanos()) {
      pingAt = now;
      clients.forEach(this::keepAlive);
    }
  }

  /** Returns whether it is another than before. */
  private boolean refreshState() {
    stateAt = System.nanoTime();
    ObjectNode fresh = messages.state();
    boolean changed = !fresh.equals(state);
    state = fresh;
    stale = false;
    return changed;
  }

  private boolean tellProgress() {
    List<QueryProgress> all = new ArrayList<>();
    progress.drainTo(all);
    for (QueryProgress one : all) {
      String text = LiveMessages.message(messages.query(one, cursor, clock.instant()), state);
      clients.forEach(client -> client.send(text));
    }
    return !all.isEmpty();
  }

  /** Tells what lies behind the cursor; returns whether there was anything. */
  private boolean tellEvents() {
    boolean told = false;
    while (true) {
      List<ExamEvent> events = engine.events(cursor, BATCH);
      if (events.isEmpty()) {
        return told;
      }
      boolean heard = !clients.isEmpty();
      // Made before the cursor moves: if the store fails here, they are told at the next turn.
      List<Text> texts = heard ? texts(events) : List.of();
      List<LiveClient> audience;
      synchronized (place) {
        // Who comes after this is told of these events by his greeting.
        audience = List.copyOf(clients);
        if (!heard && !audience.isEmpty()) {
          continue;
        }
        cursor = events.get(events.size() - 1).seq();
      }
      texts.forEach(text -> audience.forEach(client -> client.send(text.to(client))));
      told = true;
    }
  }

  /** The messages for events; one that says "load anew" where they cannot be had. */
  private List<Text> texts(List<ExamEvent> events) {
    if (failures < MOST_FAILURES) {
      return events.stream().map(event -> text(event, state)).toList();
    }
    long seq = events.get(events.size() - 1).seq();
    String resync = LiveMessages.message(messages.resync(seq, clock.instant()), state);
    return List.of(new Text(resync, resync));
  }

  /** One event for all: the text for those who may see exams, and that for the others. */
  private record Text(String whole, String brief) {
    String to(LiveClient client) {
      return client.seesExams() ? whole : brief;
    }
  }

  private Text text(ExamEvent event, ObjectNode now) {
    LiveMessages.Told told = messages.event(event);
    String whole = LiveMessages.message(told.whole(), now);
    boolean isSame = told.whole().equals(told.brief());
    return new Text(whole, isSame ? whole : LiveMessages.message(told.brief(), now));
  }

  private void keepAlive(LiveClient client) {
    if (!users.isStillValid(client.principal())) {
      client.close(LiveClient.POLICY_VIOLATION, "log in again");
    } else if (client.silentNanos() > limits.pingInterval().toNanos() * MISSED_PINGS) {
      client.cut();
    } else {
      client.ping();
    }
  }

  @Override
  public void close() {
    running = false;
    if (subscription != null) {
      subscription.close();
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(client -> client.close(LiveClient.GOING_AWAY, "the server stops"));
    clients.clear();
  }
}
