/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xrayvision.server.config.OidcSettings;

final class OidcProviderTest {
  private static OidcSettings settings(int port) {
    return new OidcSettings(
        URI.create("http://127.0.0.1:" + port),
        TestProvider.CLIENT,
        TestProvider.SECRET,
        "openid",
        URI.create("http://xr.example/api/oidc/callback"),
        "Hospital account",
        "preferred_username",
        "groups",
        Map.of("user", List.of("staff")));
  }

  /** Whether a thread waits inside of the provider's lookup. */
  private static boolean waits(Thread thread) {
    return thread.getState() != Thread.State.RUNNABLE
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("known"));
  }

  @Test
  void whoComesWhileAProviderDoesNotAnswerWaitsNoLongerThanTheFirst() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    try {
      OidcProvider provider =
          new OidcProvider(settings(server.getAddress().getPort()), Clock.systemUTC());
      List<Thread> comers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Thread comer = new Thread(() -> begin(provider, refused));
        comer.start();
        comers.add(comer);
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (asked.get() == 0 || !comers.stream().allMatch(OidcProviderTest::waits)) {
        assertThat(System.nanoTime() - deadline).isNegative();
        Thread.onSpinWait();
      }
      open.countDown();
      for (Thread comer : comers) {
        comer.join();
      }
      assertThat(refused).hasValue(4);
      assertThat(asked).hasValue(1);
    } finally {
      open.countDown();
      server.stop(0);
    }
  }

  private static void begin(OidcProvider provider, AtomicInteger refused) {
    try {
      provider.begin("/");
    } catch (OidcException e) {
      refused.incrementAndGet();
    }
  }
}
