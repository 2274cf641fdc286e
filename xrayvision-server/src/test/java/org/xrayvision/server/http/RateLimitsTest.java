/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xrayvision.server.auth.Principal;
import org.xrayvision.server.auth.Role;
import org.xrayvision.server.config.SecuritySettings;
import org.xrayvision.server.http.TestServer.Answer;
import org.xrayvision.server.http.TestServer.Call;

final class RateLimitsTest {
  private static final int BURST = 20;

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();

  private final TimeMeter time =
      new TimeMeter() {
        @Override
        public long currentTimeNanos() {
          return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
          return false;
        }
      };

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static boolean passes(RateLimits limits, String address) {
    try {
      limits.address(address(address));
      return true;
    } catch (HttpException e) {
      assertThat(e.status()).isEqualTo(429);
      return false;
    }
  }

  @Test
  void anAddressMaySaveUpAndThenWaits() {
    RateLimits limits = new RateLimits(2, 0, time);
    for (int i = 0; i < 2 * BURST; i++) {
      assertThat(passes(limits, "192.0.2.1")).as("request " + i).isTrue();
    }

    assertThat(passes(limits, "192.0.2.1")).isFalse();
    assertThat(passes(limits, "192.0.2.2")).isTrue();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(passes(limits, "192.0.2.1")).isTrue();
    assertThat(passes(limits, "192.0.2.1")).isTrue();
    assertThat(passes(limits, "192.0.2.1")).isFalse();
  }

  @Test
  void aWholeNetworkOfIpv6IsOneAddress() {
    RateLimits limits = new RateLimits(1, 0, time);
    for (int i = 0; i < BURST; i++) {
      assertThat(passes(limits, "2001:db8:1:2::" + i)).isTrue();
    }

    assertThat(passes(limits, "2001:db8:1:2:ffff::1")).isFalse();
    assertThat(passes(limits, "2001:db8:1:3::1")).isTrue();
  }

  @Test
  void theWaitIsSaid() {
    RateLimits limits = new RateLimits(1, 0, time);
    for (int i = 0; i < BURST; i++) {
      limits.address(address("192.0.2.1"));
    }

    HttpException refused =
        catchThrowableOfType(HttpException.class, () -> limits.address(address("192.0.2.1")));

    assertThat(refused.headers()).containsEntry("Retry-After", "2");
  }

  @Test
  void noMoreThanSoManyAddressesAreRemembered() {
    RateLimits limits = new RateLimits(1, 0, time);
    for (int i = 0; i < RateLimits.MOST_BUCKETS + 100; i++) {
      limits.address(address("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)));
    }

    assertThat(limits.size()).isEqualTo(RateLimits.MOST_BUCKETS);
  }

  @Test
  void withoutLimitsNothingIsCounted() {
    RateLimits limits = new RateLimits(0, 0, time);
    for (int i = 0; i < 10_000; i++) {
      limits.address(address("192.0.2.1"));
    }
    assertThat(limits.size()).isZero();
  }

  @Test
  void aUserIsLimitedFromWhereverHeAsksAndOthersAreNot() {
    try (TestServer server = new TestServer(folder, SecuritySettings.defaults().withRates(0, 1))) {
      Answer answer = null;
      for (int i = 0; i < 1000 && (answer == null || answer.status() == 200); i++) {
        answer = server.as("user").header("X-Forwarded-For", "192.0.2." + i % 200).get("/api/me");
      }

      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Retry-After")).isNotEmpty();
      assertThat(answer.error()).contains("Too many requests");
      assertThat(server.as("admin").get("/api/me").status()).isEqualTo(200);
    }
  }

  @Test
  void anAddressIsLimitedBeforeAnybodyIsAskedWhoHeIs() {
    try (TestServer server = new TestServer(folder, SecuritySettings.defaults().withRates(1, 0))) {
      Call flood = server.anonymous().header("X-Forwarded-For", "192.0.2.1");
      int status = 401;
      for (int i = 0; i < 1000 && status == 401; i++) {
        status = flood.get("/api/me").status();
      }

      assertThat(status).isEqualTo(429);
      assertThat(flood.get("/login.html").status()).isEqualTo(429);
      assertThat(server.as("user").header("X-Forwarded-For", "192.0.2.2").get("/api/me").status())
          .isEqualTo(200);
    }
  }

  /** 500 screens of one account behind one address load the dashboard at the same moment. */
  @Test
  void theDefaultsHinderNoWallOfDashboards() {
    SecuritySettings defaults = SecuritySettings.defaults();
    RateLimits limits =
        new RateLimits(defaults.requestsPerAddress(), defaults.requestsPerUser(), time);

    Principal wall = new Principal("wall", Role.VIEWER, true, "x", "", Set.of(), true, false);
    for (int i = 0; i < 500 * 40; i++) {
      limits.address(address("192.0.2.1"));
      limits.principal(wall);
    }
    assertThat(limits.size()).isEqualTo(2);
  }
}
