/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person's verdict on a reading; it outranks what was made of the radiologist's text. Immutable.
 *
 * @param reviewer the name of the account, or null where an older program did not keep it
 */
public record Review(Instant at, @Nullable String reviewer, boolean abnormal) {
  /** Checks that there is a time. */
  public Review {
    Objects.requireNonNull(at, "at");
  }
}
