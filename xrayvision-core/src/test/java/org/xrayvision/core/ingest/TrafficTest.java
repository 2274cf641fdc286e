/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.core.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final long LINGER = Duration.ofMillis(60).toNanos();

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Traffic traffic = new Traffic(now::get);

  @Test
  void itIsQuietAtFirst() {
    assertThat(traffic.isArriving()).isFalse();
  }

  @Test
  void anObjectIsArrivingUntilAMomentAfterItHasLeft() {
    traffic.enters();
    now.addAndGet(10 * LINGER);
    assertThat(traffic.isArriving()).isTrue();

    traffic.leaves();
    assertThat(traffic.isArriving()).isTrue();
    now.addAndGet(LINGER - 1);
    assertThat(traffic.isArriving()).isTrue();
    now.addAndGet(1);
    assertThat(traffic.isArriving()).isFalse();
  }

  @Test
  void theLastOfSeveralCounts() {
    traffic.enters();
    traffic.enters();
    traffic.leaves();
    now.addAndGet(2 * LINGER);
    assertThat(traffic.isArriving()).isTrue();

    traffic.leaves();
    now.addAndGet(LINGER);
    assertThat(traffic.isArriving()).isFalse();
  }
}
