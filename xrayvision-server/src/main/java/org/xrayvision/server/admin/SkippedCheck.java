/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.admin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that is not configured, said in its place. Immutable. */
record SkippedCheck(String kind, String code, String message) implements Check {
  @Override
  public @Nullable String target() {
    return null;
  }

  @Override
  public Duration atMost() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Outcome look() {
    return Outcome.skipped(code, message);
  }
}
