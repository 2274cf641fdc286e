/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.picture;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The exams whose picture could not be made yet, and when each is tried again, so that one bad file
 * does not stand in the way of the others. Kept in memory only. Safe for threads.
 */
final class Setbacks {
  private record Setback(int tries, int unread, long since, long notBefore, String reason) {}

  private final Map<String, Setback> byUid = new HashMap<>();
  private final long firstNanos;
  private final long longestNanos;
  private final LongSupplier nanoTime;

  /**
   * @param first how long an exam waits after the first setback; doubled by each further one
   * @param longest how long it waits at most
   */
  Setbacks(Duration first, Duration longest, LongSupplier nanoTime) {
    this.firstNanos = first.toNanos();
    this.longestNanos = longest.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Not the exam's fault, and soon over: it waits for the shortest time. */
  synchronized void postponed(String uid, String reason) {
    Setback before = before(uid);
    note(uid, before, new Setback(before.tries, before.unread, before.since, 0, reason), 1);
  }

  /** Something went wrong with the exam, perhaps again; it waits longer each time. */
  synchronized void failed(String uid, String reason) {
    Setback before = before(uid);
    int tries = before.tries + 1;
    note(uid, before, new Setback(tries, before.unread, before.since, 0, reason), tries);
  }

  /** Its file could not be read. Returns how often that has been so. */
  synchronized int unread(String uid, String reason) {
    Setback before = before(uid);
    int tries = before.tries + 1;
    int unread = before.unread + 1;
    note(uid, before, new Setback(tries, unread, before.since, 0, reason), tries);
    return unread;
  }

  private Setback before(String uid) {
    Setback known = byUid.get(uid);
    return known == null ? new Setback(0, 0, nanoTime.getAsLong(), 0, "") : known;
  }

  private void note(String uid, Setback before, Setback now, int doublings) {
    long delay = firstNanos << Math.min(doublings - 1, 20);
    long notBefore = nanoTime.getAsLong() + Math.min(delay, longestNanos);
    byUid.put(uid, new Setback(now.tries, now.unread, before.since, notBefore, now.reason));
  }

  /** Whether an exam may be tried now; one without a setback always may. */
  synchronized boolean isDue(String uid) {
    Setback setback = byUid.get(uid);
    return setback == null || nanoTime.getAsLong() - setback.notBefore >= 0;
  }

  /** Whether the exam's first setback came before this moment. */
  synchronized boolean isOlder(String uid, long moment) {
    Setback setback = byUid.get(uid);
    return setback != null && moment - setback.since > 0;
  }

  synchronized void forget(String uid) {
    byUid.remove(uid);
  }

  /** Forgets the exams that wait no longer. */
  synchronized void retain(Collection<String> waiting) {
    byUid.keySet().retainAll(waiting);
  }

  synchronized int size() {
    return byUid.size();
  }

  /** How long until the next one is due, at most so long. */
  synchronized long nanosToNext(long atMost) {
    long now = nanoTime.getAsLong();
    long least = atMost;
    for (Setback setback : byUid.values()) {
      long left = setback.notBefore - now;
      // What is due already is in work, or waits for a thread: no reason to look more often.
      least = left > 0 ? Math.min(least, left) : least;
    }
    return least;
  }

  /** What a person should know, without naming an exam. */
  synchronized Optional<String> trouble() {
    return byUid.values().stream()
        .findFirst()
        .map(one -> "pictures that cannot be made yet: " + byUid.size() + "; one: " + one.reason);
  }
}
