/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.report;

import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.xrayvision.core.store.ExamStore;
import org.xrayvision.core.store.ReportSearch;

/**
 * Whose report is asked for next: the newest exam's, every fourth time that of the one that waits
 * longest, and none that is being asked for already. Safe for threads.
 */
final class SearchTurns {
  private static final int OLDEST_EVERY = 4;

  private final ExamStore store;
  private final Clock clock;
  private final Set<String> inHand = new HashSet<>();
  private int turns;

  SearchTurns(ExamStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The UID of an exam that nobody else is given until {@link #giveBack}; empty if none is due. */
  synchronized Optional<String> take() {
    boolean oldest = (turns + 1) % OLDEST_EVERY == 0;
    Optional<String> next =
        store.reports().nextSearches(clock.instant(), oldest, inHand.size() + 1).stream()
            .map(ReportSearch::uid)
            .filter(uid -> !inHand.contains(uid))
            .findFirst();
    next.ifPresent(
        uid -> {
          inHand.add(uid);
          turns = (turns + 1) % OLDEST_EVERY;
        });
    return next;
  }

  /** Its answer stands in the store. */
  synchronized void giveBack(String uid) {
    inHand.remove(uid);
  }
}
