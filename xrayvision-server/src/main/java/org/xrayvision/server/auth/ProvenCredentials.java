/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of credentials that were right. Who shows one again does not guess, and so is
 * not held up because others at his address do. Safe for threads.
 */
final class ProvenCredentials {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MOST = 1000;

  private final Clock clock;
  private final Map<String, Instant> fingerprints =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST;
        }
      };

  ProvenCredentials(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(String fingerprint) {
    fingerprints.put(fingerprint, clock.instant());
  }

  synchronized boolean contains(String fingerprint) {
    @Nullable Instant proven = fingerprints.get(fingerprint);
    return proven != null && clock.instant().isBefore(proven.plus(KEPT));
  }
}
