/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a model's endpoint is. Immutable.
 *
 * @param name what is shown of it, without credentials
 * @param active whether exams go to it now
 * @param cause why it is not asked now, or null
 * @param since when it became what it is, or null before the first check
 * @param stuckThreads how many of its threads do not come back from calls that nobody waits for
 */
public record EndpointStatus(
    String name,
    Health health,
    boolean active,
    @Nullable String cause,
    @Nullable Instant since,
    int stuckThreads) {
  /** Whether an endpoint answers. */
  public enum Health {
    /** Not asked yet. */
    UNKNOWN,
    /** Answers. */
    UP,
    /** Does not answer, or not as it should. */
    DOWN
  }
}
