/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateGateTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final RateGate gate = new RateGate(movable(), Duration.ofSeconds(10), 5);

  @Test
  void equalThingsPassOnceInAWhile() {
    assertThat(gate.passes("a")).isTrue();
    assertThat(gate.passes("a")).isFalse();
    assertThat(gate.passes("b")).isTrue();
    later(Duration.ofSeconds(10));
    assertThat(gate.passes("a")).isTrue();
  }

  @Test
  void noMoreThanSoManyPassInAMinute() {
    assertThat(IntStream.range(0, 100).filter(i -> gate.passes("x" + i)).count()).isEqualTo(5);
    later(Duration.ofSeconds(60));
    assertThat(IntStream.range(0, 100).filter(i -> gate.passes("x" + i)).count()).isEqualTo(5);
  }

  @Test
  void whatWasHeldBackIsNotRemembered() {
    IntStream.range(0, 5).forEach(i -> gate.passes("x" + i));
    assertThat(gate.passes("late")).isFalse();
    later(Duration.ofSeconds(60));
    assertThat(gate.passes("late")).isTrue();
  }

  private void later(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private Clock movable() {
    return ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  }
}
