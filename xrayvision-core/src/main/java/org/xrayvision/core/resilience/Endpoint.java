/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.core.PluginUse.Reach;
import org.xrayvision.spi.Cancellation;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.HealthProbe;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * One plugin with its threads, its health and its breaker. An outage rests it: until the health
 * check passes, and for as long as it asked or, without a word, for a time that doubles with each
 * outage in a row. The breaker opens when call after call fails though the health check passes; an
 * endpoint that refuses question after question for good is out as well. Safe for threads.
 */
final class Endpoint<T extends AutoCloseable> implements AutoCloseable {
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);
  private static final Duration LONGEST_REST = Duration.ofMinutes(15);
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_OPEN = Duration.ofSeconds(30);
  private static final int WINDOW = 10;
  private static final int REFUSALS = 6;
  private static final int MOST_STUCK = 2;

  private final String name;
  private final T plugin;
  private final Member<T> member;
  private final PluginPool pool;
  private final CallMeter meter;
  private final Clock clock;
  private final CircuitBreaker breaker;
  private final Duration healthInterval;
  private final Duration probeTime;
  private final Duration openTime;
  private final IntervalFunction rests;

  private Health health = Health.UNKNOWN;
  private @Nullable String cause;
  private @Nullable Instant since;
  private @Nullable String lastError;
  private @Nullable Instant lastErrorAt;
  private long restUntil = System.nanoTime();
  private long nextProbe = System.nanoTime();
  private int troublesInARow;
  private int refusalsInARow;
  private int inFlight;
  private boolean switchedOff;

  Endpoint(
      String role,
      String name,
      Member<T> member,
      int workers,
      Duration deadline,
      Duration healthInterval,
      Clock clock) {
    this.name = name;
    this.member = member;
    this.plugin = member.plugin();
    this.clock = clock;
    this.healthInterval = healthInterval;
    // As many calls again may hang before the plugin is refused, and a health check fits in.
    this.pool = new PluginPool(role, name, 2 * workers + 1, member.loader());
    this.meter = new CallMeter(member.meter());
    this.probeTime = shorter(LONGEST_PROBE, deadline);
    this.openTime = shorter(LONGEST_OPEN, healthInterval);
    this.rests =
        IntervalFunction.ofExponentialBackoff(
            shorter(FIRST_REST, healthInterval), 2, healthInterval);
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(WINDOW)
                .failureRateThreshold(100)
                .waitDurationInOpenState(openTime)
                .permittedNumberOfCallsInHalfOpenState(1)
                .writableStackTraceEnabled(false)
                .build());
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  String name() {
    return name;
  }

  Reach reach() {
    return member.reach();
  }

  synchronized boolean isUsable() {
    if (isSwitchedOff()) {
      return false;
    }
    boolean down = health == Health.DOWN && plugin instanceof HealthProbe;
    return !down && !isResting();
  }

  /** A plugin whose calls do not end would take one thread after the other. */
  private boolean isSwitchedOff() {
    int stuck = pool.stuck();
    if (!switchedOff && stuck >= MOST_STUCK) {
      switchedOff = true;
      String why =
          stuck + " of its threads are stuck: it is switched off; mend the plugin, and restart";
      become(Health.DOWN, why);
      member.onSwitchedOff().accept(why);
    }
    return switchedOff;
  }

  private boolean isResting() {
    return restUntil - System.nanoTime() > 0;
  }

  /** Why it is not used, for a person; null where it is. */
  synchronized @Nullable String trouble() {
    return isUsable() ? null : name + ": " + (cause == null ? "is not usable yet" : cause);
  }

  /** How long it rests still; zero where only the health check is awaited. */
  synchronized Duration restLeft() {
    return Duration.ofNanos(Math.max(0, restUntil - System.nanoTime()));
  }

  synchronized EndpointStatus status(boolean active) {
    boolean troubled = health == Health.DOWN || !isUsable();
    return new EndpointStatus(
        name,
        health,
        active,
        troubled ? cause : null,
        since,
        breaker.getState() == CircuitBreaker.State.OPEN,
        lastError,
        lastErrorAt,
        pool.stuck());
  }

  /** Reserves a call, or says that there is none to be had now. */
  synchronized boolean tryEnter() {
    if (!isUsable()) {
      return false;
    }
    if (!breaker.tryAcquirePermission()) {
      rest(openTime);
      return false;
    }
    inFlight++;
    return true;
  }

  /**
   * Asks the plugin; only after {@link #tryEnter}.
   *
   * @throws TransientBackendException an outage that the plugin tells of; or a failure that counts
   * @throws EndpointLostException if the endpoint went down meanwhile, or refuses whatever it is
   *     asked
   * @throws PermanentBackendException as the plugin says
   * @throws CallAbandonedException if the engine closes meanwhile
   */
  <R> R ask(Deadline deadline, Function<Asked<T>, R> question) {
    long start = System.nanoTime();
    boolean counted = false;
    CallMeter.End end = CallMeter.End.ABANDONED;
    try {
      R answer = pool.call(deadline, cancellation -> question.apply(asked(cancellation)));
      counted = true;
      end = CallMeter.End.ANSWERED;
      succeeded(System.nanoTime() - start);
      return answer;
    } catch (TransientBackendException e) {
      end = CallMeter.End.OUTAGE;
      throwIfOut(e);
      counted = true;
      end = CallMeter.End.FAILED;
      failed(e, System.nanoTime() - start);
      throw e;
    } catch (PermanentBackendException e) {
      counted = true;
      end = CallMeter.End.FAILED;
      refusedForGood(e, System.nanoTime() - start);
      throw e;
    } finally {
      leave(counted);
      meter.ended(System.nanoTime() - start, end);
    }
  }

  /** Asks the plugin whatever its health, and counts nothing for or against it. */
  <R> R tryOut(Deadline deadline, Function<Asked<T>, R> question) {
    return pool.call(deadline, cancellation -> question.apply(asked(cancellation)));
  }

  private Asked<T> asked(Cancellation cancellation) {
    return new Asked<>(plugin, member.reach(), cancellation);
  }

  /** Whatever has ended the call, its permission must not stay with it. */
  private void leave(boolean counted) {
    if (!counted) {
      breaker.releasePermission();
    }
    synchronized (this) {
      inFlight--;
    }
  }

  private void throwIfOut(TransientBackendException e) {
    if (e.isOutage()) {
      down(e);
      throw e;
    }
    TransientBackendException outage = probed(e);
    if (outage != null) {
      down(outage);
      throw new EndpointLostException(outage);
    }
  }

  private void failed(Exception e, long nanos) {
    breaker.onError(nanos, TimeUnit.NANOSECONDS, e);
    restIfOpen(e);
  }

  /** The outage that a failure turns out to be, or null if the health check passes. */
  private @Nullable TransientBackendException probed(TransientBackendException failure) {
    if (!(plugin instanceof HealthProbe)) {
      return null;
    }
    try {
      probe();
      return null;
    } catch (TransientBackendException e) {
      return TransientBackendException.outage(
          e.getMessage() + " (after: " + failure.getMessage() + ")", e);
    } catch (PermanentBackendException e) {
      return TransientBackendException.outage(e.getMessage() + "", e);
    }
  }

  private void probe() {
    Deadline deadline = Deadline.in(probeTime);
    pool.call(
        deadline,
        cancellation -> {
          ((HealthProbe) plugin).checkHealth(deadline);
          return Boolean.TRUE;
        });
  }

  private synchronized void succeeded(long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    troublesInARow = 0;
    refusalsInARow = 0;
    restUntil = System.nanoTime();
    become(Health.UP, null);
  }

  /** One refusal is the question's fault; if no other question is taken, it is the endpoint's. */
  private void refusedForGood(PermanentBackendException e, long nanos) {
    failed(e, nanos);
    int refusals = countRefusal();
    if (refusals < REFUSALS) {
      return;
    }
    TransientBackendException outage =
        TransientBackendException.outage(
            "the last " + refusals + " questions were refused, the latest: " + e.getMessage(), e);
    down(outage);
    throw new EndpointLostException(outage);
  }

  private synchronized int countRefusal() {
    return ++refusalsInARow;
  }

  private synchronized void restIfOpen(Exception e) {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      rest(openTime);
      nextProbe = restUntil;
      become(Health.DOWN, "the last " + WINDOW + " calls failed, the latest: " + e.getMessage());
    }
  }

  private synchronized void down(TransientBackendException outage) {
    troublesInARow++;
    Duration asked = outage.retryAfter().orElse(Duration.ZERO);
    Duration own = Duration.ofMillis(rests.apply(troublesInARow));
    rest(shorter(asked.compareTo(own) > 0 ? asked : own, LONGEST_REST));
    nextProbe = restUntil;
    become(Health.DOWN, outage.getMessage());
  }

  private void rest(Duration time) {
    restUntil = System.nanoTime() + time.toNanos();
  }

  /** Everybody is shown why, whoever may see the exam over which it came to this. */
  private void become(Health now, @Nullable String why) {
    if (health != now) {
      since = clock.instant();
    }
    health = now;
    cause = why == null ? null : member.discreet().apply(why);
    if (cause != null) {
      lastError = cause;
      lastErrorAt = clock.instant();
    }
  }

  /** When the watcher has something to do here, on {@link System#nanoTime}. */
  synchronized long nextProbe() {
    return nextProbe;
  }

  /** Checks the health if it is time to. Returns whether the endpoint became usable or unusable. */
  boolean probeIfDue() {
    boolean before;
    synchronized (this) {
      before = isUsable();
      if (nextProbe - System.nanoTime() > 0) {
        return false;
      }
      nextProbe = System.nanoTime() + healthInterval.toNanos();
      if (switchedOff) {
        return false;
      }
      // A backend that reads and answers one thing at a time would be found dead while it works.
      if (inFlight > 0 && health != Health.DOWN) {
        return false;
      }
    }
    if (!(plugin instanceof HealthProbe)) {
      return true;
    }
    try {
      probe();
      healthy();
    } catch (TransientBackendException | PermanentBackendException e) {
      unhealthy(String.valueOf(e.getMessage()));
    } catch (CallAbandonedException e) {
      return false;
    }
    return before != isUsable();
  }

  private synchronized void healthy() {
    // Healthy, and refusing calls for a while all the same: 429, or a key that lacks a right.
    if (health == Health.DOWN && isResting()) {
      nextProbe = restUntil;
      return;
    }
    become(Health.UP, null);
  }

  private synchronized void unhealthy(String why) {
    troublesInARow++;
    nextProbe = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(rests.apply(troublesInARow));
    become(Health.DOWN, why);
  }

  void abandon() {
    pool.abandon();
  }

  /** Ends the calls, then the plugin. */
  @Override
  public void close() {
    pool.close(plugin);
  }
}
