/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Log-ins that were sent to the provider and are not back yet. Each is taken once, and only by the
 * browser that began it. The oldest are forgotten. Safe for threads.
 */
final class PendingLogins {
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private final Clock clock;
  private final Map<String, Pending> byState =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pending> eldest) {
          return size() > MOST;
        }
      };

  PendingLogins(Clock clock) {
    this.clock = clock;
  }

  /**
   * One log-in under way.
   *
   * @param nonce what the ID token must carry
   * @param verifier whose hash the provider was shown (RFC 7636)
   * @param browser what the browser's cookie must hold
   * @param next where to go afterwards
   */
  record Pending(String nonce, String verifier, String browser, String next, Instant begun) {}

  synchronized void put(String state, Pending pending) {
    byState.put(state, pending);
  }

  /**
   * The log-in of this state, which is spent then, whatever comes of it.
   *
   * @throws OidcException if there is none, it is too old, or another browser's
   */
  Pending take(String state, String browser) {
    Pending pending;
    synchronized (this) {
      pending = byState.remove(state);
    }
    if (pending == null || pending.begun.plus(KEPT).isBefore(clock.instant())) {
      throw OidcException.refused("the state is unknown, was used before, or is too old");
    }
    if (!MessageDigest.isEqual(
        pending.browser.getBytes(StandardCharsets.UTF_8),
        browser.getBytes(StandardCharsets.UTF_8))) {
      throw OidcException.refused("the state is another browser's");
    }
    return pending;
  }
}
