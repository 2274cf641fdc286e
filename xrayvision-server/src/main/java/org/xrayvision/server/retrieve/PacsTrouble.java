/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.logging.RateGate;

/**
 * Why a PACS is no use at the moment, and how the log hears of it: once a minute at most while it
 * lasts, and once when it is over. Safe for threads.
 */
final class PacsTrouble {
  private static final System.Logger LOG = System.getLogger(PacsTrouble.class.getName());
  private static final int MOST_LINES_IN_A_MINUTE = 20;

  /** What it keeps from working; asking may go well where fetching does not. */
  enum With {
    ASKING,
    FETCHING
  }

  private final String name;
  private final Clock clock;
  private final RateGate gate;
  private final Map<With, String> sentences = new TreeMap<>();
  private @Nullable Instant since;

  PacsTrouble(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.gate = new RateGate(clock, Duration.ofMinutes(1), MOST_LINES_IN_A_MINUTE);
  }

  /** Something did not work at all. */
  synchronized void met(With with, String sentence) {
    if (sentences.isEmpty()) {
      since = clock.instant();
    }
    sentences.put(with, sentence);
    if (gate.passes("")) {
      LOG.log(System.Logger.Level.WARNING, "PACS " + name + ": " + sentence);
    }
  }

  /** It works. */
  synchronized void over(With with) {
    if (sentences.remove(with) != null && sentences.isEmpty()) {
      since = null;
      LOG.log(System.Logger.Level.INFO, "PACS " + name + " works again");
    }
  }

  /** One study could not be had. */
  void studyFailed(String studyUid, int attempt, int attempts, String sentence) {
    if (gate.passes(sentence)) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "PACS "
                  + name
                  + ": study .."
                  + studyUid.substring(Math.max(0, studyUid.length() - 8))
                  + ", attempt "
                  + attempt
                  + " of "
                  + attempts
                  + ": "
                  + sentence);
    }
  }

  synchronized @Nullable String sentence() {
    return sentences.values().stream().findFirst().orElse(null);
  }

  synchronized @Nullable Instant since() {
    return since;
  }
}
