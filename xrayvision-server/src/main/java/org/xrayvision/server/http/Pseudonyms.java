/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xrayvision.api.Patient;
import org.xrayvision.core.ExamRecords;
import org.xrayvision.server.auth.Masking;

/**
 * Finds patients by their pseudonyms, which cannot be turned back: those of all patients are made
 * once, those of new ones when one is not found. One request walks through the register at a time;
 * who asks meanwhile for one that is not known is told to come again, so that guesses hold no
 * threads. Holds a few dozen bytes for each patient. Safe for threads.
 */
final class Pseudonyms {
  private static final Pattern PSEUDONYM = Pattern.compile("p-[0-9a-f]{16}");
  private static final int AT_ONCE = 1000;

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private static final long PATIENCE_MILLIS = 100;

  private final LongSupplier count;
  private final BiFunction<String, Integer, List<String>> register;
  private final Map<Long, String> keys = new ConcurrentHashMap<>();
  private final ReentrantLock walk = new ReentrantLock();
  private volatile boolean walking;
  private long patients = -1;
  private long looked;

  Pseudonyms(ExamRecords records) {
    this(() -> records.patients(null, 1, 1).total(), records::patientKeys);
  }

  /**
   * @param count of all patients
   * @param register the keys behind one, as many as are asked for
   */
  Pseudonyms(LongSupplier count, BiFunction<String, Integer, List<String>> register) {
    this.count = count;
    this.register = register;
  }

  static boolean isOne(String text) {
    return PSEUDONYM.matcher(text).matches();
  }

  /**
   * The patient's key, or empty where nobody has this pseudonym.
   *
   * @throws HttpException 503 where it is not known and all patients are being looked through
   */
  Optional<String> key(String pseudonym, Masking masking) {
    if (!isOne(pseudonym)) {
      return Optional.empty();
    }
    String known = keys.get(number(pseudonym));
    return known == null ? Optional.ofNullable(lookedUp(pseudonym, masking)) : Optional.of(known);
  }

  private @Nullable String lookedUp(String pseudonym, Masking masking) {
    if (walking || !isMyTurn()) {
      throw new HttpException(
          503, "The patients are being looked through; ask again.", Map.of("Retry-After", "2"));
    }
    try {
      if (isWorthALook()) {
        walking = true;
        makeAll(masking);
      }
      return keys.get(number(pseudonym));
    } finally {
      walking = false;
      walk.unlock();
    }
  }

  private boolean isMyTurn() {
    try {
      return walk.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Forgets all of them, after a walk's end; they are made anew when one is looked for. */
  void forget() {
    walk.lock();
    try {
      keys.clear();
      patients = -1;
    } finally {
      walk.unlock();
    }
  }

  /** A guess must not cost a walk over all patients each time. */
  private boolean isWorthALook() {
    long total = count.getAsLong();
    boolean worth = total != patients || System.nanoTime() - looked > LOOK_AGAIN.toNanos();
    if (worth) {
      patients = total;
      looked = System.nanoTime();
    }
    return worth;
  }

  private void makeAll(Masking masking) {
    // New patients can have any key, so that all are looked through; only new ones are hashed.
    Set<String> made = new HashSet<>(keys.values());
    List<String> some = new ArrayList<>();
    String after = "";
    do {
      some.clear();
      some.addAll(register.apply(after, AT_ONCE));
      for (String key : some) {
        String pseudonym =
            made.contains(key) ? null : masking.patientId(new Patient(key, null, null, null, null));
        if (pseudonym != null) {
          keys.put(number(pseudonym), key);
        }
        after = key;
      }
    } while (some.size() == AT_ONCE);
  }

  private static long number(String pseudonym) {
    return Long.parseUnsignedLong(pseudonym.substring(2), 16);
  }
}
