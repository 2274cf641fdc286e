/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One endpoint that can be tried out, whatever its health. Safe for threads. */
public interface EndpointProbe {
  /** What is shown of the endpoint, without credentials. */
  String name();

  /**
   * Asks it, and waits for the answer; nothing is counted for or against the endpoint, and nothing
   * is stored.
   */
  Result run(Duration atMost);

  /** How it ended. */
  enum Outcome {
    /** It answered as it should. */
    ANSWERED,
    /** It did not. */
    FAILED,
    /** It cannot be asked without a real question. */
    NOT_ASKED
  }

  /**
   * What came of it. Immutable.
   *
   * @param message why it failed; null if it did not
   * @param model that has answered, if it said so
   * @param severity of what was seen, -1 where it was not assessed
   */
  record Result(Outcome outcome, @Nullable String message, @Nullable String model, int severity) {
    /** An answer without figures. */
    public static Result answered() {
      return new Result(Outcome.ANSWERED, null, null, -1);
    }

    /** No answer, and why. */
    public static Result failed(@Nullable String message) {
      return new Result(Outcome.FAILED, String.valueOf(message), null, -1);
    }
  }
}
