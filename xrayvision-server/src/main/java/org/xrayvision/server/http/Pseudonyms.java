/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xrayvision.api.Patient;
import org.xrayvision.core.ExamRecords;
import org.xrayvision.server.auth.Masking;

/**
 * Finds patients by their pseudonyms, which cannot be turned back: those of all patients are made
 * once, those of new ones when one is not found. Holds a few dozen bytes for each patient. Safe for
 * threads.
 */
final class Pseudonyms {
  private static final Pattern PSEUDONYM = Pattern.compile("p-[0-9a-f]{16}");
  private static final int AT_ONCE = 1000;

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final ExamRecords records;
  private final Map<Long, String> keys = new HashMap<>();
  private long patients = -1;
  private long looked;

  Pseudonyms(ExamRecords records) {
    this.records = records;
  }

  static boolean isOne(String text) {
    return PSEUDONYM.matcher(text).matches();
  }

  /** The patient's key, or empty where nobody has this pseudonym. */
  synchronized Optional<String> key(String pseudonym, Masking masking) {
    if (!isOne(pseudonym)) {
      return Optional.empty();
    }
    String known = keys.get(number(pseudonym));
    if (known == null && isWorthALook()) {
      makeAll(masking);
      known = keys.get(number(pseudonym));
    }
    return Optional.ofNullable(known);
  }

  /** Forgets all of them; they are made anew when one is looked for. */
  synchronized void forget() {
    keys.clear();
    patients = -1;
  }

  /** A guess must not cost a walk over all patients each time. */
  private boolean isWorthALook() {
    long total = records.patients(null, 1, 1).total();
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
      some.addAll(records.patientKeys(after, AT_ONCE));
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
