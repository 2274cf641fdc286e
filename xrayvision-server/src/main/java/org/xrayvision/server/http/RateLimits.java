/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xrayvision.server.auth.AddressGroup;
import org.xrayvision.server.auth.Principal;

/**
 * How fast one address and one user may ask. Each has a bucket that holds what {@link #BURST}
 * brings: a wall of dashboards that loads anew at once is no attack. The buckets of those who asked
 * longest ago are forgotten. Safe for threads.
 */
final class RateLimits {
  /** How long somebody may save up. */
  static final Duration BURST = Duration.ofSeconds(20);

  static final int MOST_BUCKETS = 20_000;

  private final @Nullable Buckets addresses;
  private final @Nullable Buckets principals;

  /**
   * Limits.
   *
   * @param perAddress requests a second; 0 for no limit
   * @param perUser requests a second; 0 for no limit
   */
  RateLimits(int perAddress, int perUser, TimeMeter time) {
    this.addresses = perAddress == 0 ? null : new Buckets(perAddress, time);
    this.principals = perUser == 0 ? null : new Buckets(perUser, time);
  }

  /** Refuses an address that asks too fast. */
  void address(InetAddress address) {
    if (addresses != null) {
      addresses.take(AddressGroup.of(address));
    }
  }

  /** Refuses a user or key that asks too fast, from wherever; the command line may. */
  void principal(Principal principal) {
    if (principals != null && !principal.isCommandLine()) {
      principals.take(principal.role().code() + " " + principal.name());
    }
  }

  /** How many buckets there are, for tests. */
  int size() {
    return (addresses == null ? 0 : addresses.size())
        + (principals == null ? 0 : principals.size());
  }

  /** One for each name, as many as are bounded. */
  private static final class Buckets {
    private final int perSecond;
    private final TimeMeter time;
    private final Map<String, Bucket> byName =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_BUCKETS;
          }
        };

    Buckets(int perSecond, TimeMeter time) {
      this.perSecond = perSecond;
      this.time = time;
    }

    void take(String name) {
      Bucket bucket;
      synchronized (byName) {
        bucket = byName.computeIfAbsent(name, same -> bucket());
      }
      ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
      if (!probe.isConsumed()) {
        long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
        throw new HttpException(
            429,
            "Too many requests; try again in " + wait + " s.",
            Map.of("Retry-After", Long.toString(wait)));
      }
    }

    private Bucket bucket() {
      return Bucket.builder()
          .addLimit(
              limit ->
                  limit
                      .capacity(perSecond * BURST.toSeconds())
                      .refillGreedy(perSecond, Duration.ofSeconds(1)))
          .withCustomTimePrecision(time)
          .build();
    }

    int size() {
      synchronized (byName) {
        return byName.size();
      }
    }
  }
}
