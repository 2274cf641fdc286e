/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.admin.Check.Outcome;
import org.xrayvision.server.admin.Check.State;

/**
 * A run of the self-test, as far as it has come. Immutable.
 *
 * @param ended null while it goes on
 */
public record SelfTestRun(int id, Instant begun, @Nullable Instant ended, List<Result> results) {
  /** Copies the list. */
  public SelfTestRun {
    results = List.copyOf(results);
  }

  /**
   * One check.
   *
   * @param kind what it is about
   * @param target which one of them, or null
   * @param state waiting, running, ok, failed or skipped
   * @param code names the sentence, null before the end
   * @param facts what the sentence is made of
   * @param message the sentence in English, null before the end
   * @param advice what to do, or null
   * @param millis how long it took, null before the end
   */
  public record Result(
      String kind,
      @Nullable String target,
      String state,
      @Nullable String code,
      Map<String, String> facts,
      @Nullable String message,
      @Nullable String advice,
      @Nullable Long millis) {
    /** Copies the map. */
    public Result {
      facts = Map.copyOf(facts);
    }

    static Result of(Check check, State state) {
      return new Result(
          check.kind(), check.target(), word(state), null, Map.of(), null, null, null);
    }

    static Result of(Check check, Outcome outcome, long millis) {
      return new Result(
          check.kind(),
          check.target(),
          word(outcome.state()),
          outcome.code(),
          outcome.facts(),
          outcome.message(),
          outcome.advice(),
          millis);
    }

    private static String word(State state) {
      return state.name().toLowerCase(Locale.ROOT);
    }
  }
}
