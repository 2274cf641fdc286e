/* SPDX-License-Identifier: Apache-2.0 */
package org.xrayvision.server.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When something is done next. */
final class ScheduleTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  private static Schedule schedule(double random) {
    return new Schedule(Duration.ofMinutes(5), Duration.ofMinutes(1), () -> random);
  }

  @Test
  void queriesComeGiveOrTakeThirtyPercent() {
    assertThat(schedule(0).nextQuery(NOW)).isEqualTo(NOW.plusSeconds(210));
    assertThat(schedule(0.5).nextQuery(NOW)).isEqualTo(NOW.plusSeconds(300));
    assertThat(schedule(1).nextQuery(NOW)).isEqualTo(NOW.plusSeconds(390));
  }

  @Test
  void attemptsComeEverMoreRarely() {
    assertThat(schedule(0).nextAttempt(1, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
    assertThat(schedule(0).nextAttempt(2, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(4)));
    assertThat(schedule(0).nextAttempt(3, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(16)));
    assertThat(schedule(0).nextAttempt(99, NOW)).isEqualTo(NOW.plus(Duration.ofHours(6)));
  }
}
