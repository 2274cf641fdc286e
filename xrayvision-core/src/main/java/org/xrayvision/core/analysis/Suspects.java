/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.analysis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Exams over which endpoints went down. Once is an accident; time after time, while others are
 * read, is the exam's fault. Kept in memory and bounded: what is forgotten begins anew. Safe for
 * threads.
 */
final class Suspects {
  private static final int MAX_KEPT = 1_000;
  private static final int SUSPECT = 3;
  private static final int POISON = 5;
  private static final int MAX_STEPS_BACK = 3;

  private static final class Losses {
    private final long readsBefore;
    private long readsAtLast;
    private int count;
    private int stepsBack;

    Losses(long readsBefore) {
      this.readsBefore = readsBefore;
    }
  }

  private final Map<String, Losses> exams =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Losses> eldest) {
          return size() > MAX_KEPT;
        }
      };

  private long reads;

  /** An endpoint went down over this exam. Returns whether another may be risked. */
  synchronized boolean lost(String uid) {
    Losses losses = exams.computeIfAbsent(uid, u -> new Losses(reads));
    losses.count++;
    losses.readsAtLast = reads;
    losses.stepsBack = 0;
    return losses.count < SUSPECT;
  }

  /** This exam was answered: it is no suspect any more, and the endpoint is proven to work. */
  synchronized void answered(String uid) {
    reads++;
    exams.remove(uid);
  }

  synchronized int losses(String uid) {
    Losses losses = exams.get(uid);
    return losses == null ? 0 : losses.count;
  }

  /** Whether others must go first: none was read since the last loss. It waits a few times only. */
  synchronized boolean stepsBack(String uid) {
    Losses losses = exams.get(uid);
    return losses != null
        && losses.count >= SUSPECT
        && losses.readsAtLast == reads
        && losses.stepsBack++ < MAX_STEPS_BACK;
  }

  /** Whether the exam is to blame, for others were read in between. If so, it is forgotten here. */
  synchronized boolean convicts(String uid) {
    Losses losses = exams.get(uid);
    boolean guilty = losses != null && losses.count >= POISON && reads > losses.readsBefore;
    if (guilty) {
      exams.remove(uid);
    }
    return guilty;
  }
}
