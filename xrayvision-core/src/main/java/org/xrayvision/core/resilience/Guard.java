/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.resilience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xrayvision.core.EndpointStatus;
import org.xrayvision.core.EndpointStatus.Health;
import org.xrayvision.spi.BackendException;
import org.xrayvision.spi.Deadline;
import org.xrayvision.spi.PermanentBackendException;
import org.xrayvision.spi.TransientBackendException;

/**
 * A plugin that has no backend to be down: each call runs on a thread of the plugin's own, ends at
 * its deadline whatever the plugin does, and is counted; a plugin that goes too far is switched off
 * and says why. Nothing that it says is shown, since nobody knows what is in it. Safe for threads.
 */
public abstract class Guard<T> {
  static final int MOST_STUCK = 2;

  private static final long CLOSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final Member<T> member;
  private final Duration time;
  private final Clock clock;
  private final PluginPool pool;
  private final CallMeter meter;

  private Health health = Health.UNKNOWN;
  private @Nullable String cause;
  private @Nullable Instant since;
  private @Nullable String lastError;
  private @Nullable Instant lastErrorAt;
  private volatile boolean switchedOff;

  /**
   * @param role in the names of its threads
   * @param calls how many may run at a time, those that hang included
   * @param time how long a call may take
   */
  Guard(String role, String name, Member<T> member, int calls, Duration time, Clock clock) {
    this.name = name;
    this.member = member;
    this.time = time;
    this.clock = clock;
    this.pool = new PluginPool(role, name, calls, member.loader());
    this.meter = new CallMeter(member.meter());
  }

  /** A call did not return in time; its thread was interrupted. */
  abstract void late();

  final boolean isSwitchedOff() {
    return switchedOff;
  }

  /**
   * Calls the plugin.
   *
   * @throws BackendException if it did not do what was asked, without a word of its own
   * @throws CallAbandonedException if the engine closes meanwhile
   */
  final <R> R ask(Function<T, R> question) {
    long start = System.nanoTime();
    R answer;
    try {
      answer = pool.call(Deadline.in(time), cancellation -> answer(question));
    } catch (BackendException e) {
      meter.ended(System.nanoTime() - start, CallMeter.End.FAILED);
      failed(e);
      throw e;
    } catch (CallAbandonedException e) {
      meter.ended(System.nanoTime() - start, CallMeter.End.ABANDONED);
      throw e;
    }
    meter.ended(System.nanoTime() - start, CallMeter.End.ANSWERED);
    become(Health.UP, null);
    return answer;
  }

  private <R> R answer(Function<T, R> question) {
    try {
      return question.apply(member.plugin());
    } catch (BackendException e) {
      throw new PermanentBackendException(name + " threw " + PluginFailures.place(e), null, e);
    }
  }

  private void failed(BackendException e) {
    String why = String.valueOf(e.getMessage());
    if (e instanceof TransientBackendException && e.getCause() instanceof TimeoutException) {
      become(Health.DOWN, why);
      late();
    } else {
      noted(why);
    }
  }

  private synchronized void noted(String why) {
    lastError = why;
    lastErrorAt = clock.instant();
  }

  private synchronized void become(Health now, @Nullable String why) {
    if (switchedOff) {
      return;
    }
    if (health != now) {
      since = clock.instant();
    }
    health = now;
    cause = why;
    if (why != null) {
      noted(why);
    }
  }

  /** It is not called any more. */
  final void switchOff(String why) {
    synchronized (this) {
      if (switchedOff) {
        return;
      }
      become(Health.DOWN, why);
      switchedOff = true;
    }
    member.onSwitchedOff().accept(why);
  }

  /** How many threads are stuck in calls that nobody waits for any more. */
  final int stuck() {
    return pool.stuck();
  }

  /** Waits until each call that was late has ended, or counts as stuck. */
  final void awaitLate() throws InterruptedException {
    pool.awaitLate();
  }

  /** How it is. */
  public final synchronized EndpointStatus status() {
    return new EndpointStatus(
        name, health, !switchedOff, cause, since, false, lastError, lastErrorAt, pool.stuck());
  }

  /** Ends the calls of all of them; what ignores interrupts is left behind on its own thread. */
  public static void closeAll(List<? extends Guard<?>> guards) {
    for (Guard<?> guard : guards) {
      guard.pool.shutDown();
    }
    long deadline = System.nanoTime() + CLOSE_NANOS;
    for (Guard<?> guard : guards) {
      guard.pool.awaitEnd(deadline);
    }
  }
}
