/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a password check ended. Immutable.
 *
 * @param accepted who it is, or null
 * @param delay how long to wait before the next try where there were too many, or null
 */
public record LoginResult(@Nullable Principal accepted, @Nullable Duration delay) {
  static LoginResult accepted(Principal principal) {
    return new LoginResult(principal, null);
  }

  static LoginResult refused() {
    return new LoginResult(null, null);
  }

  static LoginResult throttled(Duration delay) {
    return new LoginResult(null, delay);
  }

  /** Who it is, if name and password were right. */
  public Optional<Principal> principal() {
    return Optional.ofNullable(accepted);
  }

  /** How long to wait, if the password was not looked at because there were too many tries. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(delay);
  }
}
