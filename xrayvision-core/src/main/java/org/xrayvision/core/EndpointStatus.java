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
 * @param breakerOpen whether call after call failed, so that it rests though its health check
 *     passes
 * @param lastError the last that was wrong with it, whether or not it is well again; without
 *     patient data, or null
 * @param lastErrorAt when that was, or null
 * @param stuckThreads how many of its threads do not come back from calls that nobody waits for
 */
public record EndpointStatus(
    String name,
    Health health,
    boolean active,
    @Nullable String cause,
    @Nullable Instant since,
    boolean breakerOpen,
    @Nullable String lastError,
    @Nullable Instant lastErrorAt,
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
