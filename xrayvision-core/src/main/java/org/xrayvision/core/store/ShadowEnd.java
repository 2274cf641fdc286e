/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.store;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a shadow model's look at an exam ended.
 *
 * @param run what it said, or why it failed; null where the try does not count
 * @param again when to try once more; null where it is over
 */
public record ShadowEnd(@Nullable AiRun run, @Nullable Instant again) {
  /** Over, with an answer or without one. */
  public static ShadowEnd over(AiRun run) {
    return new ShadowEnd(Objects.requireNonNull(run, "run"), null);
  }

  /** A try that counts; another one follows. */
  public static ShadowEnd failed(AiRun run, Instant again) {
    return new ShadowEnd(Objects.requireNonNull(run, "run"), Objects.requireNonNull(again));
  }

  /** A try that does not count. */
  public static ShadowEnd postponed(Instant again) {
    return new ShadowEnd(null, Objects.requireNonNull(again, "again"));
  }
}
