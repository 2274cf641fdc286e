/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that the self-test looks at. Safe for threads. */
interface Check {
  /** What it is about: {@code pacs}, {@code disk}; the page has words for it. */
  String kind();

  /** Which one of them, or null where there is only one. */
  @Nullable String target();

  /** How long it may take. */
  Duration atMost();

  /** Looks; runs on a thread of the self-test's. */
  Outcome look() throws Exception;

  /** How a check ended. */
  enum State {
    WAITING,
    RUNNING,
    OK,
    FAILED,
    SKIPPED
  }

  /**
   * What it found. Immutable.
   *
   * @param code names the sentence, for who has it in another language
   * @param facts what the sentence is made of
   * @param message the sentence in English
   * @param advice what to do, or null
   */
  record Outcome(
      State state,
      String code,
      Map<String, String> facts,
      String message,
      @Nullable String advice) {
    /** Copies the map. */
    public Outcome {
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    static Outcome ok(String code, Map<String, String> facts, String message) {
      return new Outcome(State.OK, code, facts, message, null);
    }

    static Outcome failed(String message, String advice) {
      return new Outcome(State.FAILED, "failed", Map.of(), message, advice);
    }

    static Outcome skipped(String code, String message) {
      return new Outcome(State.SKIPPED, code, Map.of(), message, null);
    }
  }
}
