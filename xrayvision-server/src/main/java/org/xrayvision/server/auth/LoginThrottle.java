/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing slow: after a few failures each further one doubles the wait, counted for the
 * account from this address, for the address, and (with much patience, so that nobody can lock
 * others out for long) for the account. Failures are forgiven one by one as time goes by, so that
 * the slips of many people at one address never add up. An attempt counts as failed until it has
 * succeeded, so that many at once gain nothing. Safe for threads.
 */
final class LoginThrottle {
  private static final Duration FORGET_AFTER = Duration.ofMinutes(30);
  private static final int MAX_ENTRIES = 20_000;
  private static final String BOTH = "both ";
  private static final String ACCOUNT = "account ";

  private final Clock clock;
  private final Map<String, Failures> entries =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  LoginThrottle(Clock clock) {
    this.clock = clock;
  }

  /** Counts an attempt; if there were too many, it does not count and the wait is returned. */
  synchronized Optional<Duration> attempt(String account, String address) {
    Instant now = clock.instant();
    List<Guard> guards = guards(account, address);
    Duration wait = Duration.ZERO;
    for (Guard guard : guards) {
      Failures entry = live(guard, now);
      if (entry != null && entry.until.isAfter(now)) {
        Duration left = Duration.between(now, entry.until);
        wait = left.compareTo(wait) > 0 ? left : wait;
      }
    }
    if (!wait.isZero()) {
      return Optional.of(wait);
    }
    for (Guard guard : guards) {
      Failures entry = live(guard, now);
      int failures = entry == null ? 1 : entry.failures + 1;
      Instant since = entry == null ? now : entry.since;
      entries.put(
          guard.key, new Failures(failures, since, now, now.plus(guard.waitAfter(failures))));
    }
    return Optional.empty();
  }

  /** The attempt was right: the account is forgiven, the address gets its attempt back. */
  synchronized void succeeded(String account, String address) {
    List<Guard> guards = guards(account, address);
    entries.remove(guards.get(0).key);
    entries.remove(guards.get(2).key);
    giveBack(guards.get(1).key);
  }

  /** The attempt was not looked at: it never was. */
  synchronized void withdrawn(String account, String address) {
    guards(account, address).forEach(guard -> giveBack(guard.key));
  }

  /** Nothing is held against the account any more, from whatever address. */
  synchronized void forgive(String account) {
    entries.keySet().removeIf(key -> concerns(key, account));
  }

  /**
   * Whether an attempt for the account would be held up, at least from where the last ones came.
   */
  synchronized boolean isHeldUp(String account) {
    Instant now = clock.instant();
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().until.isAfter(now))
        .anyMatch(entry -> concerns(entry.getKey(), account));
  }

  /** As {@link #guards} makes the keys; an address holds no space. */
  private static boolean concerns(String key, String account) {
    return key.equals(ACCOUNT + account)
        || (key.startsWith(BOTH)
            && key.substring(key.indexOf(' ', BOTH.length()) + 1).equals(account));
  }

  private void giveBack(String key) {
    entries.computeIfPresent(
        key,
        (same, entry) ->
            entry.failures <= 1
                ? null
                : new Failures(entry.failures - 1, entry.since, entry.last, entry.last));
  }

  /** What is still held against somebody; null where nothing is. */
  private @Nullable Failures live(Guard guard, Instant now) {
    Failures entry = entries.get(guard.key);
    if (entry == null || entry.last.plus(FORGET_AFTER).isBefore(now)) {
      return null;
    }
    long forgiven = Duration.between(entry.since, now).dividedBy(guard.forgiveEvery);
    if (forgiven <= 0) {
      return entry;
    }
    return forgiven >= entry.failures
        ? null
        : new Failures(
            entry.failures - (int) forgiven,
            entry.since.plus(guard.forgiveEvery.multipliedBy(forgiven)),
            entry.last,
            entry.until);
  }

  private static List<Guard> guards(String account, String from) {
    String address = AddressGroup.of(from);
    Duration quarter = Duration.ofMinutes(15);
    Duration minute = Duration.ofMinutes(1);
    return List.of(
        new Guard(BOTH + address + " " + account, 5, quarter, quarter),
        new Guard("address " + address, 30, quarter, Duration.ofMinutes(5)),
        new Guard(ACCOUNT + account, 100, minute, minute));
  }

  /**
   * What is counted.
   *
   * @param free so many failures cost nothing
   * @param longest the longest wait
   * @param forgiveEvery after so long a failure is forgiven
   */
  private record Guard(String key, int free, Duration longest, Duration forgiveEvery) {
    Duration waitAfter(int failures) {
      int over = failures - free;
      if (over < 0) {
        return Duration.ZERO;
      }
      Duration wait = Duration.ofSeconds(1L << Math.min(over, 20));
      return wait.compareTo(longest) > 0 ? longest : wait;
    }
  }

  /**
   * What was counted.
   *
   * @param since when the failures that are left began to be forgiven
   * @param last when the latest was
   * @param until when the next attempt may be made
   */
  private record Failures(int failures, Instant since, Instant last, Instant until) {}
}
